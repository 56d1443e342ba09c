import type { Event } from '@kairos/shared/event'
import type { Epoch, StoreId } from '@kairos/shared/ids'
import type { SqliteDatabase } from '@kairos/shared/database'
import type { Fact } from '@kairos/shared/wire/hq-hub'
import type { SetAside } from '@kairos/replica/hq-storage'
import type { MoveProgress, TakenIn } from '../storage.ts'
import type { Counters } from './counters.ts'

/** How facts get in: durably, each event once, queued in the order of arrival. */
export function intake(database: SqliteDatabase, counters: Counters) {
  const insertEvent = database.prepare<[string, string, number, string, string]>(
    'insert into events (id, customer, at, type, body) values (?, ?, ?, ?, ?) on conflict (id) do nothing',
  )
  const findEvent = database.prepare<[string], { seq: number }>('select seq from events where id = ?')
  const queue = database.prepare<[number, string | null, string | null, number | null]>(
    'insert into arrivals (event, store, epoch, n) values (?, ?, ?, ?)',
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
  const keepSetAside = database.prepare<[string, string, number, string, string]>(
    'insert into set_aside (store, epoch, n, body, why) values (?, ?, ?, ?, ?) on conflict do nothing',
  )

  /** Stores one event unless its id is known; gives its place and whether it was new. */
  function store(event: Event): { seq: number; fresh: boolean } {
    const { changes, lastInsertRowid } = insertEvent.run(
      event.id,
      event.customer,
      event.at,
      event.type,
      JSON.stringify(event),
    )
    if (changes === 0) return { seq: findEvent.get(event.id)?.seq ?? 0, fresh: false }
    counters.add('events', 1)
    counters.add(`type:${event.type}`, 1)
    return { seq: Number(lastInsertRowid), fresh: true }
  }

  function take(events: readonly Event[]): TakenIn {
    let stored = 0
    for (const event of events) {
      const { seq, fresh } = store(event)
      if (!fresh) continue
      stored++
      queue.run(seq, null, null, null)
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
  /** A fact whose event is known already is queued all the same: the hub must hear that its document contains it. */
  const takeFacts = database.transaction(
    (hub: StoreId, epoch: Epoch, upTo: number, facts: readonly Fact[], setAside: readonly SetAside[]): void => {
      for (const fact of facts) queue.run(store(fact.event).seq, hub, epoch, fact.n)
      for (const { n, body, why } of setAside) keepSetAside.run(hub, epoch, n, body, why)
      counters.add(`facts:${hub}`, facts.length)
      counters.add(`setAside:${hub}`, setAside.length)
      saveUpTo.run(hub, epoch, upTo)
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
    lastNumber: (hub: StoreId, epoch: Epoch): number => readUpTo.get(hub, epoch)?.up_to ?? 0,
    importProgress,
  }
}
