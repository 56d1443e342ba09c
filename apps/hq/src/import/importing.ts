import type { CloudEventInput } from '@kairos/shared/cloudevents'
import { Fingerprints } from './fingerprints.ts'
import type { Mapping } from './mapping.ts'
import type { ImportProgress } from './progress.ts'
import { Receipts, type ReceiptEvent } from './receipts.ts'
import type { Row, Sold } from './rows.ts'

/** The events of one closed receipt, and what had been read when it closed. */
export type Closed = { events: CloudEventInput[]; progress: ImportProgress }

/** How a purchase log's events name where they come from. */
export const sourceOf = (mapping: Mapping): string => `import/${mapping.source}`

/**
 * Folds a log's rows into events. Pure and repeatable: the same rows give the same events with the same ids
 * and the same counts at every boundary, so an import is resumed by folding all rows again and leaving out
 * what HQ has.
 */
export class Importing {
  readonly #mapping: Mapping
  readonly #receipts: Receipts
  readonly #customers = new Fingerprints()
  #progress: ImportProgress

  constructor(mapping: Mapping, file: { name: string; bytes: number }) {
    this.#mapping = mapping
    this.#receipts = new Receipts(sourceOf(mapping))
    this.#progress = {
      schema: 1,
      file: file.name,
      source: mapping.source,
      bytes: file.bytes,
      from: 0,
      rows: 0,
      classes: { bad: 0, withoutCustomer: 0, cancellation: 0, purchase: 0 },
      purchases: 0,
      returns: 0,
      profiles: 0,
      parts: 0,
      done: false,
    }
  }

  /** Rows read so far. */
  get rows(): number {
    return this.#progress.rows
  }

  /** Takes the next row; gives the receipt that it closes. */
  row(row: Row): Closed | undefined {
    let closed: Closed | undefined
    if (row.class === 'purchase' || row.class === 'cancellation') {
      if (!this.#receipts.fits(row)) closed = this.#close()
      this.#receipts.add(row)
    }
    this.#progress.rows += 1
    this.#progress.classes[row.class] += 1
    return closed
  }

  /** Ends the file: the last receipt, if one is open, and the totals. */
  end(): Closed {
    const closed = this.#close()
    return { events: closed?.events ?? [], progress: { ...this.#snapshot(), done: true } }
  }

  #close(): Closed | undefined {
    const receipt = this.#receipts.close()
    if (receipt === undefined) return undefined
    const events = [...this.#profile(receipt.first), receipt.event]
    this.#count(receipt)
    return { events, progress: this.#snapshot() }
  }

  #count({ event, part }: ReceiptEvent): void {
    if (event.type === 'kairos.purchase') this.#progress.purchases += 1
    else this.#progress.returns += 1
    if (part > 1) this.#progress.parts += 1
  }

  #snapshot(): ImportProgress {
    return { ...this.#progress, classes: { ...this.#progress.classes } }
  }

  /** A customer's profile comes once, right before her first receipt. */
  #profile(first: Sold): CloudEventInput[] {
    if (!this.#customers.add(first.customer)) return []
    this.#progress.profiles += 1
    const { member } = this.#mapping.customer
    return [
      {
        specversion: '1.0',
        id: `profile:${first.customer}`,
        source: sourceOf(this.#mapping),
        subject: first.customer,
        time: new Date(first.time.at).toISOString(),
        history: true,
        type: 'kairos.profile',
        data: {
          home: first.store,
          ...(first.language === undefined ? {} : { language: first.language }),
          identities: member === undefined ? [] : [{ kind: 'member', value: memberNumber(member, first.customerText) }],
        },
      },
    ]
  }
}

/** Fills a mapping's `customer.member` template. */
export const memberNumber = (template: string, customer: string): string =>
  template.replaceAll(/\{customer(?::(\d+))?\}/g, (_all, digits: string | undefined) =>
    customer.padStart(Number(digits ?? 0), '0'),
  )
