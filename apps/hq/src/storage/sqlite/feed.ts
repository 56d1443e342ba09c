import { customerSchema } from '@kairos/shared/customer'
import type { SqliteDatabase } from '@kairos/shared/database'
import {
  customerIdSchema,
  epochSchema,
  storeIdSchema,
  type CustomerId,
  type Epoch,
  type StoreId,
} from '@kairos/shared/ids'
import { identityHashSchema } from '@kairos/shared/identity'
import type { Batch, FeedRow } from '@kairos/shared/wire/hq-hub'
import type { Ms } from '@kairos/shared/time'

export type Feed = ReturnType<typeof feedOf>

type Row = {
  change: number
  customer: string
  document: string
  contains_epoch: string | null
  contains_n: number | null
}

/**
 * Customers' changed documents on their way down (rule S4): one row per (store, customer) with the
 * number of its last change, so the feed compacts itself.
 */
export function feedOf(database: SqliteDatabase) {
  const subscribe = database.prepare<[string, string]>(
    'insert into subscriptions (store, customer, change) values (?, ?, 0) on conflict do nothing',
  )
  const contains = database.prepare<[string, number, string, string]>(
    'update subscriptions set contains_epoch = ?, contains_n = ? where store = ? and customer = ?',
  )
  const storesOf = database.prepare<[string], { store: string }>(
    'select store from subscriptions where customer = ? order by store',
  )
  const setChange = database.prepare<[number, string, string]>(
    'update subscriptions set change = ? where store = ? and customer = ?',
  )
  const readLast = database.prepare<[], { value: number }>(`select value from meta where key = 'last change'`)
  const saveLast = database.prepare<[number]>(
    `insert into meta (key, value) values ('last change', ?) on conflict (key) do update set value = excluded.value`,
  )
  const after = database.prepare<[string, number, number], Row>(
    `select s.change, s.customer, c.document, s.contains_epoch, s.contains_n
     from subscriptions s join customers c on c.id = s.customer
     where s.store = ? and s.change > ? order by s.change limit ?`,
  )
  const identitiesOf = database.prepare<[string], { hash: string }>(
    'select hash from identities where customer = ? order by hash',
  )
  const openEpoch = database.prepare<[string, number, number]>(
    'insert into epochs (epoch, after_change, at) values (?, ?, ?)',
  )
  const endOf = database.prepare<[string], { own: number; last: number | null }>(
    `select e.n as own, (select min(after_change) from epochs later where later.n > e.n) as last from epochs e where e.epoch = ?`,
  )

  const lastChange = () => readLast.get()?.value ?? 0

  function toFeedRow(row: Row): FeedRow {
    const feedRow = {
      change: row.change,
      customer: customerIdSchema.parse(row.customer),
      document: customerSchema.parse(JSON.parse(row.document)),
      identities: identitiesOf.all(row.customer).map(({ hash }) => identityHashSchema.parse(hash)),
    }
    if (row.contains_epoch === null || row.contains_n === null) return feedRow
    return { ...feedRow, contains: { epoch: epochSchema.parse(row.contains_epoch), n: row.contains_n } }
  }

  return {
    /** A new row has no number until `changed` gives it one, in the same transaction. */
    subscribe: (store: StoreId, customer: CustomerId): void => void subscribe.run(store, customer),
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
    feedAfter(store: StoreId, cursor: number, most: number): Batch {
      const rows = after.all(store, cursor, most + 1)
      const sent = rows.slice(0, most).map(toFeedRow)
      return { rows: sent, cursor: sent.at(-1)?.change ?? cursor, more: rows.length > most }
    },
    openEpoch: (epoch: Epoch, at: Ms): void => void openEpoch.run(epoch, lastChange(), at),
    cursorHolds(epoch: Epoch, cursor: number): boolean {
      const found = endOf.get(epoch)
      return found !== undefined && cursor <= (found.last ?? lastChange())
    },
  }
}
