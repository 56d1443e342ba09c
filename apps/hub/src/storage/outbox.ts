import type { SqliteDatabase } from '@kairos/shared/database'
import { customerIdSchema, type CustomerId, type Epoch, type EventId } from '@kairos/shared/ids'
import type { Ms } from '@kairos/shared/time'
import { factSchema, type Fact, type FeedRow } from '@kairos/shared/wire/hq-hub'
import { KEEP_FACTS } from '@kairos/replica/hub-storage'

/** Old facts forgotten with each new one: more than come in, and no work to notice. */
const FORGET_AT_ONCE = 4

const factOf = ({ body }: { body: string }): Fact => factSchema.parse(JSON.parse(body))

export type Outbox = ReturnType<typeof outboxOf>

/**
 * The facts on their way up, and for 30 days those that have arrived (rule S9). A fact belongs to its
 * customer's view until her base contains it.
 */
export function outboxOf(database: SqliteDatabase) {
  const record = database.prepare<[string]>('insert into recorded (event) values (?) on conflict do nothing')
  const isRecorded = database.prepare<[string], { n: number }>('select 1 as n from recorded where event = ?')
  const add = database.prepare<[string, number, string, string]>(
    'insert into outbox (epoch, n, customer, body) values (?, ?, ?, ?)',
  )
  const ofCustomer = database.prepare<[string], { body: string }>(
    'select body from outbox where customer = ? and contained = 0 order by seq',
  )
  const unsent = database.prepare<[number], { body: string }>(
    'select body from outbox where confirmed = 0 order by seq limit ?',
  )
  const confirm = database.prepare<[string, number]>(
    'update outbox set confirmed = 1 where confirmed = 0 and epoch = ? and n <= ?',
  )
  const sendFrom = database.prepare<[string, number]>(
    'update outbox set confirmed = 0 where confirmed = 1 and epoch = ? and n > ?',
  )
  const setOneAside = database.prepare<[string, number]>('update outbox set contained = 2 where epoch = ? and n = ?')
  // Facts are sent, and folded at HQ, in the order of `seq`: what stands before a contained one is contained.
  // Those that are gone from here (of the erased, say) stood where their epoch began, or later.
  const containedUpTo = database.prepare<[{ customer: string; epoch: string; n: number }]>(
    `update outbox set contained = 1 where customer = @customer and contained = 0 and seq <= coalesce(
       (select seq from outbox where epoch = @epoch and n <= @n order by n desc limit 1),
       (select began_after from numbers where epoch = @epoch))`,
  )
  const containedBefore = database.prepare<[string, string]>(
    'update outbox set contained = 1 where customer = ? and contained = 0 and epoch <> ?',
  )
  // Of what was set aside (2), too, an HQ that was restored may know nothing.
  const sendUncontained = database.prepare('update outbox set confirmed = 0 where contained <> 1 and confirmed = 1')
  const takeBack = database.prepare(
    // Whom HQ had found to be one it may not have now: facts are whose they were recorded about.
    `update outbox set confirmed = 0, contained = 0, customer = json_extract(body, '$.event.customer')`,
  )
  const oldest = database.prepare<[], { seq: number; body: string }>(
    `select seq, body from outbox where contained > 0 and confirmed = 1 order by seq limit ${FORGET_AT_ONCE}`,
  )
  const forget = database.prepare<[number]>('delete from outbox where seq = ?')
  const forgetRecorded = database.prepare<[string]>('delete from recorded where event = ?')
  const move = database.prepare<[string, string]>('update outbox set customer = ? where customer = ?')
  const eventsOf = database.prepare<[string], { seq: number; event: string }>(
    `select seq, json_extract(body, '$.event.id') as event from outbox where customer = ?`,
  )
  const whoseIs = database.prepare<[string, number], { customer: string }>(
    'select customer from outbox where epoch = ? and n = ?',
  )
  const lastNumber = database.prepare<[string], { n: number }>('select n from numbers where epoch = ?')
  const saveNumber = database.prepare<[string, number, number]>(
    `insert into numbers (epoch, n, began_after) values (?, ?, ?)
     on conflict (epoch) do update set n = excluded.n`,
  )
  const depth = database.prepare<[], { unsent: number; uncontained: number }>(
    `select (select count(*) from outbox where confirmed = 0) as unsent,
       (select count(*) from outbox where contained = 0) as uncontained`,
  )

  function forgetBefore(at: Ms): void {
    for (const row of oldest.all()) {
      const { event } = factOf(row)
      if (event.received >= at) return
      forget.run(row.seq)
      forgetRecorded.run(event.id)
    }
  }

  const append = database.transaction((fact: Fact): Fact | undefined => {
    if (record.run(fact.event.id).changes === 0) return undefined
    const { lastInsertRowid } = add.run(fact.epoch, fact.n, fact.event.customer, JSON.stringify(fact))
    saveNumber.run(fact.epoch, fact.n, Number(lastInsertRowid) - 1)
    forgetBefore(fact.event.received - KEEP_FACTS)
    return fact
  })
  const confirmUpTo = database.transaction((epoch: Epoch, upTo: number, setAside: readonly number[]): void => {
    confirm.run(epoch, upTo)
    sendFrom.run(epoch, upTo)
    for (const n of setAside) setOneAside.run(epoch, n)
  })

  return {
    append: (fact: Fact): Fact | undefined => append(fact),
    hasEvent: (event: EventId): boolean => isRecorded.get(event) !== undefined,
    factsOf: (customer: CustomerId): Fact[] => ofCustomer.all(customer).map(factOf),
    unsent(most: number): Fact[] {
      const facts = unsent.all(most).map(factOf)
      const other = facts.findIndex((fact) => fact.epoch !== facts[0]?.epoch)
      return other === -1 ? facts : facts.slice(0, other)
    },
    confirm: (epoch: Epoch, upTo: number, setAside: readonly number[]): void => confirmUpTo(epoch, upTo, setAside),
    contained: ({ customer, contains }: Pick<FeedRow, 'customer' | 'contains'>, epoch: Epoch): void => {
      if (!contains) return
      if (lastNumber.get(contains.epoch)) containedUpTo.run({ customer, ...contains })
      else containedBefore.run(customer, epoch)
    },
    /** She goes by another id from here on, and so do the facts about her. */
    move: (from: CustomerId, into: CustomerId): void => void move.run(into, from),
    /** Nothing stays of what was recorded about her, sent or not. */
    wipe(customer: CustomerId): void {
      for (const { seq, event } of eventsOf.all(customer)) {
        forget.run(seq)
        forgetRecorded.run(event)
      }
    },
    whose(epoch: Epoch, n: number): CustomerId | undefined {
      const row = whoseIs.get(epoch, n)
      return row && customerIdSchema.parse(row.customer)
    },
    sendUncontained: (): void => void sendUncontained.run(),
    takeBack: (): void => void takeBack.run(),
    lastNumber: (epoch: Epoch): number => lastNumber.get(epoch)?.n ?? 0,
    oldestUnsent: (): Ms | undefined => unsent.all(1).map(factOf)[0]?.event.received,
    depth: () => depth.get() ?? { unsent: 0, uncontained: 0 },
  }
}
