/** What an error is in cannot be published; a warning is for its author to judge. */
export type Severity = 'error' | 'warning'

/** Something wrong with a playbook: where it is, what it is, and how to mend it. */
export type Finding = {
  /** Stable, for documents and tests: `K101`. Its severity stands in `check/codes.ts`. */
  code: string
  file: string
  /** From 1; absent where the whole file is meant. */
  line?: number
  /** The key's path in the file: `steps.offer.asks.yes.then`. */
  where: string
  what: string
  todo: string
}

export type RatedFinding = Finding & { severity: Severity }

export const findingInWords = (finding: Finding): string => {
  const line = finding.line === undefined ? '' : `:${finding.line}`
  const where = finding.where === '' ? '' : ` ${finding.where}`
  return `${finding.file}${line}${where}: ${finding.what} (${finding.code}). ${finding.todo}`
}
