/** Something wrong with a playbook: where it is, what it is, and how to mend it. */
export type Finding = {
  /** Stable, for documents and tests: `K101`. */
  code: string
  file: string
  /** From 1; absent where the whole file is meant. */
  line?: number
  /** The key's path in the file: `steps.offer.asks.yes.then`. */
  where: string
  what: string
  todo: string
}

export const findingInWords = (finding: Finding): string =>
  `${finding.file}${finding.line === undefined ? '' : `:${finding.line}`} ${finding.where}: ${finding.what} (${finding.code}). ${finding.todo}`
