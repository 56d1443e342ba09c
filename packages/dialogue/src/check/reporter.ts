import type { Finding } from '../finding.ts'
import type { SourceFile } from '../read.ts'
import type { Code } from './codes.ts'

export type Path = readonly (string | number)[]

/** Notes a finding at a key of one file. */
export type Report = (code: Code, path: Path, what: string, todo: string) => void

export function reporter(file: SourceFile<unknown>): { report: Report; findings: Finding[] } {
  const findings: Finding[] = []
  const report: Report = (code, path, what, todo) => {
    const line = file.lineOf(path)
    findings.push({ code, file: file.file, ...(line === undefined ? {} : { line }), where: path.join('.'), what, todo })
  }
  return { report, findings }
}

/** Names for an author to choose from: "a, b or c". */
export const choice = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? 'nothing') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
