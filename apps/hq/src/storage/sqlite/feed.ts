import type { SqliteDatabase } from '@kairos/shared/database'
import { erasedName } from '@kairos/shared/erased'
import { customerIdSchema, storeIdSchema, type CustomerId, type Epoch, type StoreId } from '@kairos/shared/ids'
import type { Ms } from '@kairos/shared/time'
import type { LookedUp } from '@kairos/shared/wire/hq-hub'
import { feedPages } from './feed-pages.ts'
import { documentRow, ROW_COLUMNS, toGoneRow, type StoredRow } from './feed-rows.ts'

export type Feed = ReturnType<typeof feedOf>

/** Why a store no longer holds a customer; `forgotten` is an erasure that the hub has read. */
type Gone = 'left' | 'merged' | 'erased'

/**
 * Customers' changed documents on their way down (rule S4): one row per (store, customer) with the
 * number of its last change, so the feed compacts itself.
 */
export function feedOf(database: SqliteDatabase) {
  const subscribe = database.prepare<[string, string, number]>(
    `insert into subscriptions (store, customer, change, last) values (?, ?, 0, ?)
     on conflict do update set gone = null, merged_into = null, last = max(last, excluded.last)`,
  )
  const entomb = database.prepare<
    [{ store: string; customer: string; change: number; gone: Gone; into: string | null }]
  >(
    `insert into subscriptions (store, customer, change, gone, merged_into) values (@store, @customer, @change, @gone, @into)
     on conflict do update set change = @change, gone = @gone, merged_into = @into`,
  )
  const one = database.prepare<[string, string], StoredRow>(
    `select ${ROW_COLUMNS} from subscriptions s left join customers c on c.id = s.customer
     where s.store = ? and s.customer = ?`,
  )
  const readErasures = database.prepare<[string, number], { customer: string }>(
    `select customer from subscriptions where store = ? and gone = 'erased' and change <= ?`,
  )
  const forget = database.prepare<[string, string, string]>(
    `update or replace subscriptions set gone = 'forgotten', customer = ? where store = ? and customer = ?`,
  )
  const contains = database.prepare<[string, number, string, string]>(
    'update subscriptions set contains_epoch = ?, contains_n = ? where store = ? and customer = ?',
  )
  const storesOf = database.prepare<[string], { store: string }>(
    'select store from subscriptions where customer = ? and gone is null order by store',
  )
  const setChange = database.prepare<[number, string, string]>(
    'update subscriptions set change = ? where store = ? and customer = ?',
  )
  const readLast = database.prepare<[], { value: number }>(`select value from meta where key = 'last change'`)
  const saveLast = database.prepare<[number]>(
    `insert into meta (key, value) values ('last change', ?) on conflict (key) do update set value = excluded.value`,
  )
  const openEpoch = database.prepare<[string, number, number]>(
    'insert into epochs (epoch, after_change, at) values (?, ?, ?)',
  )
  const endOf = database.prepare<[string], { own: number; last: number | null }>(
    `select e.n as own, (select min(after_change) from epochs later where later.n > e.n) as last from epochs e where e.epoch = ?`,
  )

  const lastChange = () => readLast.get()?.value ?? 0

  /** The next number, for one change. */
  function next(): number {
    const change = lastChange() + 1
    saveLast.run(change)
    return change
  }
  return {
    ...feedPages(database),
    /** A new row has no number until `changed` gives it one, in the same transaction. */
    subscribe: (store: StoreId, customer: CustomerId, at: Ms): void => void subscribe.run(store, customer, at),
    /** The store no longer holds her: a tombstone, with a number of its own. */
    gone: (store: StoreId, customer: CustomerId, gone: Gone, into?: CustomerId): void =>
      void entomb.run({ store, customer, change: next(), gone, into: into ?? null }),
    /** Her row as a store that asks for her gets it at once; from here on it holds her (rule S7). `names` all mean her. */
    lookUp(store: StoreId, customer: CustomerId, names: readonly CustomerId[], at: Ms): LookedUp {
      const held = one.get(store, customer)?.gone === null
      subscribe.run(store, customer, at)
      if (!held) setChange.run(next(), store, customer)
      const row = one.get(store, customer)
      if (!row || row.document === null) return {}
      const others = names.flatMap((name) => {
        const other = one.get(store, name)
        return other?.gone === 'merged' ? [toGoneRow(other, 'merged')] : []
      })
      return { row: documentRow({ ...row, document: row.document }), others }
    },
    /** The hub has read so far: of those erased there, only what their ids have become is kept. True if there were any. */
    read(store: StoreId, cursor: number): boolean {
      const erased = readErasures.all(store, cursor)
      for (const { customer } of erased) forget.run(erasedName(customerIdSchema.parse(customer)), store, customer)
      return erased.length > 0
    },
    contains: (store: StoreId, customer: CustomerId, epoch: string, n: number): void =>
      void contains.run(epoch, n, store, customer),
    /** Numbers a change for every store that holds these customers; in the transaction that changes them. */
    changed(customers: Iterable<CustomerId>): Set<StoreId> {
      const stores = new Set<StoreId>()
      const before = lastChange()
      let change = before
      for (const customer of customers) {
        for (const { store } of storesOf.all(customer)) {
          setChange.run(++change, store, customer)
          stores.add(storeIdSchema.parse(store))
        }
      }
      if (change !== before) saveLast.run(change)
      return stores
    },
    openEpoch: (epoch: Epoch, at: Ms): void => void openEpoch.run(epoch, lastChange(), at),
    cursorHolds(epoch: Epoch, cursor: number): boolean {
      const found = endOf.get(epoch)
      return found !== undefined && cursor <= (found.last ?? lastChange())
    },
  }
}
