import type { Severity } from '../finding.ts'

/** What an author reads about one code: `docs/authors/findings.md` is made of these. */
export type CodeWords = {
  severity: Severity
  /** The mistake, in a few words. */
  what: string
  /** Why it matters to a customer. */
  why: string
  mend: string
}

export const error = (what: string, why: string, mend: string): CodeWords => ({ severity: 'error', what, why, mend })
export const warning = (what: string, why: string, mend: string): CodeWords => ({
  severity: 'warning',
  what,
  why,
  mend,
})
