import { cameBy } from '@kairos/replica/holding'
import type { SqliteDatabase } from '@kairos/shared/database'
import { eventSchema, type Event } from '@kairos/shared/event'
import { customerIdSchema, storeIdSchema, type CustomerId } from '@kairos/shared/ids'
import { identityOfStranger, strangerId } from '@kairos/shared/stranger'
import type { Ms } from '@kairos/shared/time'
import type { By, Folded, FoldOne, JoinTwo } from '../storage.ts'
import type { Aliases } from './aliases.ts'
import { documentsIn, UnderWay } from './batch.ts'
import type { Counters } from './counters.ts'
import type { Feed } from './feed.ts'
import type { Interests } from './interests.ts'
import type { Merging } from './merging.ts'
import { outcomeKeeper } from './outcome.ts'
import type { Pauses } from './pauses.ts'

type Arrival = {
  seq: number
  event: number
  store: string | null
  epoch: string | null
  n: number | null
  /** Whom the hub named; a fact's event may have come from elsewhere first, under another name of hers. */
  named: string | null
  customer: string
  at: number
  body: string
}

/** What `events.folded` says: an event that the engine threw on is kept, counted, and not tried again. */
const NOT_YET = 0
const FOLDED = 1
const UNFOLDABLE = 2

export type FoldingParts = {
  counters: Counters
  feed: Feed
  pauses: Pauses
  interests: Interests
  aliases: Aliases
  merging: Merging
}

/** Whose card it was showed by itself. */
const HER_CARD: By = { who: '', note: '' }

const statementsOf = (database: SqliteDatabase) => {
  const arrivals = database.prepare<[number], Arrival>(
    `select a.seq, a.event, a.store, a.epoch, a.n, a.named, e.customer, e.at, e.body
     from arrivals a join events e on e.seq = a.event order by a.seq limit ?`,
  )
  const isFolded = database.prepare<[number], { folded: number }>('select folded from events where seq = ?')
  const markFolded = database.prepare<[number, number]>('update events set folded = ? where seq = ?')
  const done = database.prepare<[number]>('delete from arrivals where seq <= ?')
  const addIdentity = database.prepare<[string, string]>(
    'insert into identities (hash, customer) values (?, ?) on conflict (hash) do nothing',
  )
  const due = database.prepare<[number, number], { id: string; next_due: number }>(
    'select id, next_due from customers where next_due <= ? order by next_due limit ?',
  )
  const nameOwner = database.prepare<[string, number]>('update events set customer = ? where seq = ?')
  const foldedUpTo = database.prepare<[string, string, number]>(
    `insert into folded_facts (store, epoch, n) values (?, ?, ?)
     on conflict do update set epoch = excluded.epoch, n = excluded.n`,
  )
  const neverDue = database.prepare<[string]>('update customers set next_due = null where id = ?')
  return { arrivals, isFolded, markFolded, done, addIdentity, due, nameOwner, foldedUpTo, neverDue }
}

/** Folds what has arrived and what is due: documents, effects, journal and change numbers, together. */
export function folding(
  database: SqliteDatabase,
  { counters, feed, pauses, interests, aliases, merging }: FoldingParts,
) {
  const { arrivals, isFolded, markFolded, done, addIdentity, due, nameOwner, foldedUpTo, neverDue } =
    statementsOf(database)
  const keepOutcome = outcomeKeeper(database, counters, pauses)

  const grantedAtHq = (incentive: string): number => counters.of(`grantedAtHq:${incentive}`)

  const parts = { ...documentsIn(database), counters, feed, merging, keepOutcome }

  function foldEvent(batch: UnderWay, arrival: Arrival, id: CustomerId, fold: FoldOne): Event | undefined {
    const { event: place, body, store: from } = arrival
    let event: Event | undefined
    const advanced = batch.attempt(id, place, () => {
      event = eventSchema.parse(JSON.parse(body))
      return fold(id, batch.document(id), event, from === null ? grantedAtHq : undefined)
    })
    markFolded.run(advanced ? FOLDED : UNFOLDABLE, place)
    if (!advanced || !event) return undefined
    batch.put(id, advanced, from === null)
    interests.keep(event, id)
    const came = cameBy(event)
    if (came) feed.subscribe(came.store, id, came.at)
    return event
  }

  /** A stranger is known by the identity that she was met with, until a profile says whose it is (rule E18). */
  function keepIdentities(batch: UnderWay, id: CustomerId, event: Event, join: JoinTwo | undefined): void {
    const own = identityOfStranger(id)
    if (own !== undefined) addIdentity.run(own, id)
    if (event.type !== 'profile') return
    for (const hash of event.identities) {
      const before = aliases.ofIdentity(hash)
      if (join && before !== undefined && before === strangerId(hash))
        batch.join(id, before, event.received, HER_CARD, join)
      addIdentity.run(hash, id)
    }
  }

  function foldArrival(batch: UnderWay, arrival: Arrival, fold: FoldOne, join: JoinTwo | undefined): void {
    const named = customerIdSchema.parse(arrival.named ?? arrival.customer)
    const id = aliases.ownerOf(named)
    if (id !== arrival.customer) nameOwner.run(id, arrival.event)
    if (isFolded.get(arrival.event)?.folded === NOT_YET) {
      const event = foldEvent(batch, arrival, id, fold)
      if (event) keepIdentities(batch, id, event, join)
    }
    if (arrival.store === null || arrival.epoch === null || arrival.n === null) return
    const store = storeIdSchema.parse(arrival.store)
    foldedUpTo.run(store, arrival.epoch, arrival.n)
    // Only a document can tell the hub that its fact has been dealt with. Where the fact could not be
    // folded and nothing else is known of the customer, an empty one does.
    if (!batch.has(id)) {
      const empty = batch.attempt(id, undefined, () => fold(id, undefined, { type: 'timePassed', at: 0 }, grantedAtHq))
      if (!empty) return
      batch.put(id, empty, true)
    }
    feed.subscribe(store, id, arrival.at)
    feed.contains(store, id, arrival.epoch, arrival.n)
    batch.touch(id)
    if (named !== id) batch.tell(store, named, id)
  }

  const foldNext = database.transaction((most: number, fold: FoldOne, join?: JoinTwo): Folded => {
    const batch = new UnderWay(parts)
    const waiting = arrivals.all(most)
    for (const arrival of waiting) foldArrival(batch, arrival, fold, join)
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
    const batch = new UnderWay(parts)
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

  const mergeTwo = database.transaction(
    (into: CustomerId, from: CustomerId, at: Ms, by: By, join: JoinTwo): Folded | undefined => {
      const batch = new UnderWay(parts)
      const done = batch.join(aliases.ownerOf(into), aliases.ownerOf(from), at, by, join)
      return done || batch.unfoldable.length > 0 ? batch.finish(1) : undefined
    },
  )

  return {
    foldNext: (most: number, fold: FoldOne, join?: JoinTwo): Folded => foldNext(most, fold, join),
    mergeTwo: (into: CustomerId, from: CustomerId, at: Ms, by: By, join: JoinTwo): Folded | undefined =>
      mergeTwo(into, from, at, by, join),
    wake: (now: Ms, most: number, fold: FoldOne): Folded => wake(now, most, fold),
  }
}
