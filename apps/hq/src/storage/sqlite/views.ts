import { customerSchema, type Customer } from '@kairos/shared/customer'
import type { SqliteDatabase } from '@kairos/shared/database'
import { eventSchema } from '@kairos/shared/event'
import type { CustomerRow, TimelineEntry } from '@kairos/shared/hq-views'
import { storeIdSchema, type CustomerId, type StoreId } from '@kairos/shared/ids'
import type { IdentityHash } from '@kairos/shared/identity'
import type { Ms } from '@kairos/shared/time'
import { effectInWords, eventInWords, journalInWords } from '../../words.ts'
import type { Counters } from './counters.ts'

function rowOf(document: Customer): CustomerRow {
  const { profile, memory, runs } = document
  const purchases = memory['purchases']
  const tally = purchases && 'n' in purchases ? purchases : undefined
  return {
    customer: document.id,
    ...(profile.first === undefined ? {} : { first: profile.first }),
    ...(profile.tier === undefined ? {} : { tier: profile.tier }),
    ...(profile.home === undefined ? {} : { home: profile.home }),
    purchases: tally?.n ?? 0,
    spent: tally?.sum ?? 0,
    ...(tally ? { last: tally.last } : {}),
    dialogues: runs.filter((run) => !run.ended).map((run) => run.dialogue),
  }
}

/** What HQ's console reads. */
export function views(database: SqliteDatabase, counters: Counters) {
  const load = database.prepare<[string], { document: string }>('select document from customers where id = ?')
  const latest = database.prepare<[number], { document: string }>(
    'select document from customers order by seen desc limit ?',
  )
  // Every branch is a range of an index; the last character of Unicode closes the ranges.
  const find = database.prepare<[{ text: string; hashes: string; most: number }], { document: string }>(
    `select document from customers where id in (
       select customer from identities where hash in (select value from json_each(@hashes))
       union select id from customers where id >= @text and id < @text || char(0x10ffff)
       union select id from customers where first >= lower(@text) and first < lower(@text) || char(0x10ffff)
     ) order by seen desc limit @most`,
  )
  const waiting = database.prepare<[], { n: number }>('select count(*) as n from arrivals')
  const stores = database.prepare<[], { store: string; heard: number | null; behind: number; customers: number }>(
    `select s.store, s.heard,
       (select count(*) from subscriptions f where f.store = s.store and f.change > s.cursor) as behind,
       (select count(*) from subscriptions f where f.store = s.store and f.gone is null) as customers
     from stores s order by s.store`,
  )
  const events = database.prepare<[string, number], { body: string }>(
    'select body from events where customer = ? order by at desc, seq desc limit ?',
  )
  const journal = database.prepare<
    [string, number],
    { at: number; what: string; dialogue: string; run: string; detail: string | null; held: number }
  >('select at, what, dialogue, run, detail, held from journal where customer = ? order by seq desc limit ?')
  const effects = database.prepare<[string, number], { at: number; channel: string; dialogue: string; status: string }>(
    'select at, channel, dialogue, status from effects where customer = ? order by at desc limit ?',
  )
  const heard = database.prepare<[{ store: string; at: number; cursor: number; playbook: number | null }]>(
    `insert into stores (store, heard, cursor, playbook) values (@store, @at, @cursor, coalesce(@playbook, 0))
     on conflict (store) do update set heard = excluded.heard, cursor = excluded.cursor,
       playbook = coalesce(@playbook, playbook)`,
  )

  return {
    summary() {
      const all = counters.all()
      const starting = (prefix: string) =>
        [...all]
          .filter(([name]) => name.startsWith(prefix))
          .map(([name, n]): [string, number] => [name.slice(prefix.length), n])
      const dialogues = new Set(starting('run:').map(([name]) => name.split(':')[0] ?? ''))
      const count = (dialogue: string, what: string) => all.get(`run:${dialogue}:${what}`) ?? 0
      return {
        customers: all.get('customers') ?? 0,
        events: all.get('events') ?? 0,
        waiting: waiting.get()?.n ?? 0,
        byType: Object.fromEntries(starting('type:')),
        runs: [...dialogues].toSorted().map((dialogue) => {
          const [won, lost, over] = [count(dialogue, 'won'), count(dialogue, 'lost'), count(dialogue, 'over')]
          const ended = won + lost + over + count(dialogue, 'never')
          return {
            dialogue,
            active: Math.max(0, count(dialogue, 'begun') - ended),
            won,
            lost,
            over,
            heldOut: count(dialogue, 'heldOut'),
          }
        }),
        effectsDue: Object.fromEntries(starting('due:')),
        effectsPaused: Object.fromEntries(starting('paused:')),
      }
    },
    stores() {
      const all = counters.all()
      return stores.all().map(({ store, heard, behind, customers }) => ({
        store: storeIdSchema.parse(store),
        ...(heard === null ? {} : { heard }),
        behind,
        customers,
        facts: all.get(`facts:${store}`) ?? 0,
        setAside: all.get(`setAside:${store}`) ?? 0,
        differed: all.get(`differed:${store}`) ?? 0,
      }))
    },
    heard: (store: StoreId, at: Ms, cursor: number, playbook?: number): void =>
      void heard.run({ store, at, cursor, playbook: playbook ?? null }),
    findCustomers(text: string, identities: readonly IdentityHash[], most: number): CustomerRow[] {
      const rows = text === '' ? latest.all(most) : find.all({ text, hashes: JSON.stringify(identities), most })
      return rows.map(({ document }) => rowOf(customerSchema.parse(JSON.parse(document))))
    },
    customer(id: CustomerId) {
      const row = load.get(id)
      if (!row) return undefined
      const document = customerSchema.parse(JSON.parse(row.document))
      return { row: rowOf(document), document }
    },
    timeline(id: CustomerId, most: number): TimelineEntry[] {
      const entries = [
        ...journal.all(id, most).map((row) => journalInWords({ ...row, held: row.held === 1 })),
        ...effects.all(id, most).map(effectInWords),
        ...events.all(id, most).map(({ body }) => eventInWords(eventSchema.parse(JSON.parse(body)))),
      ]
      // What an event brought about stands above it: the sort is stable and the newest comes first.
      return entries.toSorted((a, b) => b.at - a.at).slice(0, most)
    },
  }
}
