import type { SqliteDatabase } from '@kairos/shared/database'
import { eventSchema, type Event } from '@kairos/shared/event'
import { epochSchema, storeIdSchema, type CustomerId, type StoreId } from '@kairos/shared/ids'
import type { Ms } from '@kairos/shared/time'
import type { By } from '../storage.ts'
import type { Aliases } from './aliases.ts'
import type { Feed } from './feed.ts'

export type Merging = ReturnType<typeof mergingIn>

/**
 * Everything that HQ keeps under one customer's id goes over to another's, who she turned out to be (rule E18). To
 * be called in the transaction that joins the documents.
 */
export function mergingIn(database: SqliteDatabase, { aliases, feed }: { aliases: Aliases; feed: Feed }) {
  const folded = database.prepare<[string, string], { body: string }>(
    'select body from events where customer in (?, ?) and folded = 1 order by seq',
  )
  // The same message may have been asked for under both names: it keeps the older one's, the other says whose it was.
  const rename = database.prepare<[{ into: string; from: string }]>(
    `update effects set message = message || ' of ' || @from where customer = @from
     and message in (select message from effects where customer = @into)`,
  )
  const move = ['effects', 'journal', 'events', 'identities'].map((table) =>
    database.prepare<[string, string]>(`update ${table} set customer = ? where customer = ?`),
  )
  const moveInterests = database.prepare<[string, string]>(
    `insert into interests (category, customer, last) select category, ?, last from interests where customer = ?
     on conflict do update set last = excluded.last where excluded.last > last`,
  )
  const dropInterests = database.prepare<[string]>('delete from interests where customer = ?')
  const dropDocument = database.prepare<[string]>('delete from customers where id = ?')
  const heldBy = database.prepare<[string], { store: string; last: number; gone: string | null }>(
    'select store, last, gone from subscriptions where customer = ? order by store',
  )
  const foldedOf = database.prepare<[string], { epoch: string; n: number }>(
    'select epoch, n from folded_facts where store = ?',
  )
  const journal = database.prepare<[string, number, string]>(
    `insert into journal (customer, at, what, dialogue, run, detail, held) values (?, ?, 'merged', '', '', ?, 0)`,
  )

  /** Whatever of this hub's facts is folded, every document contains those about its customer. */
  function containsAll(store: StoreId, customer: CustomerId): void {
    const last = foldedOf.get(store)
    if (last) feed.contains(store, customer, epochSchema.parse(last.epoch), last.n)
  }

  /** A store that met her under another name learns whose it is, and which of its facts HQ's document contains. */
  function tell(store: StoreId, alias: CustomerId, owner: CustomerId): void {
    feed.gone(store, alias, 'merged', owner)
    containsAll(store, alias)
  }

  return {
    tell,
    /** What happened to both, in the order of arrival. */
    eventsOf: (into: CustomerId, from: CustomerId): Event[] =>
      folded.all(into, from).map(({ body }) => eventSchema.parse(JSON.parse(body))),
    /** The documents are the caller's. Gives the stores that held `from`. */
    move(from: CustomerId, into: CustomerId, at: Ms, by: By): Set<StoreId> {
      rename.run({ into, from })
      for (const each of move) each.run(into, from)
      moveInterests.run(into, from)
      dropInterests.run(from)
      dropDocument.run(from)
      aliases.add(from, into, at, by)
      journal.run(into, at, `${from}${by.who === '' ? '' : ` by ${by.who}`}${by.note === '' ? '' : `: ${by.note}`}`)
      const stores = new Set<StoreId>()
      for (const row of heldBy.all(from)) {
        const store = storeIdSchema.parse(row.store)
        // A store that she has left as the one is not one that holds her as the other.
        if (row.gone === null) {
          feed.subscribe(store, into, row.last)
          containsAll(store, into)
        }
        tell(store, from, into)
        stores.add(store)
      }
      return stores
    },
  }
}
