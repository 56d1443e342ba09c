import { readdirSync, readFileSync } from 'node:fs'
import { join, dirname } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { advance, firstDocument } from '@kairos/dialogue/advance'
import { PlaybookLibrary } from '@kairos/dialogue/library'
import type { Event } from '@kairos/shared/event'
import { customerIdSchema, eventIdSchema, storeIdSchema, visitIdSchema, screenIdSchema } from '@kairos/shared/ids'
import { identityHashSchema } from '@kairos/shared/identity'
import { SettableClock } from '@kairos/shared/settable-clock'
import { systemClock } from '@kairos/shared/system-clock'
import { strangerId } from '@kairos/shared/stranger'
import type { Fact } from '@kairos/shared/wire/hq-hub'
import { joinTwo } from '../joining.ts'
import { A, H1, harbour, hqOnDisk, oldTown } from '../storage/sqlite/hq-on-disk.fixture.ts'
import type { FoldOne } from '../storage/storage.ts'
import { ErasureLog } from './erasure-log.ts'
import { Registry } from './registry.ts'

const CHAIN = `chain: Hall
language: en
currency: GBP
salt: hall-salt
stores: { harbour: { name: Harbour, timeZone: Europe/London }, old-town: { name: Old Town, timeZone: Europe/London } }
memory: { visits: { of: visit } }
general: [{ title: Hello, body: Welcome }]
`
const library = new PlaybookLibrary()
const hash = identityHashSchema.parse('c'.repeat(32))
const [wilhelmina, other] = ['customer-wilhelmina', 'customer-other'].map((id) => customerIdSchema.parse(id)) as [
  ReturnType<typeof customerIdSchema.parse>,
  ReturnType<typeof customerIdSchema.parse>,
]
const stranger = strangerId(hash)
const by = { who: 'Pat', note: 'she asked' }

const profile = (id: string, customer = wilhelmina, identities = [hash]): Event => ({
  id: eventIdSchema.parse(id),
  customer,
  at: 1,
  received: 1,
  type: 'profile',
  identities,
  profile: { first: 'Wilhelmina-Unmistakable', home: harbour },
})
const visit = (n: number, customer = stranger): Fact => ({
  epoch: A,
  n,
  playbook: 1,
  event: {
    id: eventIdSchema.parse(`old-town/${A}/${n}`),
    customer,
    at: n,
    received: n,
    type: 'visit',
    store: oldTown,
    visit: visitIdSchema.parse(`v${n}`),
    screen: screenIdSchema.parse('s'),
    strength: 'held',
  },
})

const hq = hqOnDisk()
const fold: FoldOne = (id, customer, input) => advance(library, customer ?? firstDocument(library, id), input)
const join2 = joinTwo(library)
const clock = new SettableClock(systemClock)
let registry: Registry
const open = () => {
  const parts = { storage: hq.now.storage, clock, join: join2, changed: () => {}, failed: () => {} }
  registry = new Registry({ ...parts, log: new ErasureLog(join(dirname(hq.file('hq')), 'erasures.log')) })
}
beforeEach(async () => {
  if (!library.has) {
    const added = library.add({ version: 1, files: { 'chain.yaml': CHAIN } })
    if (!added.ok) throw new Error(JSON.stringify(added.error))
  }
  await hq.now.storage.openEpoch(H1, 0)
  open()
})
const foldAll = async () => {
  while ((await hq.now.storage.foldNext(100, fold, join2)).done > 0);
}
const visits = async (id: string) =>
  (await hq.now.storage.customer(customerIdSchema.parse(id)))?.document.memory['visits']
const rowsFor = async (store: string) => (await hq.now.storage.feedAfter(storeIdSchema.parse(store), 0, 100)).rows

test('SPEC 32, S7: whoever leaves is told to the stores that she has left', async () => {
  await hq.now.storage.takeIn([profile('1')])
  await foldAll()
  await hq.now.storage.lookUp(oldTown, hash, 5)
  const later = 400 * 24 * 3_600_000
  expect(await hq.now.storage.leave(later, 10)).toEqual({ ended: true, stores: new Set([oldTown]) })
  expect(await hq.now.storage.leave(later, 10)).toEqual({ ended: true, stores: new Set() })
})

describe('SPEC 33: a stranger', () => {
  test('E18: whose identity HQ knows is folded into its owner, and her store is told', async () => {
    await hq.now.storage.takeIn([profile('1')])
    await hq.now.storage.takeFacts(oldTown, A, 1, [visit(1)], [])
    await foldAll()
    expect(await visits(wilhelmina)).toMatchObject({ n: 1 })
    expect(await rowsFor('old-town')).toMatchObject([
      { customer: stranger, gone: 'merged', into: wilhelmina, contains: { epoch: A, n: 1 } },
      { customer: wilhelmina, contains: { epoch: A, n: 1 } },
    ])
  })

  test('E18: whom HQ does not know it keeps, until a profile says who she is; her memory is whole then', async () => {
    await hq.now.storage.takeFacts(oldTown, A, 2, [visit(1), visit(2)], [])
    await foldAll()
    expect((await hq.now.storage.customer(stranger))?.document).toMatchObject({ stranger: true, filled: 0 })
    expect(await hq.now.storage.lookUp(harbour, hash, 5)).toMatchObject({ row: { customer: stranger } })
    await hq.now.storage.takeIn([profile('1')])
    await hq.now.storage.takeFacts(oldTown, A, 3, [visit(3)], [])
    await foldAll()
    const { document } = (await hq.now.storage.customer(stranger)) ?? {}
    expect(document).toMatchObject({ id: wilhelmina, filled: 1, memory: { visits: { n: 3 } } })
    expect(document?.stranger).toBe(undefined)
    const rows = await rowsFor('harbour')
    expect(rows.map((row) => ('gone' in row ? row.gone : row.customer)).toSorted()).toEqual([wilhelmina, 'merged'])
  })
})

test('SPEC 34: two customers are merged by head office, and it is written down who did that and why', async () => {
  await hq.now.storage.takeIn([profile('1'), profile('2', other, [])])
  await hq.now.storage.takeFacts(oldTown, A, 1, [visit(1, other)], [])
  await foldAll()
  expect(await registry.merge(wilhelmina, other, by)).toEqual({ ok: true, value: [harbour, oldTown] })
  expect(await visits(other)).toMatchObject({ n: 1 })
  const journal = hq.now.database.prepare(`select customer, detail from journal where what = 'merged'`).all()
  expect(journal).toEqual([{ customer: wilhelmina, detail: `${other} by Pat: she asked` }])
  expect(await registry.merge(wilhelmina, other, by)).toEqual({ ok: true, value: [] })
  expect((await registry.merge(wilhelmina, wilhelmina, by)).ok).toBe(false)
  expect(hq.now.database.prepare(`select count(*) as n from journal where what = 'merged'`).get()).toEqual({ n: 1 })
})

describe('SPEC 35: an erasure', () => {
  /** The files of HQ's folder in which a text stands, and what stands around it. */
  const found = (text: string) =>
    readdirSync(dirname(hq.file('hq'))).flatMap((name) => {
      const bytes = readFileSync(join(dirname(hq.file('hq')), name), 'latin1')
      const at = bytes.indexOf(text)
      return at === -1 ? [] : [`${name}: ${bytes.slice(at - 80, at + 80).replaceAll(/[^ -~]/g, '.')}`]
    })
  const enrolled = async () => {
    const others = Array.from({ length: 40 }, (_, n): Event => {
      const id = `o${n}`
      return { id: eventIdSchema.parse(id), customer: customerIdSchema.parse(id), at: 1, received: 1, type: 'address' }
    })
    await hq.now.storage.takeIn([...others, profile('1')])
    await hq.now.storage.takeFacts(oldTown, A, 2, [visit(1), visit(2, wilhelmina)], [])
    await foldAll()
  }

  test('S8: once every store has read of it, no byte of her is left in HQ’s files', async () => {
    await enrolled()
    expect(found('Wilhelmina-Unmistakable')).not.toEqual([])
    const erased = await registry.erase(stranger, by)
    expect(erased).toEqual({ ok: true, value: { ids: 2, stores: [harbour, oldTown] } })
    expect(found('Wilhelmina-Unmistakable')).toEqual([])
    expect(await rowsFor('harbour')).toMatchObject([{ customer: wilhelmina, gone: 'erased' }])
    expect((await hq.now.storage.erasures()).flatMap(({ waiting }) => waiting).toSorted()).toEqual([
      harbour,
      oldTown,
      oldTown,
    ])
    for (const store of [harbour, oldTown]) await hq.now.storage.heard(store, 2, 1000)
    for (const trace of [wilhelmina, hash]) expect(found(trace)).toEqual([])
    expect((await hq.now.storage.erasures()).flatMap(({ waiting }) => waiting)).toEqual([])
  })

  test('S8: who turns out to be her while she is being erased is erased with her', async () => {
    const { storage } = hq.now
    await storage.takeIn([profile('1')])
    await foldAll()
    const logged: number[] = []
    // Between the reading of her names and the erasure another customer is merged into her.
    const log = {
      add: ({ names }: { names: string[] }) => void logged.push(names.length),
      all: () => [],
    }
    const namesOf = async (id: typeof wilhelmina) => {
      const names = await storage.namesOf(id)
      if (logged.length > 0) return names
      await storage.takeIn([profile('2', other, [])])
      await foldAll()
      await storage.merge(wilhelmina, other, 2, by, joinTwo(library))
      return names
    }
    const failed = (error: unknown) => expect(error).toBeUndefined()
    const parts = { log, clock: systemClock, join: joinTwo(library), changed: () => {}, failed }
    const erased = await new Registry({ ...parts, storage: { ...storage, namesOf } }).erase(wilhelmina, by)
    expect(erased).toMatchObject({ ok: true, value: { ids: 3 } })
    expect(logged).toEqual([2, 3])
    expect(await storage.takeIn([profile('3', other, [])])).toMatchObject({ stored: 0 })
  })

  test('S8: a later fact about her is acknowledged and not stored, and its hub is told', async () => {
    await enrolled()
    await registry.erase(wilhelmina, by)
    const unreadable = { epoch: A, n: 4, body: JSON.stringify({ event: { customer: wilhelmina } }), why: 'beamed' }
    await hq.now.storage.takeFacts(oldTown, A, 4, [visit(3)], [unreadable])
    expect(await hq.now.storage.takeIn([profile('9')])).toMatchObject({ stored: 0 })
    expect(await hq.now.storage.lastNumber(oldTown, A)).toBe(4)
    expect(await hq.now.storage.erasedAmong(oldTown, A, 1, 4)).toEqual([3, 4])
    for (const store of [harbour, oldTown]) await hq.now.storage.heard(store, 2, 1000)
    expect(found(wilhelmina)).toEqual([])
  })

  test('SPEC 36, S9: a database that is restored from a backup erases her again, before anything else', async () => {
    await enrolled()
    hq.now.database.exec(`vacuum into '${hq.file('backup')}'`)
    await registry.erase(wilhelmina, by)
    hq.open('backup')
    open()
    expect(await hq.now.storage.customer(wilhelmina)).toBeDefined()
    expect(await registry.afterRestore()).toBe(2)
    expect(await hq.now.storage.customer(wilhelmina)).toBe(undefined)
    expect(await registry.afterRestore()).toBe(0)
    expect((await hq.now.storage.takeIn([profile('9')])).stored).toBe(0)
  })
})

test('E14: consent that is withdrawn in one store is in what every other store reads', async () => {
  await hq.now.storage.takeIn([profile('1')])
  const { event, ...fact } = visit(1, wilhelmina)
  const { id, customer, at, received } = event
  const withdrawn: Event = {
    id,
    customer,
    at,
    received,
    type: 'consent',
    purpose: 'marketing',
    given: false,
    strength: 'held',
  }
  await hq.now.storage.takeFacts(oldTown, A, 1, [{ ...fact, event: withdrawn }], [])
  await foldAll()
  for (const store of ['harbour', 'old-town'])
    expect(await rowsFor(store)).toMatchObject([{ document: { consent: { marketing: { given: false, at } } } }])
})
