import { LineCounter, parseDocument, type Document } from 'yaml'
import type { z } from 'zod'
import { fail, ok, type Result } from '@kairos/shared/result'
import type { Finding } from './finding.ts'

type Path = readonly PropertyKey[]

/** One YAML file that keeps to its schema, and where in it each key stands. */
export type SourceFile<T> = { file: string; source: T; lineOf(path: Path): number | undefined }

function lineFinder(document: Document, lines: LineCounter): (path: Path) => number | undefined {
  return (path) => {
    // A missing key has no place of its own: the nearest key above it is shown.
    for (let depth = path.length; depth > 0; depth--) {
      const node: unknown = document.getIn(path.slice(0, depth), true)
      if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
        const [start]: unknown[] = node.range
        if (typeof start === 'number') return lines.linePos(start).line
      }
    }
    return undefined
  }
}

/** Reads one file against a schema. Every failure is named with its line; nothing is repaired. */
export function readSource<S extends z.ZodType>(
  file: string,
  text: string,
  schema: S,
): Result<SourceFile<z.infer<S>>, Finding[]> {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  if (document.errors.length > 0) {
    return fail(
      document.errors.map((error) => ({
        code: 'K001',
        file,
        line: lines.linePos(error.pos[0]).line,
        where: '',
        what: error.message.split('\n')[0] ?? 'not YAML',
        todo: 'Mend the YAML.',
      })),
    )
  }
  const lineOf = lineFinder(document, lines)
  const parsed = schema.safeParse(document.toJS())
  if (parsed.success) return ok({ file, source: parsed.data, lineOf })
  return fail(
    parsed.error.issues.map((issue) => {
      const line = lineOf(issue.path)
      return {
        code: 'K002',
        file,
        ...(line === undefined ? {} : { line }),
        where: issue.path.map(String).join('.'),
        what: issue.message,
        todo: 'See the language in the docs for what may stand here.',
      }
    }),
  )
}
