import type { Epoch } from '@kairos/shared/ids'
import type { Result } from '@kairos/shared/result'
import type { Ms } from '@kairos/shared/time'
import type { Batch, FeedRow } from '@kairos/shared/wire/hq-hub'
import { readRows, type Bulk, type Slice } from './bulk.ts'
import type { HubStorage } from './hub-storage.ts'
import { nextRows, sliceOf, type Pace } from './pace.ts'
import { progressOf, type Progress } from './reading.ts'

export interface FeedPort {
  pull(message: { cursor: number; most: number }): Promise<Result<Batch, string>>
  /** Big batches, compressed; a hub that is far behind asks for them. `applied` is on its disk. */
  bulk?(message: { hqEpoch: Epoch; cursor: number; applied: number; most: number }): Promise<Result<Bulk, string>>
}

/** How a hub reads: given, because a test has another clock and smaller batches. */
export type Pacing = {
  /** How fast, now. */
  pace: () => Pace
  /** Lets everybody else have a turn, for so long; 0 for one turn. */
  wait: (time: Ms) => Promise<void>
  /** So many documents behind, a hub reads in big batches. */
  bulkAbove: number
  bulkRows: number
}

export type ReaderParts = {
  storage: HubStorage
  /** This start's. */
  epoch: Epoch
  pacing: Pacing
  now: () => Ms
  applied: (slice: Slice) => void
  failed: (words: string) => void
}

/** `from`: the cursor that it was asked from. */
type Incoming = {
  from: number
  rows: (FeedRow | string)[]
  cursor: number
  more: boolean
  ahead: number
  bytes: number
}

const ROWS_PER_PULL = 200
/** After so many failures in a row, what is left of this connection reads by the socket alone. */
const BULK_TRIES = 3

/**
 * Reads the feed over one connection, in the order of change: small batches over the socket, big ones over HTTP while
 * the hub is far behind. Each is applied in slices, at the pace of the moment; a slice is one transaction. At most one
 * batch is being applied and one under way.
 */
export class FeedReader {
  readonly #parts: ReaderParts
  readonly #port: FeedPort
  readonly #open: () => boolean
  readonly #speed = { rows: 0, began: 0 }
  #busy = false
  #again = false
  #next: { after: number; answer: Promise<Result<Bulk, string>> } | undefined
  #bulkFailures = 0
  #ahead: number
  /** How large slices are, at the pace of the last one. */
  #size: { pace: Pace; rows: number } | undefined

  /** `open`: whether this connection may still be read from. `behind`: as HQ said at hello. */
  constructor(parts: ReaderParts, port: FeedPort, open: () => boolean, behind: number) {
    this.#parts = parts
    this.#port = port
    this.#open = open
    this.#ahead = behind
  }

  /** Nothing is left to read, as far as HQ has told. */
  get caughtUp(): boolean {
    return !this.#busy && !this.#again && this.#ahead === 0
  }

  /** How many documents HQ has, beyond what is on disk here. */
  get ahead(): number {
    return this.#ahead
  }

  progress(): Progress | undefined {
    const reading = this.#parts.storage.reading()
    const { rows, began } = this.#speed
    return reading && progressOf(reading, this.#ahead, { rows, took: this.#parts.now() - began })
  }

  /** There is news at HQ: read until there is none. `ahead`: so much, where that is known. */
  async read(ahead = this.#ahead): Promise<void> {
    this.#ahead = ahead
    this.#again = true
    if (this.#busy) return
    this.#busy = true
    try {
      // News that comes while somebody is removed begins another round.
      while (this.#again && this.#open()) {
        this.#again = false
        if (!(await this.#batch())) {
          this.#again = true
          return
        }
        if (!this.#again) await this.#removeUnnamed()
      }
    } finally {
      this.#busy = false
    }
  }

  async #batch(): Promise<boolean> {
    const incoming = await this.#ask()
    if (incoming === undefined || !this.#open()) return false
    if (incoming.bytes > 0 && incoming.more) this.#prefetch(incoming.cursor)
    if (!(await this.#apply(incoming))) return false
    // One more read after the last rows tells HQ that they have been applied.
    this.#again ||= incoming.rows.length > 0
    return true
  }

  async #ask(): Promise<Incoming | undefined> {
    const { storage, pacing, failed } = this.#parts
    const { cursor } = storage.position()
    if (this.#ahead > pacing.bulkAbove && this.#bulkFailures < BULK_TRIES) {
      if (this.#next?.after !== cursor) this.#prefetch(cursor)
      const bulk = await this.#next?.answer
      this.#next = undefined
      if (!this.#open()) return undefined
      if (bulk?.ok) {
        this.#bulkFailures = 0
        const { frame, rows, bytes } = bulk.value
        return { ...frame, from: cursor, ahead: frame.ahead ?? 0, rows, bytes }
      }
      this.#bulkFailures++
      if (bulk) failed(`a big batch did not come (${bulk.error}); going on with a small one`)
    }
    const batch = await this.#port.pull({ cursor, most: ROWS_PER_PULL })
    if (!batch.ok) return undefined
    const { rows, more, ahead } = batch.value
    return { from: cursor, rows, cursor: batch.value.cursor, more, ahead: ahead ?? (more ? this.#ahead : 0), bytes: 0 }
  }

  #prefetch(cursor: number): void {
    const { storage, pacing } = this.#parts
    const position = storage.position()
    if (!this.#port.bulk || position.hqEpoch === undefined) {
      this.#bulkFailures = BULK_TRIES
      return
    }
    const { hqEpoch, cursor: applied } = position
    this.#next = { after: cursor, answer: this.#port.bulk({ hqEpoch, cursor, applied, most: pacing.bulkRows }) }
  }

  /** Slice by slice. What is left when the connection ends comes again: the cursor on disk says from where. */
  async #apply({ from, rows, bytes, ahead, ...frame }: Incoming): Promise<boolean> {
    const { storage, epoch, pacing, applied, failed, now } = this.#parts
    if (this.#speed.began === 0) this.#speed.began = now()
    let left = rows
    let at = from
    do {
      // Everything is to be read again: what is left of this batch is no continuation any more.
      if (storage.position().cursor !== at) {
        this.#again = true
        return true
      }
      const { rows: most, pace } = this.#sized()
      const began = now()
      const read = readRows(left.slice(0, most))
      if (!read.ok) {
        failed(read.error)
        return false
      }
      const slice = sliceOf(frame, read.value, left.length <= most)
      storage.apply(slice, epoch, left === rows ? bytes : 0)
      // What is left of a batch says nothing about a whole slice.
      if (slice.rows.length === most) this.#size = { pace, rows: nextRows(pace, most, now() - began) }
      left = left.slice(most)
      at = slice.cursor
      this.#speed.rows += slice.rows.length
      this.#ahead = ahead + left.length
      applied(slice)
      if (left.length > 0 || frame.more) await pacing.wait(pace.pause)
      if (!this.#open()) return false
    } while (left.length > 0)
    return true
  }

  async #removeUnnamed(): Promise<void> {
    const { storage, pacing } = this.#parts
    while (this.#open() && storage.reading()?.is === 'removing') {
      const { fewest, pause } = pacing.pace()
      if (storage.removeUnnamed(fewest)) await pacing.wait(pause)
    }
  }

  #sized(): { pace: Pace; rows: number } {
    const pace = this.#parts.pacing.pace()
    return this.#size?.pace === pace ? this.#size : { pace, rows: pace.fewest }
  }
}
