import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { advance, firstDocument } from '@kairos/dialogue/advance'
import { PlaybookLibrary } from '@kairos/dialogue/library'
import { openHqDatabase, storageIn } from '@kairos/hq/storage/sqlite'
import { openHubDatabase } from '@kairos/hub/storage/open'
import { sqliteReplica } from '@kairos/hub/storage/sqlite-replica'
import { customerSchema, type Customer } from '@kairos/shared/customer'
import type { SqliteDatabase } from '@kairos/shared/database'
import { eventSchema, type Event } from '@kairos/shared/event'
import { customerIdSchema, type CustomerId, type StoreId } from '@kairos/shared/ids'
import { disagreements, short } from '../sync-simulation/agree.ts'
import { nameOf, type Ledger } from './ledger.ts'

/** The databases that the programs left, opened by the product's own code once all of them have ended. */
export type Left = { hq: SqliteDatabase; hubs: { store: StoreId; database: SqliteDatabase; data: string }[] }
export type Check = { name: string; problems: string[] }
type HubLeft = Left['hubs'][number]

export const openLeft = (hq: string, hubs: readonly { store: StoreId; data: string }[]): Left => ({
  hq: openHqDatabase(join(hq, 'hq.sqlite')),
  hubs: hubs.map(({ store, data }) => ({ store, data, database: openHubDatabase(join(data, 'hub.sqlite')) })),
})

const rows = <R>(database: SqliteDatabase, sql: string, ...parameters: string[]): R[] =>
  database.prepare(sql).all(...parameters) as R[]

/** All that must hold once everything is at rest, check by check. */
export async function checksOf(left: Left, ledger: Ledger): Promise<Check[]> {
  const { hq, hubs } = left
  const events = rows<{ customer: string; body: string }>(hq, 'select customer, body from events order by seq').map(
    ({ customer, body }) => ({
      customer: customerIdSchema.parse(customer),
      event: eventSchema.parse(JSON.parse(body)),
    }),
  )
  const documents = new Map(
    rows<{ id: string; document: string }>(hq, 'select id, document from customers').map(({ id, document }) => [
      customerIdSchema.parse(id),
      customerSchema.parse(JSON.parse(document)),
    ]),
  )
  const inHubs = (check: (hub: HubLeft) => string[]) => hubs.flatMap(check)
  return [
    {
      name: 'HQ has every fact that was confirmed to anybody, once, and none that nobody asked for',
      problems: ledger.problems(events.map(({ event, customer }) => nameOf(event, customer))),
    },
    {
      name: 'HQ has every fact that a hub recorded, and of a hub’s none that it did not record',
      problems: inHubs((hub) => recordedProblems(hq, hub, new Set(events.map(({ event }) => event.id)))),
    },
    {
      name: 'HQ has each hub’s facts in the order in which they were recorded',
      problems: inHubs((hub) => orderProblems(hq, hub)),
    },
    {
      name: 'every hub’s documents are HQ’s, row by row, and nothing waits in an outbox',
      problems: inHubs(({ store, database }) =>
        disagreements(store, sqliteReplica(database).storage, documents, heldBy(hq, store)),
      ),
    },
    {
      name: 'HQ’s documents are what a fresh fold of its events gives',
      problems: await foldProblems(hq, documents, events),
    },
    { name: 'every database is whole, and none was found damaged on the way', problems: diskProblems(left) },
  ]
}

const heldBy = (hq: SqliteDatabase, store: StoreId): Set<string> =>
  new Set(
    rows<{ customer: string }>(hq, 'select customer from subscriptions where gone is null and store = ?', store).map(
      ({ customer }) => customer,
    ),
  )

/** A hub keeps its facts for 30 days, so all of them are here still, in the order of recording. */
const recordedIn = ({ database }: HubLeft) =>
  rows<{ epoch: string; n: number; body: string }>(database, 'select epoch, n, body from outbox order by seq').map(
    ({ epoch, n, body }) => ({ epoch, n, id: eventSchema.parse(JSON.parse(body).event).id }),
  )

function recordedProblems(hq: SqliteDatabase, hub: HubLeft, atHq: ReadonlySet<string>): string[] {
  const { store } = hub
  const problems: string[] = []
  const recorded = recordedIn(hub)
  const ids = new Set<string>(recorded.map(({ id }) => id))
  for (const { epoch, n, id } of recorded) if (!atHq.has(id)) problems.push(`HQ lacks ${store}'s ${epoch}/${n}, ${id}`)
  for (const id of atHq)
    if (id.startsWith(`${store}/`) && !ids.has(id)) problems.push(`HQ has ${id}, which ${store} never recorded`)
  const told = rows<{ epoch: string; n: number }>(hq, 'select epoch, up_to as n from hub_epochs where store = ?', store)
  for (const [epoch, facts] of Map.groupBy(recorded, ({ epoch }) => epoch)) {
    const numbers = facts.map(({ n }) => n)
    if (
      !isDeepStrictEqual(
        numbers,
        Array.from(numbers, (_, n) => n + 1),
      )
    )
      problems.push(`${store}'s numbers of ${epoch} have a gap: ${short(numbers)}`)
    const upTo = told.find((each) => each.epoch === epoch)?.n
    if (upTo !== numbers.length)
      problems.push(`HQ has ${epoch} of ${store} up to ${upTo}, it recorded ${numbers.length}`)
  }
  return problems
}

/** A receipt may have reached HQ from another side before its hub's turn came. */
function orderProblems(hq: SqliteDatabase, hub: HubLeft): string[] {
  const places = new Map(
    rows<{ id: string; seq: number }>(hq, 'select id, seq from events').map(({ id, seq }) => [id, seq]),
  )
  const own = recordedIn(hub).filter(({ id }) => id.startsWith(`${hub.store}/`))
  const wrong = own.filter(({ id }, n) => (places.get(id) ?? 0) < (places.get(own[n - 1]?.id ?? id) ?? 0))
  return wrong.map(({ epoch, n }) => `${hub.store}'s ${epoch}/${n} came to HQ before the one before it`)
}

/**
 * Every event folded once, in the order of arrival. Of two who turned out to be one that order is told nowhere: they
 * are left out. Deadlines that pass are no events, and none of this playbook's comes within a day.
 */
async function foldProblems(
  hq: SqliteDatabase,
  documents: ReadonlyMap<CustomerId, Customer>,
  events: readonly { customer: CustomerId; event: Event }[],
): Promise<string[]> {
  const library = new PlaybookLibrary()
  for (const playbook of await storageIn(hq).playbooksAfter(0)) library.add(playbook)
  const joined = new Set(rows<{ owner: string }>(hq, 'select owner from aliases').map(({ owner }) => owner))
  const problems: string[] = []
  const notFolded = rows<{ id: string }>(hq, 'select id from events where folded <> 1')
  if (notFolded.length > 0) problems.push(`${notFolded.length} events at HQ are not folded`)
  const byCustomer = Map.groupBy(events, ({ customer }) => customer)
  for (const [id, document] of documents) {
    if (joined.has(id)) continue
    let fresh = firstDocument(library, id)
    for (const { event } of byCustomer.get(id) ?? []) fresh = advance(library, fresh, event).customer
    if (!isDeepStrictEqual(document, JSON.parse(JSON.stringify(fresh))))
      problems.push(`${id} is ${short(document)} at HQ; her events make ${short(fresh)}`)
  }
  return problems
}

function diskProblems({ hq, hubs }: Left): string[] {
  const databases = [{ store: 'HQ', database: hq, data: undefined }, ...hubs]
  return databases.flatMap(({ store, database, data }) => {
    const said = database.pragma('integrity_check', { simple: true })
    const aside = data === undefined ? [] : readdirSync(data).filter((name) => name.includes('.damaged-'))
    return [
      ...(said === 'ok' ? [] : [`${store}'s database: ${String(said)}`]),
      ...aside.map((name) => `${store} has moved aside ${name}`),
    ]
  })
}
