import type { Ms } from '@kairos/shared/time'

/**
 * A reading of everything from zero, as the hub keeps it on disk: it ends by removing the customers that it did not
 * name (rule S4). `bytes` are those of the compressed batches.
 */
export type Reading = { n: number; is: 'reading' | 'removing'; done: number; bytes: number }

/** For people: customers done of all, bytes read, and how long the rest takes at this start's speed. */
export type Progress = { is: Reading['is']; done: number; of: number; bytes: number; left: Ms | undefined }

/** How fast it went since this start began to read. */
export type Speed = { rows: number; took: Ms }

/** Below this the speed says nothing yet. */
const SPEED_AFTER: Ms = 500

/** `ahead`: the customers that HQ still has to send, as it last said. */
export function progressOf({ is, done, bytes }: Reading, ahead: number, { rows, took }: Speed): Progress {
  const left = took >= SPEED_AFTER && rows > 0 ? Math.round((ahead * took) / rows) : undefined
  return { is, done, of: done + ahead, bytes, left }
}
