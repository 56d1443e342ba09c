import type { CloudEventInput } from '@kairos/shared/cloudevents'
import { receiptEventId, type Line } from '@kairos/shared/event'
import { Fingerprints } from './fingerprints.ts'
import type { Sold } from './rows.ts'

/** As many lines as a receipt's event may hold. */
export const MAX_LINES = 2000

type Open = { first: Sold; lines: Line[]; total: number }

export type ReceiptEvent = {
  event: CloudEventInput
  first: Sold
  /** 1 for a receipt's first (mostly only) event, 2 for `536365+2`, ... */
  part: number
}

/**
 * Gathers the rows of a receipt into one event. Rows of a receipt follow each other; whatever does not fit the
 * open receipt (another customer, another calendar date, line 2,001, the number again after others) begins a
 * further part of it, named `<receipt>+2`, `+3`, ... in the order of the file, so that no line is ever lost
 * and the same file always gives the same names.
 */
export class Receipts {
  readonly #source: string
  readonly #seen = new Fingerprints()
  /** How many parts the few receipts with more than one have so far. */
  readonly #parts = new Map<string, number>()
  #open: Open | undefined

  constructor(source: string) {
    this.#source = source
  }

  /** True when the row goes on with the open receipt. */
  fits(row: Sold): boolean {
    const open = this.#open
    return (
      open !== undefined &&
      open.lines.length < MAX_LINES &&
      open.first.receipt === row.receipt &&
      open.first.customer === row.customer &&
      open.first.till === row.till &&
      open.first.store === row.store &&
      open.first.time.date === row.time.date
    )
  }

  /** Adds a row that `fits`, or begins a receipt with it; close the open one before. */
  add(row: Sold): void {
    if (this.#open === undefined) {
      this.#open = { first: row, lines: [row.line], total: row.line.amount }
      return
    }
    if (!this.fits(row)) throw new Error('a receipt is still open')
    this.#open.lines.push(row.line)
    this.#open.total += row.line.amount
  }

  /** Ends the open receipt. */
  close(): ReceiptEvent | undefined {
    const open = this.#open
    if (open === undefined) return undefined
    this.#open = undefined
    const { first, lines, total } = open
    const type = first.class === 'purchase' ? 'purchase' : 'return'
    const { part, receipt, id } = this.#name(type, first)
    const event: CloudEventInput = {
      specversion: '1.0',
      id,
      source: this.#source,
      subject: first.customer,
      time: new Date(first.time.at).toISOString(),
      history: true,
      type: `kairos.${type}`,
      data: { store: first.store, till: first.till, receipt, total, lines },
    }
    return { event, first, part }
  }

  /** The receipt's own number where it is new, else the first derived one that is. */
  #name(type: 'purchase' | 'return', { store, till, receipt }: Sold): { part: number; receipt: string; id: string } {
    const own = receiptEventId(type, store, till, receipt)
    if (this.#seen.add(own)) return { part: 1, receipt, id: own }
    for (let part = (this.#parts.get(own) ?? 1) + 1; ; part += 1) {
      const derived = `${receipt}+${part}`
      const id = receiptEventId(type, store, till, derived)
      if (!this.#seen.add(id)) continue
      this.#parts.set(own, part)
      return { part, receipt: derived, id }
    }
  }
}
