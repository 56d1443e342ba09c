import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openHubDatabase } from '@kairos/hub/storage/open'
import { sqliteReplica } from '@kairos/hub/storage/sqlite-replica'
import { bulkText, readBulk } from '@kairos/replica/bulk'
import { FeedReader } from '@kairos/replica/feed-reader'
import { FLAT_OUT } from '@kairos/replica/pace'
import { customerSchema } from '@kairos/shared/customer'
import { epochSchema } from '@kairos/shared/ids'
import { fail, ok } from '@kairos/shared/result'
import { pouchReplication, tinyBase } from './apply-peers.ts'
import { hashesOf, type Customers } from './customers.ts'
import { rateOf, type Rate, type Row } from './rate.ts'
import { tell } from './told.ts'
import { load, verdict, whole } from './words.ts'

const COUNT = 60_000
const ROUNDS = 3
const BATCH = 5000
const AIM = { raw: 0.6, pouch: 6 }
const KEY = { hex: 'ab'.repeat(32) }
const EPOCH = epochSchema.parse('e'.repeat(16))
const HQ_EPOCH = epochSchema.parse('1'.repeat(16))

/** The same tables and settings that a hub's file has, the rows ready, as many in one transaction as a batch brings. */
async function rawUpserts(file: string, rows: readonly Row[], withIdentities: boolean): Promise<Rate[]> {
  const database = openHubDatabase(file)
  const base = database.prepare<[string, string, number]>(
    `insert into bases (customer, document, reading, change) values (?, ?, 1, ?)
     on conflict (customer) do update set document = excluded.document, change = excluded.change`,
  )
  const identity = database.prepare<[string, string]>(
    'insert into identities (hash, customer) values (?, ?) on conflict (hash) do update set customer = excluded.customer',
  )
  const some = database.transaction((from: number) => {
    for (const { customer, document, change, identities } of rows.slice(from, from + BATCH)) {
      base.run(customer, document, change)
      if (withIdentities) for (const hash of identities) identity.run(hash, customer)
    }
  })
  const pass = () =>
    rateOf(rows.length, () => {
      for (let from = 0; from < rows.length; from += BATCH) some(from)
    })
  const rates = [await pass(), await pass()]
  database.close()
  return rates
}

/** A hub's own reader and storage, handed big batches as text: parsed, checked, sliced and stored as in the program. */
async function hubApplies(file: string, batches: readonly string[], count: number): Promise<Rate[]> {
  const database = openHubDatabase(file)
  const { storage } = sqliteReplica(database)
  const pass = async () => {
    storage.adopt(HQ_EPOCH, true)
    const reader = new FeedReader(
      {
        storage,
        epoch: EPOCH,
        now: () => performance.now(),
        applied: () => {},
        failed: (words) => console.error(words),
        pacing: {
          pace: () => FLAT_OUT,
          wait: () => new Promise((turn) => setImmediate(turn)),
          bulkAbove: 0,
          bulkRows: BATCH,
        },
      },
      {
        bulk: async ({ cursor }) => readBulk(batches[cursor / BATCH] ?? '', 1),
        // The last question, after which nothing is left.
        pull: async ({ cursor }) =>
          cursor === count ? ok({ rows: [], cursor, more: false, ahead: 0 }) : fail('in big batches'),
      },
      () => true,
      count,
    )
    const rate = await rateOf(count, () => reader.read(count))
    if (storage.position().cursor !== count || storage.customers() !== count)
      throw new Error('the hub did not read all')
    return rate
  }
  const rates = [await pass(), await pass()]
  const read = storage.base(customerSchema.shape.id.parse(JSON.parse(batches[0]?.split('\n')[1] ?? '').customer))
  if (!read) throw new Error('a customer was lost')
  database.close()
  return rates
}

const middle = (rates: readonly Rate[]): Rate =>
  rates.toSorted((a, b) => a.cpu - b.cpu)[rates.length >> 1] ?? { cpu: 0, clock: 0 }
const inWords = ({ cpu, clock }: Rate) => `${whole(cpu).padStart(9)} ${whole(clock).padStart(11)}`

/** `--only apply`: customers that a hub applies, beside raw upserts of the same rows and two peers, interleaved. */
export async function apply(customers: Customers, scale: number): Promise<void> {
  const count = Math.ceil((COUNT * scale) / BATCH) * BATCH
  const rows = Array.from({ length: count }, (_, n): Row => ({
    change: n + 1,
    customer: customers.idOf(n),
    identities: hashesOf(n, KEY),
    document: customers.documentOf(n),
  }))
  const batches = Array.from({ length: count / BATCH }, (_, index) => {
    const [part, cursor] = [rows.slice(index * BATCH, (index + 1) * BATCH), (index + 1) * BATCH]
    const lines = part.map(({ document, ...head }) => `${JSON.stringify(head).slice(0, -1)},"document":${document}}`)
    return bulkText({ rows: BATCH, cursor, more: cursor < count, ahead: count - cursor }, lines)
  })
  const told: Record<string, Rate[]> = {}
  const note = (name: string, rate: Rate | undefined) => rate && (told[name] ??= []).push(rate)
  for (let round = 0; round < ROUNDS; round++) {
    const folder = mkdtempSync(join(tmpdir(), 'kairos-bench-apply-'))
    const [inserted, updated] = await rawUpserts(join(folder, 'raw'), rows, true)
    note('raw, inserts', inserted)
    note('raw, updates', updated)
    const [hubInserted, hubUpdated] = await hubApplies(join(folder, 'hub'), batches, count)
    note('hub, inserts', hubInserted)
    note('hub, updates', hubUpdated)
    note('bare documents', (await rawUpserts(join(folder, 'bare'), rows, false))[0])
    note('PouchDB', await pouchReplication(join(folder, 'pouch'), rows))
    note('TinyBase', await tinyBase(join(folder, 'tiny'), rows))
    rmSync(folder, { recursive: true, force: true })
  }
  const of = (name: string) => middle(told[name] ?? [])
  const [inserts, updates] = [
    of('hub, inserts').cpu / of('raw, inserts').cpu,
    of('hub, updates').cpu / of('raw, updates').cpu,
  ]
  const pouch = of('hub, inserts').cpu / of('PouchDB').cpu
  const [least, share] = [Math.min(inserts, updates), (of: number) => `${(of * 100).toFixed(0)} %`]
  tell('customers applied, of the rate of raw upserts', '>= 60 %', share(least), least >= AIM.raw)
  tell('customers applied, beside PouchDB', '>= 6 times', `${pouch.toFixed(1)} times`, pouch >= AIM.pouch)
  tell('customers applied each second of processor time', '', whole(of('hub, inserts').cpu))
  console.log(`
Applying ${whole(count)} customers with ${rows[0]?.identities.length} identities each, flat out; the middle of ${ROUNDS} interleaved rounds (${load()})
  customers/s                            of processor time  by the clock
  hub: read, checked, stored; new ones        ${inWords(of('hub, inserts'))}
    the same once more, as changes            ${inWords(of('hub, updates'))}
  raw better-sqlite3 upserts of these rows    ${inWords(of('raw, inserts'))}
    once more                                 ${inWords(of('raw, updates'))}
    without the identities                    ${inWords(of('bare documents'))}
  PouchDB, replicated from memory to LevelDB  ${inWords(of('PouchDB'))}
  TinyBase, set and saved by its persister    ${inWords(of('TinyBase'))}
  hub / raw: ${(inserts * 100).toFixed(0)} % of the limit for new customers, ${(updates * 100).toFixed(0)} % for changed ones ${verdict('>= 60 %', Math.min(inserts, updates) >= AIM.raw)}
  hub / PouchDB: ${pouch.toFixed(1)} times ${verdict(`>= ${AIM.pouch}`, pouch >= AIM.pouch)}; hub / TinyBase: ${(of('hub, inserts').cpu / of('TinyBase').cpu).toFixed(1)} times
  The limit writes ready rows through the hub's own file, indices and settings. The hub also reads the batch, parses each
  row and its document, slices, and keeps cursor and reading. PouchDB keeps revisions and syncs as LevelDB does; TinyBase
  holds all in memory; its persister saves each thousand as they change, since its save of a whole table ends at 16,383
  rows (one statement with all of them). Neither keeps identities or facts.`)
}
