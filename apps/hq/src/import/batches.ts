import type { Closed } from './importing.ts'
import type { ImportProgress } from './progress.ts'

/** A batch ends with the receipt that fills it. */
const LIMITS = { events: 200, bytes: 1_000_000 }

/** What one request carries: events as JSON texts, and the progress that holds once they are stored. */
export type Batch = { events: string[]; progress: ImportProgress }

/** Gathers receipts into batches of about 200 events and 1 MB of JSON; a receipt of 2,000 lines may take it to 2 MB. */
export class Batches {
  #events: string[] = []
  #bytes = 0
  /** What HQ holds when the batch being gathered arrives. */
  #from: number

  readonly #limits: typeof LIMITS

  /** @param from rows that HQ has already */
  constructor(from: number, limits: typeof LIMITS = LIMITS) {
    this.#from = from
    this.#limits = limits
  }

  /** Takes a receipt; gives the batch that it fills. Receipts that HQ has are left out. */
  add({ events, progress }: Closed): Batch | undefined {
    if (progress.rows > this.#from || progress.done) {
      for (const event of events) {
        const text = JSON.stringify(event)
        this.#events.push(text)
        this.#bytes += Buffer.byteLength(text)
      }
    }
    if (!progress.done && this.#events.length < this.#limits.events && this.#bytes < this.#limits.bytes)
      return undefined
    const batch = { events: this.#events, progress: { ...progress, from: this.#from } }
    this.#events = []
    this.#bytes = 0
    this.#from = progress.rows
    return batch
  }
}

/** A batch as the body of its request. */
export const batchBody = ({ events, progress }: Batch): string =>
  `{"events":[${events.join(',')}],"progress":${JSON.stringify(progress)}}`
