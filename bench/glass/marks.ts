import { appendFileSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Where a card is on its way to the glass. Times are milliseconds of the machine's monotonic clock, which all its
 * processes share: `process.hrtime` reads it in each.
 */
export type Stage =
  /** The device process, a part of the screen's host, has the report's bytes. */
  | 'report'
  /** It has decoded and guarded them, and tells its host. */
  | 'decoded'
  /** The host has the card, and asks the hub. */
  | 'read'
  | 'asked'
  /** The hub has the question; its answer goes out. */
  | 'heard'
  | 'answered'
  /** The answer is with the host, and the message goes to the page. */
  | 'known'
  | 'told'
export type Memory = { rss: number; heapUsed: number; external: number }
export type Mark =
  /** `waited`: for how long this process has waited for a core until now, because others had them. */
  | { is: 'stage'; stage: Stage; at: number; waited: number }
  /** The hub chose this message for this visit. */
  | { is: 'chosen'; visit: string; message: object }
  /** After a full collection. */
  | { is: 'memory'; memory: Memory; at: number }

/** The folder into which watched programs write their marks. */
export const MARKS_FOLDER = 'KAIROS_BENCH_MARKS'
const WRITTEN_EVERY = 100

export const monotonic = (): number => Number(process.hrtime.bigint()) / 1e6

let waiting: Mark[] = []
/** Notes something; it is written a moment later, when what is measured is over. */
export function note(mark: Mark): void {
  if (waiting.push(mark) === 1) setTimeout(write, WRITTEN_EVERY).unref()
}
/** A stage is reached. Looking up the waits takes some 20 µs, which count for the next one. */
export function pass(stage: Stage): void {
  const at = monotonic()
  note({ is: 'stage', stage, at, waited: waitedForCore('self') })
}

/** Milliseconds for which a process's main thread was ready to run, and no core was free (Linux). */
export const waitedForCore = (pid: number | 'self'): number =>
  Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6

function write(): void {
  const folder = process.env[MARKS_FOLDER]
  const lines = waiting.map((mark) => `${JSON.stringify(mark)}\n`)
  waiting = []
  if (folder !== undefined && lines.length > 0) appendFileSync(join(folder, `${process.pid}.jsonl`), lines.join(''))
}
process.once('exit', write)

/** All that was noted, by whichever process, or by one. */
export const marksIn = (folder: string, pid?: number): Mark[] =>
  readdirSync(folder)
    .filter((name) => pid === undefined || name === `${pid}.jsonl`)
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Mark)
