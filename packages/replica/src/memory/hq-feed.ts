import type { CustomerId, StoreId } from '@kairos/shared/ids'
import { erasedName } from '@kairos/shared/erased'
import { identityHashSchema } from '@kairos/shared/identity'
import type { Ms } from '@kairos/shared/time'
import type { DocumentRow, FeedRow, GoneRow } from '@kairos/shared/wire/hq-hub'
import { HELD_FOR } from '../holding.ts'
import type { Entry, HqDisk } from './hq-disk.ts'
import { keysOf, type HqTables } from './hq-tables.ts'
import type { Transaction } from './transactions.ts'

const keyOf = (store: StoreId, customer: CustomerId) => `${store} ${customer}`

/** The feed: per store and customer the number of the last change (SPEC 4). What changes it is in a transaction. */
export class MemoryFeed {
  readonly #tables: HqTables
  readonly #last: HqDisk['lastChange']

  constructor(tables: HqTables, last: HqDisk['lastChange']) {
    this.#tables = tables
    this.#last = last
  }

  /** The next number. It is taken at once, and not given back where the transaction is rolled back. */
  #next(by: Transaction): number {
    const change = ++this.#last.n
    by.firstNumber ??= change
    return change
  }

  /** In the order of stores. */
  entriesOf(customer: CustomerId, by?: Transaction): Entry[] {
    const entries = this.#tables.feed.all(by).map(([, entry]) => entry)
    return entries.filter((entry) => entry.customer === customer).toSorted((a, b) => (a.store < b.store ? -1 : 1))
  }

  entriesFor(store: StoreId): Entry[] {
    return this.#tables.feed
      .all()
      .map(([, entry]) => entry)
      .filter((entry) => entry.store === store)
  }

  #put(entry: Entry, by: Transaction): void {
    this.#tables.feed.put(keyOf(entry.store, entry.customer), entry, by)
  }

  entry(store: StoreId, customer: CustomerId, by: Transaction): Entry | undefined {
    return this.#tables.feed.get(keyOf(store, customer), by)
  }

  /** From here on the store holds her. A new entry has no number until `changed` gives it one. */
  subscribe(store: StoreId, customer: CustomerId, at: Ms, by: Transaction): void {
    const { gone: _, into: __, ...before } = this.entry(store, customer, by) ?? { store, customer, change: 0, last: at }
    this.#put({ ...before, last: Math.max(before.last, at) }, by)
  }

  /** A tombstone in her place, with a number of its own. */
  gone(store: StoreId, customer: CustomerId, gone: GoneRow['gone'], by: Transaction, into?: CustomerId): void {
    const { into: _, ...before } = this.entry(store, customer, by) ?? { store, customer, last: 0 }
    this.#put({ ...before, change: this.#next(by), gone, ...(into === undefined ? {} : { into }) }, by)
  }

  /** Her document, or tombstone, contains this store's facts up to this one. */
  contains(store: StoreId, customer: CustomerId, contains: FeedRow['contains'], by: Transaction): void {
    const entry = this.entry(store, customer, by)
    if (entry && contains) this.#put({ ...entry, contains: { epoch: contains.epoch, n: contains.n } }, by)
  }

  /** Her document is news for every store that holds her. */
  changed(customer: CustomerId, by: Transaction): void {
    for (const entry of this.entriesOf(customer, by))
      if (!entry.gone) this.#put({ ...entry, change: this.#next(by) }, by)
  }

  /** Her entry in one store only is news there. */
  renumber(store: StoreId, customer: CustomerId, by: Transaction): void {
    const entry = this.entry(store, customer, by)
    if (entry) this.#put({ ...entry, change: this.#next(by) }, by)
  }

  /** Whoever came by long ago leaves, unless she is at home there; then she is looked at again after as long. */
  leave(now: Ms, by: Transaction): void {
    for (const [, entry] of this.#tables.feed.all(by)) {
      if (entry.gone || entry.last > now - HELD_FOR) continue
      if (this.#tables.documents.get(entry.customer, by)?.profile.home === entry.store)
        this.#put({ ...entry, last: now }, by)
      else this.gone(entry.store, entry.customer, 'left', by)
    }
  }

  /** The hub has read so far: of those erased there, only what their ids have become is kept. */
  read(store: StoreId, cursor: number, by: Transaction): void {
    for (const entry of this.entriesFor(store)) {
      if (entry.gone !== 'erased' || entry.change > cursor) continue
      this.#tables.feed.delete(keyOf(store, entry.customer), by)
      this.#put({ ...entry, customer: erasedName(entry.customer), gone: 'forgotten' }, by)
    }
  }

  documentRow({ change, customer, contains }: Entry, by?: Transaction): DocumentRow {
    const document = this.#tables.documents.get(customer, by)
    if (!document) throw new Error(`${customer} is held by a store and has no document`)
    const hashes = keysOf(this.#tables.identities, customer, by).toSorted()
    const identities = hashes.map((hash) => identityHashSchema.parse(hash))
    return { change, customer, ...(contains ? { contains } : {}), document, identities }
  }

  /** The tombstone of who turned out to be somebody else, where the store has met her. */
  mergedRow(store: StoreId, customer: CustomerId, by: Transaction): GoneRow | undefined {
    const entry = this.entry(store, customer, by)
    return entry?.gone === 'merged' ? goneRow(entry, 'merged') : undefined
  }

  row(entry: Entry): FeedRow {
    return entry.gone ? goneRow(entry, entry.gone) : this.documentRow(entry)
  }
}

function goneRow({ change, customer, contains, into }: Entry, gone: NonNullable<Entry['gone']>): GoneRow {
  const head = { change, customer, ...(contains ? { contains } : {}) }
  return { ...head, gone: gone === 'forgotten' ? 'erased' : gone, ...(into === undefined ? {} : { into }) }
}
