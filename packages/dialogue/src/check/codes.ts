import type { Finding, RatedFinding, Severity } from '../finding.ts'
import type { CodeWords } from './code-words.ts'
import { CHAIN_CODES } from './codes-of-chains.ts'
import { DIALOGUE_CODES } from './codes-of-dialogues.ts'
import { WORDING_CODES } from './codes-of-wording.ts'

/** Every code there is, in order. A code keeps its meaning for ever; a new mistake gets a new code. */
const WORDS = { ...DIALOGUE_CODES, ...WORDING_CODES, ...CHAIN_CODES }

export type Code = keyof typeof WORDS

/** The table under plain names, for codes that come from elsewhere. */
export const CODES: ReadonlyMap<string, CodeWords> = new Map(Object.entries(WORDS))

/** A code that the table lacks is an error, so that nothing slips through unrated. */
export const severityOf = (code: string): Severity => CODES.get(code)?.severity ?? 'error'

export const isError = (finding: Finding): boolean => severityOf(finding.code) === 'error'

export const rated = (finding: Finding): RatedFinding => ({ severity: severityOf(finding.code), ...finding })
