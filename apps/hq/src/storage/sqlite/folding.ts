import type { Advanced } from '@kairos/dialogue/advance'
import { customerSchema, type Customer } from '@kairos/shared/customer'
import type { SqliteDatabase } from '@kairos/shared/database'
import { eventSchema, type Event } from '@kairos/shared/event'
import { customerIdSchema, storeIdSchema, type CustomerId, type StoreId } from '@kairos/shared/ids'
import type { Ms } from '@kairos/shared/time'
import type { Folded, FoldOne } from '../storage.ts'
import type { Counters } from './counters.ts'
import type { Feed } from './feed.ts'
import { outcomeKeeper } from './outcome.ts'

type Arrival = {
  seq: number
  event: number
  store: string | null
  epoch: string | null
  n: number | null
  body: string
  folded: number
}

/** Which store an event brings a customer to, if any (rule S7). */
function storeOf(event: Event): StoreId | undefined {
  if (event.type === 'profile') return event.profile.home
  return 'store' in event ? event.store : undefined
}

/** Folds what has arrived and what is due: documents, effects, journal and change numbers, together. */
export function folding(database: SqliteDatabase, counters: Counters, feed: Feed) {
  const arrivals = database.prepare<[number], Arrival>(
    `select a.seq, a.event, a.store, a.epoch, a.n, e.body, e.folded
     from arrivals a join events e on e.seq = a.event order by a.seq limit ?`,
  )
  const isFolded = database.prepare<[number], { folded: number }>('select folded from events where seq = ?')
  const markFolded = database.prepare<[number]>('update events set folded = 1 where seq = ?')
  const done = database.prepare<[number]>('delete from arrivals where seq <= ?')
  const load = database.prepare<[string], { document: string }>('select document from customers where id = ?')
  const save = database.prepare<[string, string, number | null]>(
    `insert into customers (id, document, next_due) values (?, ?, ?)
     on conflict (id) do update set document = excluded.document, next_due = excluded.next_due`,
  )
  const addIdentity = database.prepare<[string, string]>(
    'insert into identities (hash, customer) values (?, ?) on conflict (hash) do nothing',
  )
  const due = database.prepare<[number, number], { id: string; next_due: number }>(
    'select id, next_due from customers where next_due <= ? order by next_due limit ?',
  )
  const keepOutcome = outcomeKeeper(database, counters)

  /** The documents under way in one batch: each is read and written once. */
  class Batch {
    readonly #documents = new Map<CustomerId, Customer | undefined>()
    readonly #changed = new Set<CustomerId>()

    document(id: CustomerId): Customer | undefined {
      if (this.#documents.has(id)) return this.#documents.get(id)
      const row = load.get(id)
      const document = row && customerSchema.parse(JSON.parse(row.document))
      this.#documents.set(id, document)
      return document
    }

    put(id: CustomerId, advanced: Advanced): void {
      if (this.document(id) === undefined) counters.add('customers', 1)
      this.#documents.set(id, advanced.customer)
      this.#changed.add(id)
      keepOutcome(id, advanced)
    }

    /** Its document is news for the stores, even if this batch left it as it was. */
    touch(id: CustomerId): void {
      this.#changed.add(id)
    }

    finish(): Set<StoreId> {
      for (const id of this.#changed) {
        const document = this.#documents.get(id)
        if (document) save.run(id, JSON.stringify(document), document.nextDue ?? null)
      }
      return feed.changed(this.#changed)
    }
  }

  function foldArrival(batch: Batch, arrival: Arrival, fold: FoldOne): void {
    const event = eventSchema.parse(JSON.parse(arrival.body))
    const id = event.customer
    if (isFolded.get(arrival.event)?.folded === 0) {
      batch.put(id, fold(id, batch.document(id), event))
      markFolded.run(arrival.event)
      if (event.type === 'profile') for (const hash of event.identities) addIdentity.run(hash, id)
      const store = storeOf(event)
      if (store !== undefined) feed.subscribe(store, id)
    }
    if (arrival.store !== null && arrival.epoch !== null && arrival.n !== null) {
      const store = storeIdSchema.parse(arrival.store)
      feed.subscribe(store, id)
      feed.contains(store, id, arrival.epoch, arrival.n)
      batch.document(id)
      batch.touch(id)
    }
  }

  const foldNext = database.transaction((most: number, fold: FoldOne): Folded => {
    const batch = new Batch()
    const waiting = arrivals.all(most)
    for (const arrival of waiting) foldArrival(batch, arrival, fold)
    const last = waiting.at(-1)
    if (last) done.run(last.seq)
    return { done: waiting.length, stores: batch.finish() }
  })
  /** Each deadline is folded at its own time (rule E1); the engine folds all of them up to `now` in order. */
  const wake = database.transaction((now: Ms, most: number, fold: FoldOne): Folded => {
    const batch = new Batch()
    const waiting = due.all(now, most)
    for (const row of waiting) {
      const id = customerIdSchema.parse(row.id)
      batch.put(id, fold(id, batch.document(id), { type: 'timePassed', at: now }))
    }
    return { done: waiting.length, stores: batch.finish() }
  })

  return {
    foldNext: (most: number, fold: FoldOne): Folded => foldNext(most, fold),
    wake: (now: Ms, most: number, fold: FoldOne): Folded => wake(now, most, fold),
  }
}
