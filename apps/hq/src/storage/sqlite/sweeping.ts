import { customerSchema } from '@kairos/shared/customer'
import type { SqliteDatabase } from '@kairos/shared/database'
import { eventSchema, type Event } from '@kairos/shared/event'
import type { SweepProgress } from '@kairos/shared/hq-views'
import type { CustomerId } from '@kairos/shared/ids'
import type { Ms } from '@kairos/shared/time'
import type { RefillOne, Swept, Unfoldable } from '../storage.ts'
import type { Counters } from './counters.ts'
import type { Feed } from './feed.ts'

type Position = { memory: string; after: string; done: number; total: number; ended: number }

/**
 * The sweep of rule E11: goes over all customers in the order of their ids, some at a time. What a batch
 * filled and how far it came are one transaction, so whoever is killed goes on from there.
 */
export function sweeping(database: SqliteDatabase, counters: Counters, feed: Feed) {
  const read = database.prepare<[], Position>('select memory, after, done, total, ended from sweep')
  const write = database.prepare<[Position]>(
    `insert into sweep (one, memory, after, done, total, ended) values (1, @memory, @after, @done, @total, @ended)
     on conflict (one) do update set memory = excluded.memory, after = excluded.after, done = excluded.done,
       total = excluded.total, ended = excluded.ended`,
  )
  const next = database.prepare<[string, number], { id: string; document: string; next_due: number | null }>(
    'select id, document, next_due from customers where id > ? order by id limit ?',
  )
  // Only what is in the document already: an event that still waits is folded later, by the version of then.
  const folded = database.prepare<[string], { body: string }>(
    'select body from events where customer = ? and folded = 1 order by seq',
  )
  const save = database.prepare<[string, number | null, string]>(
    'update customers set document = ?, next_due = ? where id = ?',
  )

  const begin = database.transaction((memory: string): boolean => {
    const at = read.get()
    if (at?.memory === memory) return at.ended === 0
    write.run({ memory, after: '', done: 0, total: counters.all().get('customers') ?? 0, ended: 0 })
    return true
  })

  /** Fills one customer's memory; gives how many events that took, and whether her document changed. */
  function fill(row: { id: string; document: string }, refill: RefillOne): { events: number; changed?: CustomerId } {
    const customer = customerSchema.parse(JSON.parse(row.document))
    let events = 0
    const filled = refill(customer, () =>
      folded.all(row.id).map(({ body }): Event => {
        events++
        return eventSchema.parse(JSON.parse(body))
      }),
    )
    if (filled === undefined) return { events }
    save.run(JSON.stringify(filled), filled.nextDue ?? null, row.id)
    return { events, changed: customer.id }
  }

  const sweepNext = database.transaction((now: Ms, most: number, mostEvents: number, refill: RefillOne): Swept => {
    const at = read.get()
    if (!at || at.ended === 1) return { ended: true, stores: new Set(), changed: 0, due: false, unfoldable: [] }
    const changed: CustomerId[] = []
    const unfoldable: Unfoldable[] = []
    let { after, done } = at
    let events = 0
    const rows = next.all(after, most)
    let due = false
    for (const row of rows) {
      // What she waited for has come and is not folded yet. Waits are computed anew and look ahead only: it
      // would be lost. She is woken first.
      due = row.next_due !== null && row.next_due <= now
      if (due) break
      try {
        const one = fill(row, refill)
        events += one.events
        if (one.changed !== undefined) changed.push(one.changed)
      } catch (error) {
        // Her document stays as it was: the memory it lacks stays unknown, and begins nothing.
        counters.add('unfoldable', 1)
        unfoldable.push({ customer: row.id, error })
      }
      after = row.id
      done++
      if (events >= mostEvents) break
    }
    const ended = rows.length < most && after === (rows.at(-1)?.id ?? after)
    write.run({ ...at, after, done, total: Math.max(at.total, done), ended: ended ? 1 : 0 })
    return { ended, stores: feed.changed(changed), changed: changed.length, due, unfoldable }
  })

  return {
    begin: (memory: string): boolean => begin(memory),
    next: (now: Ms, most: number, mostEvents: number, refill: RefillOne): Swept =>
      sweepNext(now, most, mostEvents, refill),
    progress(): SweepProgress | undefined {
      const at = read.get()
      return at && at.ended === 0 ? { done: at.done, of: at.total } : undefined
    },
  }
}
