import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { advance, firstDocument } from '@kairos/dialogue/advance'
import { PlaybookLibrary } from '@kairos/dialogue/library'
import { HubReplica } from '@kairos/replica/hub-replica'
import type { SqliteDatabase } from '@kairos/shared/database'
import { erasedName } from '@kairos/shared/erased'
import { customerIdSchema, epochSchema, screenIdSchema, storeIdSchema } from '@kairos/shared/ids'
import type { Identity, IdentityHash } from '@kairos/shared/identity'
import { hashIdentity } from '@kairos/shared/identity-hash'
import { strangerId } from '@kairos/shared/stranger'
import type { DocumentRow, GoneRow } from '@kairos/shared/wire/hq-hub'
import { Floor } from './floor.ts'
import { Lent } from './lent.ts'
import { grantedIn } from './storage/granted.ts'
import { openHubDatabase } from './storage/open.ts'
import { sqliteReplica } from './storage/sqlite-replica.ts'
import { sessionsIn } from './storage/sessions.ts'
import { visitsIn } from './storage/visits.ts'

const A = epochSchema.parse('a'.repeat(16))
const key = { hex: '00'.repeat(32) }
const playbooks = new PlaybookLibrary()
const chain = `chain: Hall
language: en
currency: GBP
salt: hall-salt
cards: [{ prefix: '77', digits: 8 }]
stores: { hall: { name: The Hall, timeZone: Europe/London } }
general: [{ title: Hello, body: Welcome }]
`
const added = playbooks.add({ version: 1, files: { 'chain.yaml': chain } })
if (!added.ok) throw new Error(JSON.stringify(added.error))

const kiosk = screenIdSchema.parse('kiosk-1')
const wilhelmina = customerIdSchema.parse('customer-wilhelmina')
const own: Identity = { kind: 'card', value: '77000001' }
const ownHash = hashIdentity(key, own)
const stranger = strangerId(ownHash)

let folder: string
let database: SqliteDatabase
let replica: ReturnType<typeof sqliteReplica>
let floor: Floor
let asked: IdentityHash[]
let answer: (hash: IdentityHash) => 'known' | 'unknown' | 'no answer'
let deaf: boolean
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kairos-newcomers-'))
  database = openHubDatabase(join(folder, 'hub.sqlite'))
  replica = sqliteReplica(database)
  asked = []
  deaf = false
  answer = () => 'no answer'
  let now = Date.UTC(2026, 0, 5, 10)
  const fold = (customer: Parameters<typeof advance>[1], event: Parameters<typeof advance>[2]) =>
    advance(playbooks, customer, event).customer
  floor = new Floor({
    store: storeIdSchema.parse('hall'),
    key,
    playbooks,
    replica: new HubReplica(replica.storage, A, fold, (id) => firstDocument(playbooks, id)),
    visits: visitsIn(database),
    sessions: sessionsIn(database),
    lent: new Lent(playbooks, grantedIn(database)),
    customerOf: replica.whose,
    ask: async (hash) => {
      asked.push(hash)
      return answer(hash)
    },
    mute: () => (deaf ? 'deaf' : undefined),
    together: (change) => database.transaction(change)(),
    now: () => (now += 1000),
    changed: () => {},
    recorded: () => {},
  })
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

const row = (change: number): DocumentRow => ({
  change,
  customer: wilhelmina,
  identities: [ownHash],
  document: { ...firstDocument(playbooks, wilhelmina), profile: { first: 'Wilhelmina-Unmistakable' } },
})
const read = (each: DocumentRow | GoneRow) =>
  replica.storage.apply({ rows: [each], cursor: each.change, more: false }, A)
const is = async (identity: Identity, strength: 'held' | 'claimed') => {
  const said = await floor.identify(kiosk, { identity, strength })
  return 'is' in said ? said.is : 'refused'
}

describe('SPEC 31: whom the store does not know it asks HQ for', () => {
  test('she is recognised in the same breath, and a known one without asking', async () => {
    answer = () => {
      replica.storage.applyAhead(row(7), A)
      return 'known'
    }
    expect(await floor.identify(kiosk, { identity: own, strength: 'held' })).toMatchObject({
      is: 'known',
      first: 'Wilhelmina-Unmistakable',
    })
    expect(await is(own, 'held')).toBe('known')
    expect([asked.length, replica.storage.position().cursor]).toEqual([1, 0])
  })

  test('numbers that are keyed side by side are guesses, too: after five HQ is not even asked', async () => {
    answer = () => 'unknown'
    const numbers = Array.from({ length: 9 }, (_, n): Identity => ({ kind: 'member', value: `${n}` }))
    const said = await Promise.all(numbers.map((identity) => is(identity, 'claimed')))
    expect([said.filter((each) => each === 'wait').length, asked.length]).toEqual([4, 5])
  })
})

describe('SPEC 31: cards that nobody knows, at one screen', () => {
  const cards = Array.from({ length: 50 }, (_, n): Identity => ({ kind: 'card', value: `770${10_000 + n}` }))

  test('are asked for twenty times a minute; whoever is known is recognised all the same, and elsewhere all are', async () => {
    read(row(1))
    answer = () => 'unknown'
    // A stuck reader reads the same card, a hostile screen many.
    for (let n = 0; n < 10; n++) await is({ kind: 'card', value: '77999999' }, 'held')
    const said = await Promise.all(cards.map((card) => is(card, 'held')))
    expect([asked.length, said.filter((each) => each === 'wait').length]).toEqual([20, 40])
    expect(await is(own, 'held')).toBe('known')
    const other = screenIdSchema.parse('kiosk-2')
    const [card] = cards
    if (card) expect(await floor.identify(other, { identity: card, strength: 'held' })).toEqual({ is: 'unknown' })
    for (let n = 0; n < 60; n++) await is(own, 'held')
    expect(await is({ kind: 'card', value: '77999998' }, 'held')).toBe('unknown')
  })

  test('make twenty strangers a minute where HQ cannot be asked', async () => {
    const said = await Promise.all(cards.map((card) => is(card, 'held')))
    expect(said.filter((each) => each === 'known')).toHaveLength(20)
    expect(replica.storage.depth().unsent).toBe(20)
  })
})

describe('SPEC 33: a stranger', () => {
  test('E18: one of the chain’s own cards, held while HQ cannot be asked, is welcome and remembered', async () => {
    expect(await floor.identify(kiosk, { identity: own, strength: 'held' })).toMatchObject({
      is: 'known',
      say: { slides: [{ title: 'Hello' }] },
    })
    expect(replica.storage.unsent(9).map(({ event }) => event.customer)).toEqual([stranger])
    expect(floor.visitOf(own)?.customer).toBe(stranger)
  })

  test('a keyed number, another form, and whom HQ does not know stay unknown', async () => {
    expect(await is(own, 'claimed')).toBe('unknown')
    expect(await is({ kind: 'card', value: '770000012' }, 'held')).toBe('unknown')
    answer = () => 'unknown'
    expect(await is(own, 'held')).toBe('unknown')
    expect(replica.storage.depth().unsent).toBe(0)
  })

  test('turns out to be somebody: visit and facts are hers, those that HQ has not folded on top', async () => {
    await is(own, 'held')
    const visit = floor.visitOf(own)
    if (visit) floor.presence.leave(visit)
    await is(own, 'held')
    read({ change: 1, customer: stranger, gone: 'merged', into: wilhelmina, contains: { epoch: A, n: 1 } })
    read(row(2))
    expect(floor.visitOf(own)?.customer).toBe(wilhelmina)
    expect(replica.storage.factsOf(wilhelmina).map(({ n }) => n)).toEqual([2, 3])
    expect(replica.storage.factsOf(stranger)).toEqual([])
  })
})

describe('SPEC 35: an erasure', () => {
  const found = (text: string) =>
    readdirSync(folder).filter((name) => readFileSync(join(folder, name), 'latin1').includes(text))

  test('S8: leaves no byte of her in the hub’s files, not even of what was not sent', async () => {
    read(row(1))
    await is(own, 'held')
    expect(found('Wilhelmina-Unmistakable')).not.toEqual([])
    read({ change: 2, customer: wilhelmina, gone: 'erased' })
    for (const trace of ['Wilhelmina-Unmistakable', wilhelmina, ownHash]) expect(found(trace)).toEqual([])
    expect(await is(own, 'claimed')).toBe('unknown')
  })

  test('S8: a hub restored from a backup knows her by what her id has become', () => {
    read(row(1))
    read({ change: 2, customer: erasedName(wilhelmina), gone: 'erased' })
    expect(found(wilhelmina)).toEqual([])
  })

  test('S8: facts that HQ does not keep, the hub does not keep either', async () => {
    await is(own, 'held')
    replica.storage.confirm(A, 1, [1], [1])
    expect(found(stranger)).toEqual([])
    expect([floor.visitOf(own), replica.storage.depth()]).toEqual([undefined, { unsent: 0, uncontained: 0 }])
  })

  test('SPEC 37, S8: a hub that has not heard from HQ for too long recognises nobody, and says why', async () => {
    read(row(1))
    await is(own, 'held')
    deaf = true
    expect([await is(own, 'held'), floor.visitOf(own), asked]).toEqual(['refused', undefined, []])
    expect(floor.tablet('down').visitors[0]?.first).toBe(undefined)
    deaf = false
    expect(await is(own, 'held')).toBe('known')
  })
})
