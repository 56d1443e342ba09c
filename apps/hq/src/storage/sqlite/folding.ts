import type { Advanced } from '@kairos/dialogue/advance'
import { customerSchema, type Customer } from '@kairos/shared/customer'
import type { SqliteDatabase } from '@kairos/shared/database'
import { eventSchema, type Event } from '@kairos/shared/event'
import { customerIdSchema, storeIdSchema, type CustomerId, type StoreId } from '@kairos/shared/ids'
import type { Ms } from '@kairos/shared/time'
import type { Folded, FoldOne, Unfoldable } from '../storage.ts'
import type { Counters } from './counters.ts'
import type { Feed } from './feed.ts'
import type { Interests } from './interests.ts'
import { outcomeKeeper } from './outcome.ts'
import type { Pauses } from './pauses.ts'

type Arrival = {
  seq: number
  event: number
  store: string | null
  epoch: string | null
  n: number | null
  customer: string
  body: string
}

/** What `events.folded` says: an event that the engine threw on is kept, counted, and not tried again. */
const NOT_YET = 0
const FOLDED = 1
const UNFOLDABLE = 2

/** Which store an event brings a customer to, if any (rule S7). */
function storeOf(event: Event): StoreId | undefined {
  if (event.type === 'profile') return event.profile.home
  return 'store' in event ? event.store : undefined
}

export type FoldingParts = { counters: Counters; feed: Feed; pauses: Pauses; interests: Interests }

/** Folds what has arrived and what is due: documents, effects, journal and change numbers, together. */
export function folding(database: SqliteDatabase, { counters, feed, pauses, interests }: FoldingParts) {
  const arrivals = database.prepare<[number], Arrival>(
    `select a.seq, a.event, a.store, a.epoch, a.n, e.customer, e.body
     from arrivals a join events e on e.seq = a.event order by a.seq limit ?`,
  )
  const isFolded = database.prepare<[number], { folded: number }>('select folded from events where seq = ?')
  const markFolded = database.prepare<[number, number]>('update events set folded = ? where seq = ?')
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
  const neverDue = database.prepare<[string]>('update customers set next_due = null where id = ?')
  const keepOutcome = outcomeKeeper(database, counters, pauses)

  const grantedAtHq = (incentive: string): number => counters.of(`grantedAtHq:${incentive}`)

  /** The documents under way in one batch: each is read and written once. */
  class Batch {
    readonly #documents = new Map<CustomerId, Customer | undefined>()
    readonly #changed = new Set<CustomerId>()
    readonly unfoldable: Unfoldable[] = []

    document(id: CustomerId): Customer | undefined {
      if (this.#documents.has(id)) return this.#documents.get(id)
      const row = load.get(id)
      const document = row && customerSchema.parse(JSON.parse(row.document))
      this.#documents.set(id, document)
      return document
    }

    /** Whether she has a document, one that can be read or not. */
    has(id: CustomerId): boolean {
      return this.#documents.get(id) !== undefined || load.get(id) !== undefined
    }

    put(id: CustomerId, advanced: Advanced, atHq: boolean): void {
      if (!this.has(id)) counters.add('customers', 1)
      this.#documents.set(id, advanced.customer)
      this.#changed.add(id)
      keepOutcome(id, advanced, atHq)
    }

    /** Its document is news for the stores, even if this batch left it as it was. */
    touch(id: CustomerId): void {
      this.#changed.add(id)
    }

    /** What the engine makes of something, or undefined if it throws: then that is set aside and counted. */
    attempt(customer: string, event: number | undefined, fold: () => Advanced): Advanced | undefined {
      try {
        return fold()
      } catch (error) {
        this.unfoldable.push(event === undefined ? { customer, error } : { customer, event, error })
        counters.add('unfoldable', 1)
        return undefined
      }
    }

    finish(done: number): Folded {
      for (const id of this.#changed) {
        const document = this.#documents.get(id)
        if (document) save.run(id, JSON.stringify(document), document.nextDue ?? null)
      }
      return { done, stores: feed.changed(this.#changed), unfoldable: this.unfoldable }
    }
  }

  function foldEvent(batch: Batch, { event: place, body, customer, store: from }: Arrival, fold: FoldOne): void {
    let event: Event | undefined
    const advanced = batch.attempt(customer, place, () => {
      event = eventSchema.parse(JSON.parse(body))
      return fold(event.customer, batch.document(event.customer), event, from === null ? grantedAtHq : undefined)
    })
    markFolded.run(advanced ? FOLDED : UNFOLDABLE, place)
    if (!advanced || !event) return
    const id = event.customer
    batch.put(id, advanced, from === null)
    interests.keep(event)
    if (event.type === 'profile') for (const hash of event.identities) addIdentity.run(hash, id)
    const store = storeOf(event)
    if (store !== undefined) feed.subscribe(store, id)
  }

  function foldArrival(batch: Batch, arrival: Arrival, fold: FoldOne): void {
    if (isFolded.get(arrival.event)?.folded === NOT_YET) foldEvent(batch, arrival, fold)
    if (arrival.store === null || arrival.epoch === null || arrival.n === null) return
    const store = storeIdSchema.parse(arrival.store)
    const id = customerIdSchema.parse(arrival.customer)
    // Only a document can tell the hub that its fact has been dealt with. Where the fact could not be
    // folded and nothing else is known of the customer, an empty one does.
    if (!batch.has(id)) {
      const empty = batch.attempt(id, undefined, () => fold(id, undefined, { type: 'timePassed', at: 0 }, grantedAtHq))
      if (!empty) return
      batch.put(id, empty, true)
    }
    feed.subscribe(store, id)
    feed.contains(store, id, arrival.epoch, arrival.n)
    batch.touch(id)
  }

  const foldNext = database.transaction((most: number, fold: FoldOne): Folded => {
    const batch = new Batch()
    const waiting = arrivals.all(most)
    for (const arrival of waiting) foldArrival(batch, arrival, fold)
    const last = waiting.at(-1)
    if (last) done.run(last.seq)
    return batch.finish(waiting.length)
  })
  /**
   * Each deadline is folded at its own time (rule E1); the engine folds all of them up to `now` in order.
   * A customer for whom it throws, or whose deadline it does not get past, would be due for ever: she
   * is not woken again before the next event about her.
   */
  const wake = database.transaction((now: Ms, most: number, fold: FoldOne): Folded => {
    const batch = new Batch()
    const waiting = due.all(now, most)
    for (const row of waiting) {
      const advanced = batch.attempt(row.id, undefined, () => {
        const id = customerIdSchema.parse(row.id)
        const woken = fold(id, batch.document(id), { type: 'timePassed', at: now }, grantedAtHq)
        if (woken.customer.nextDue === row.next_due) throw new Error(`the deadline ${row.next_due} does not pass`)
        return woken
      })
      if (advanced) batch.put(advanced.customer.id, advanced, true)
      else neverDue.run(row.id)
    }
    return batch.finish(waiting.length)
  })

  return {
    foldNext: (most: number, fold: FoldOne): Folded => foldNext(most, fold),
    wake: (now: Ms, most: number, fold: FoldOne): Folded => wake(now, most, fold),
  }
}
