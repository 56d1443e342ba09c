import type { Event } from '@kairos/shared/event'
import { customerIdSchema, type CustomerId, type Epoch, type StoreId } from '@kairos/shared/ids'
import type { SqliteDatabase } from '@kairos/shared/database'
import { namedFactSchema, type Fact } from '@kairos/shared/wire/hq-hub'
import type { SetAside } from '@kairos/replica/hq-storage'
import type { MoveProgress, TakenIn } from '../storage.ts'
import type { Aliases } from './aliases.ts'
import type { Counters } from './counters.ts'
import type { Erasing } from './erasing.ts'

/** Why a number is set aside of which nothing else is kept. */
const ERASED = 'erased'

/** How facts get in: durably, each event once, queued in the order of arrival. */
export function intake(
  database: SqliteDatabase,
  { counters, aliases, erasing }: { counters: Counters; aliases: Aliases; erasing: Erasing },
) {
  const insertEvent = database.prepare<[string, string, number, string, string]>(
    'insert into events (id, customer, at, type, body) values (?, ?, ?, ?, ?) on conflict (id) do nothing',
  )
  const findEvent = database.prepare<[string], { seq: number; customer: string }>(
    'select seq, customer from events where id = ?',
  )
  const queue = database.prepare<[number, string | null, string | null, number | null, string | null]>(
    'insert into arrivals (event, store, epoch, n, named) values (?, ?, ?, ?, ?)',
  )
  const saveProgress = database.prepare<[string, string]>(
    'insert into imports (id, progress) values (?, ?) on conflict (id) do update set progress = excluded.progress',
  )
  const readProgress = database.prepare<[string], { progress: string }>('select progress from imports where id = ?')
  const readUpTo = database.prepare<[string, string], { up_to: number }>(
    'select up_to from hub_epochs where store = ? and epoch = ?',
  )
  const saveUpTo = database.prepare<[string, string, number]>(
    'insert into hub_epochs (store, epoch, up_to) values (?, ?, ?) on conflict (store, epoch) do update set up_to = excluded.up_to',
  )
  const readSetAside = database.prepare<[string, string, number, number], { n: number }>(
    'select n from set_aside where store = ? and epoch = ? and n between ? and ? order by n',
  )
  const readErased = database.prepare<[string, string, number, number], { n: number }>(
    `select n from set_aside where store = ? and epoch = ? and n between ? and ? and why = '${ERASED}' order by n`,
  )
  const keepSetAside = database.prepare<[string, string, number, string, string]>(
    'insert into set_aside (store, epoch, n, body, why) values (?, ?, ?, ?, ?) on conflict do nothing',
  )

  /** Stores one event unless its id is known; gives its place, whose it is there, and whether it was new. */
  function store(event: Event): { seq: number; customer: string; fresh: boolean } {
    const { changes, lastInsertRowid } = insertEvent.run(
      event.id,
      event.customer,
      event.at,
      event.type,
      JSON.stringify(event),
    )
    if (changes === 0) {
      const known = findEvent.get(event.id)
      if (!known) throw new Error(`event ${event.id} is neither new nor known`)
      return { ...known, fresh: false }
    }
    counters.add('events', 1)
    counters.add(`type:${event.type}`, 1)
    return { seq: Number(lastInsertRowid), customer: event.customer, fresh: true }
  }

  /** Rule S8: what is told of an erased customer is not kept, unless the identity is somebody else's by now. */
  const isOfErased = (customer: CustomerId): boolean =>
    erasing.knows(customer) && aliases.ownerOf(customer) === customer

  function take(events: readonly Event[]): TakenIn {
    let stored = 0
    for (const event of events) {
      if (isOfErased(event.customer)) continue
      const { seq, fresh } = store(event)
      if (!fresh) continue
      stored++
      queue.run(seq, null, null, null, null)
    }
    return { stored, duplicates: events.length - stored }
  }
  const takeIn = database.transaction(take)
  const importProgress = (id: string): unknown => {
    const row = readProgress.get(id)
    return row === undefined ? undefined : JSON.parse(row.progress)
  }
  const takeImport = database.transaction((id: string, events: readonly Event[], move: MoveProgress) => {
    const progress = move(importProgress(id))
    if (progress === undefined) return undefined
    saveProgress.run(id, JSON.stringify(progress))
    return take(events)
  })
  const lastNumber = (hub: StoreId, epoch: Epoch): number => readUpTo.get(hub, epoch)?.up_to ?? 0
  function keepAside(hub: StoreId, { epoch, n, body, why }: SetAside): void {
    const named = namedFactSchema.safeParse(JSON.parse(body))
    if (named.success && isOfErased(named.data.event.customer)) return keepErased(hub, epoch, n)
    counters.add(`setAside:${hub}`, keepSetAside.run(hub, epoch, n, body, why).changes)
  }
  const keepErased = (hub: StoreId, epoch: Epoch, n: number): void => void keepSetAside.run(hub, epoch, n, '{}', ERASED)
  /**
   * A fact whose event is known already is queued all the same: the hub must hear that its document
   * contains it. If the event is known as another customer's, the first report holds: no document of
   * the customer that the hub means would ever contain it, so it is set aside. Of one about an erased customer
   * only its number stays, which tells the hub to drop it.
   */
  function takeFact(hub: StoreId, fact: Fact): void {
    const { epoch, n, event } = fact
    if (isOfErased(event.customer)) return keepErased(hub, epoch, n)
    const { seq, customer } = store(event)
    const same = aliases.ownerOf(customerIdSchema.parse(customer)) === aliases.ownerOf(event.customer)
    if (same) queue.run(seq, hub, epoch, n, event.customer)
    else keepAside(hub, { epoch, n, body: JSON.stringify(fact), why: 'known as another customer’s' })
  }
  const takeFacts = database.transaction(
    (hub: StoreId, epoch: Epoch, upTo: number, facts: readonly Fact[], setAside: readonly SetAside[]): void => {
      const have = lastNumber(hub, epoch)
      const fresh = facts.filter(({ n }) => n > have)
      for (const fact of fresh) takeFact(hub, fact)
      for (const each of setAside) if (each.n > have) keepAside(hub, each)
      counters.add(`facts:${hub}`, fresh.length)
      if (upTo > have) saveUpTo.run(hub, epoch, upTo)
    },
  )

  return {
    takeIn: (events: readonly Event[]): TakenIn => takeIn(events),
    takeImport: (id: string, events: readonly Event[], move: MoveProgress): TakenIn | undefined =>
      takeImport(id, events, move),
    takeFacts: (
      hub: StoreId,
      epoch: Epoch,
      upTo: number,
      facts: readonly Fact[],
      setAside: readonly SetAside[],
    ): void => takeFacts(hub, epoch, upTo, facts, setAside),
    lastNumber,
    setAsideAmong: (hub: StoreId, epoch: Epoch, from: number, to: number): number[] =>
      readSetAside.all(hub, epoch, from, to).map(({ n }) => n),
    erasedAmong: (hub: StoreId, epoch: Epoch, from: number, to: number): number[] =>
      readErased.all(hub, epoch, from, to).map(({ n }) => n),
    importProgress,
  }
}
