import { customerSchema, type Customer } from '@kairos/shared/customer'
import type { Advanced } from '@kairos/dialogue/advance'
import type { SqliteDatabase } from '@kairos/shared/database'
import type { CustomerId, StoreId } from '@kairos/shared/ids'
import type { Ms } from '@kairos/shared/time'
import type { By, Folded, JoinTwo, Unfoldable } from '../storage.ts'
import type { Counters } from './counters.ts'
import type { Feed } from './feed.ts'
import type { Merging } from './merging.ts'
import type { KeepOutcome } from './outcome.ts'

export type BatchParts = Documents & { counters: Counters; feed: Feed; merging: Merging; keepOutcome: KeepOutcome }
type Documents = ReturnType<typeof documentsIn>

/** Customers' documents, one by one. */
export function documentsIn(database: SqliteDatabase) {
  const load = database.prepare<[string], { document: string }>('select document from customers where id = ?')
  const save = database.prepare<[string, string, number | null]>(
    `insert into customers (id, document, next_due) values (?, ?, ?)
     on conflict (id) do update set document = excluded.document, next_due = excluded.next_due`,
  )
  return {
    load: (id: string): string | undefined => load.get(id)?.document,
    save: (id: string, document: Customer): void =>
      void save.run(id, JSON.stringify(document), document.nextDue ?? null),
  }
}

/** What is folded together in one transaction: each document is read and written once. */
export class UnderWay {
  readonly #parts: BatchParts
  readonly #documents = new Map<CustomerId, Customer | undefined>()
  readonly #changed = new Set<CustomerId>()
  readonly #stores = new Set<StoreId>()
  readonly unfoldable: Unfoldable[] = []

  constructor(parts: BatchParts) {
    this.#parts = parts
  }

  document(id: CustomerId): Customer | undefined {
    if (this.#documents.has(id)) return this.#documents.get(id)
    const row = this.#parts.load(id)
    const document = row === undefined ? undefined : customerSchema.parse(JSON.parse(row))
    this.#documents.set(id, document)
    return document
  }

  /** Whether she has a document, one that can be read or not. */
  has(id: CustomerId): boolean {
    return this.#documents.get(id) !== undefined || this.#parts.load(id) !== undefined
  }

  put(id: CustomerId, advanced: Advanced, atHq: boolean): void {
    if (!this.has(id)) this.#parts.counters.add('customers', 1)
    this.#documents.set(id, advanced.customer)
    this.#changed.add(id)
    this.#parts.keepOutcome(id, advanced, atHq)
  }

  /** Its document is news for the stores, even if this batch left it as it was. */
  touch(id: CustomerId): void {
    this.#changed.add(id)
  }

  /** She has turned out to be somebody else, whose document is changed by that; false if it cannot be done. */
  join(into: CustomerId, from: CustomerId, at: Ms, by: By, join: JoinTwo): boolean {
    const [one, other] = [this.document(into), this.document(from)]
    if (!one || !other || into === from) return false
    // Whatever is known of both is on disk before it is moved.
    const joined = this.attempt(into, undefined, () =>
      join(one, other, at, () => this.#parts.merging.eventsOf(into, from)),
    )
    if (!joined) return false
    this.#parts.keepOutcome(from, joined.over, true)
    this.put(into, joined.kept, true)
    for (const store of this.#parts.merging.move(from, into, at, by)) this.#stores.add(store)
    this.#documents.delete(from)
    this.#changed.delete(from)
    this.#parts.counters.add('customers', -1)
    return true
  }

  /** A store that met her under another name is told whose it is. */
  tell(store: StoreId, alias: CustomerId, owner: CustomerId): void {
    this.#parts.merging.tell(store, alias, owner)
    this.#stores.add(store)
  }

  /** What the engine makes of something, or undefined if it throws: then that is set aside and counted. */
  attempt<T>(customer: string, event: number | undefined, fold: () => T): T | undefined {
    try {
      return fold()
    } catch (error) {
      this.unfoldable.push(event === undefined ? { customer, error } : { customer, event, error })
      this.#parts.counters.add('unfoldable', 1)
      return undefined
    }
  }

  finish(done: number): Folded {
    for (const id of this.#changed) {
      const document = this.#documents.get(id)
      if (document) this.#parts.save(id, document)
    }
    const stores = new Set([...this.#parts.feed.changed(this.#changed), ...this.#stores])
    return { done, stores, unfoldable: this.unfoldable }
  }
}
