import * as fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { eventSchema, type Event } from '@kairos/shared/event'
import { occasionSchema, type Occasion } from '@kairos/shared/hq-views'
import { storeIdSchema } from '@kairos/shared/ids'
import { DAY } from '@kairos/shared/time'
import { INTEREST_LASTS } from '../../occasions/occasion.ts'
import type { FoldOne } from '../storage.ts'
import { A, fold as count, harbour, hqOnDisk, oldTown, profile } from './hq-on-disk.fixture.ts'

const hq = hqOnDisk()
/** Counts folds in the document's own time, and keeps who she is. */
const fold: FoldOne = (...all) => {
  const [, , input] = all
  const { customer, ...rest } = count(...all)
  return { ...rest, customer: input.type === 'profile' ? { ...customer, profile: input.profile } : customer }
}
const NOW = Date.UTC(2026, 10, 21)
const MIGRATION = new URL('../../../migrations/0003-occasions.sql', import.meta.url)

function receipt(type: 'purchase' | 'return', customer: string, at: number, categories: (string | undefined)[]): Event {
  const lines = categories.map((category) => ({ sku: 'x', name: 'X', quantity: 1, amount: 1, category }))
  const id = `${type}:${customer}/${at}/${categories.join()}`
  const rest = { store: harbour, till: '1', receipt: id, total: 1, lines }
  return eventSchema.parse({ id, customer, at, received: NOW, type, ...rest })
}
const bought = (customer: string, at: number, ...categories: (string | undefined)[]) =>
  receipt('purchase', customer, at, categories)
const occasion = (rest: Partial<Record<keyof Occasion, unknown>>): Occasion =>
  occasionSchema.parse({ id: 'o', kind: 'arrivals', name: 'spring', ...rest })
const shoes = occasion({ category: 'shoes' })

async function folded(events: readonly Event[]): Promise<void> {
  await hq.now.storage.takeIn(events)
  while ((await hq.now.storage.foldNext(7, fold)).done > 0);
}
/** Brings all occasions to their end; gives how many batches that took. */
async function reachAll(now = NOW, most = 10): Promise<number> {
  for (let batches = 1; batches < 1000; batches++) {
    if ((await hq.now.storage.reachNext(now, most)).ended) return batches
    await hq.now.storage.foldNext(1000, fold)
  }
  throw new Error('occasions without an end')
}
const rows = <R>(sql: string): R[] => hq.now.database.prepare<[], R>(sql).all()
const reached = () =>
  rows<{ id: string }>(`select id from events where type = 'occasion' order by id`).map(({ id }) => id)
const index = () => rows<object>('select category, customer, last from interests order by 1, 2')

describe('E17: the index of interests', () => {
  test('holds the last purchase of each category, in whatever order they arrive, from HQ’s doors and from hubs', async () => {
    await folded([bought('ann', 50, 'shoes', 'shoes', undefined, 'hats'), bought('ann', 40, 'shoes')])
    const event = bought('bob', 60, 'hats')
    await hq.now.storage.takeFacts(harbour, A, 1, [{ epoch: A, n: 1, event, playbook: 1 }], [])
    await hq.now.storage.foldNext(10, fold)
    await folded([receipt('return', 'ann', 70, ['shoes', 'linen'])])
    const expected = [
      { category: 'hats', customer: 'ann', last: 50 },
      { category: 'hats', customer: 'bob', last: 60 },
      { category: 'shoes', customer: 'ann', last: 50 },
    ]
    expect(index()).toEqual(expected)
  })

  test('holds only what was folded', async () => {
    const bad = { ...bought('ann', 50, 'shoes'), id: eventSchema.options[0].shape.id.parse('bad') }
    await hq.now.storage.takeIn([bad, bought('bob', 50, 'shoes')])
    expect(index()).toEqual([])
    await hq.now.storage.foldNext(10, fold)
    expect(index()).toEqual([{ category: 'shoes', customer: 'bob', last: 50 }])
  })

  test('is filled from kept events where a database has none yet', async () => {
    const history = { ...bought('cat', 10, 'linen'), history: true as const }
    await folded([bought('ann', 50, 'shoes', 'hats'), bought('ann', 70, 'shoes'), history, profile('p', 'dan')])
    await folded([{ ...bought('eve', 5, 'hats'), id: profile('bad', 'eve').id }, receipt('return', 'dan', 5, ['hats'])])
    const kept = index()
    expect(kept).toHaveLength(3)
    await hq.now.storage.takeIn([bought('waits', 80, 'shoes')])
    hq.now.database.exec('drop table interests; drop table occasions')
    hq.now.database.exec(readFileSync(MIGRATION, 'utf8'))
    expect(index()).toEqual(kept)
  })
})

describe('E17: an occasion', () => {
  test('is noted once; another content under its id is refused, and changes nothing', async () => {
    const { storage } = hq.now
    const show = { stores: [oldTown, harbour], on: '2026-12-01' }
    expect(await storage.announce(occasion(show), NOW)).toBe('new')
    expect(await storage.announce(occasion({ ...show, stores: [harbour, oldTown, harbour] }), NOW + 1)).toBe('known')
    for (const other of [
      { ...show, on: '2026-12-02' },
      { ...show, stores: [harbour] },
      { ...show, category: 'hats' },
    ])
      expect(await storage.announce(occasion(other), NOW)).toBe('other')
    expect(await storage.occasions('all')).toHaveLength(1)
    expect(await storage.occasion('o')).toMatchObject({ on: '2026-12-01', announced: NOW, ended: false })
    expect(await storage.occasion('p')).toBeUndefined()
  })

  test('reaches who bought of its category within 13 months of its announcement, each once, and nobody else', async () => {
    const { storage } = hq.now
    const first = NOW - INTEREST_LASTS
    expect(INTEREST_LASTS).toBe(396 * DAY)
    await folded([bought('in', first, 'shoes'), bought('out', first - 1, 'shoes'), bought('other', NOW, 'hats')])
    await storage.announce(shoes, NOW)
    // However long it takes: the 13 months are those before the announcement.
    await reachAll(NOW + 90 * DAY)
    expect(reached()).toEqual(['occasion:o/in'])
    expect(await storage.occasion('o')).toMatchObject({ done: 2, of: 2, reached: 1, ended: true })
    await storage.announce(shoes, NOW + 1)
    expect(await reachAll()).toBe(1)
    expect(reached()).toHaveLength(1)
  })

  test('E10: its event happens as the customer’s turn comes, and carries what dialogues look at', async () => {
    await folded([bought('ann', NOW, 'shoes')])
    await hq.now.storage.announce(occasion({ category: 'shoes', on: '2027-01-01' }), NOW)
    await reachAll(NOW + 9 * DAY)
    const [event] = rows<{ body: string }>(`select body from events where type = 'occasion'`)
    expect(eventSchema.parse(JSON.parse(event?.body ?? ''))).toEqual({
      id: 'occasion:o/ann',
      customer: 'ann',
      at: NOW + 9 * DAY,
      received: NOW + 9 * DAY,
      type: 'occasion',
      kind: 'arrivals',
      name: 'spring',
      category: 'shoes',
      on: '2027-01-01',
    })
  })

  test('with stores reaches only who is at home there; without a category everybody there', async () => {
    const { storage } = hq.now
    const homes = [harbour, oldTown, storeIdSchema.parse('quay')]
    const people = Array.from({ length: 30 }, (_, n) => `c${String(n).padStart(2, '0')}`)
    await folded(people.map((id, n) => profile(`p${n}`, id, homes[n % 3])))
    await folded(people.map((id, n) => bought(id, NOW + n, n % 2 === 0 ? 'shoes' : 'hats')))
    await storage.announce(occasion({ category: 'shoes', stores: [oldTown] }), NOW)
    await reachAll(NOW, 4)
    const of = (which: (n: number) => boolean, id = 'o') =>
      people.filter((_, n) => which(n)).map((each) => `occasion:${id}/${each}`)
    expect(reached()).toEqual(of((n) => n % 2 === 0 && n % 3 === 1))
    await storage.announce(occasion({ id: 'show', stores: ['quay', oldTown] }), NOW)
    // All bought in the harbour's store, which therefore holds them; it is not their home.
    await reachAll(NOW, 4)
    expect(reached().filter((id) => id.includes('show'))).toEqual(of((n) => n % 3 > 0, 'show'))
    expect(await storage.occasion('show')).toMatchObject({ done: 20, of: 20, reached: 20, ended: true })
    await storage.announce(occasion({ id: 'all', stores: [harbour] }), NOW)
    await reachAll(NOW, 4)
    expect(await storage.occasion('all')).toMatchObject({ done: 30, of: 30, reached: 10, ended: true })
  })

  test('E19: nobody who shares her identity is found by what was bought, only by her home', async () => {
    const shared = profile('p1', 'smiths', harbour)
    if (shared.type !== 'profile') throw new Error('a profile')
    await folded([{ ...shared, profile: { ...shared.profile, household: true } }, profile('p2', 'ann', harbour)])
    await folded(['smiths', 'ann'].map((id) => bought(id, NOW, 'shoes')))
    await hq.now.storage.announce(shoes, NOW)
    await hq.now.storage.announce(occasion({ id: 'show', stores: [harbour] }), NOW)
    await reachAll()
    expect(reached()).toEqual(['occasion:o/ann', 'occasion:show/ann', 'occasion:show/smiths'])
  })

  test('paced: so many are looked at in a batch, and nothing is stored while anything waits to be folded', async () => {
    const { storage } = hq.now
    await folded(Array.from({ length: 25 }, (_, n) => bought(`c${n}`, NOW, 'shoes')))
    await storage.announce(shoes, NOW)
    await storage.takeIn([bought('live', NOW, 'hats')])
    expect(await storage.reachNext(NOW, 10)).toEqual({ ended: false, stored: 0 })
    await storage.foldNext(10, fold)
    expect(await storage.reachNext(NOW, 10)).toEqual({ ended: false, stored: 10 })
    expect(await storage.reachNext(NOW, 10)).toEqual({ ended: false, stored: 0 })
    expect(await storage.occasion('o')).toMatchObject({ done: 10, of: 25, reached: 10, ended: false })
    expect(await storage.occasions('under way')).toHaveLength(1)
    await reachAll()
    expect(await storage.occasions('under way')).toEqual([])
    expect(await storage.occasions('all')).toMatchObject([{ done: 25, reached: 25 }])
  })

  test('a small one does not wait for the end of a large one', async () => {
    const { storage } = hq.now
    await folded(Array.from({ length: 30 }, (_, n) => bought(`c${n}`, NOW, 'shoes', ...(n < 5 ? ['hats'] : []))))
    await storage.announce(shoes, NOW)
    await storage.announce(occasion({ id: 'small', category: 'hats' }), NOW)
    for (let n = 0; n < 2; n++) {
      await storage.reachNext(NOW, 10)
      await storage.foldNext(100, fold)
    }
    expect(await storage.occasions('all')).toMatchObject([
      { id: 'small', ended: true },
      { id: 'o', done: 10, ended: false },
    ])
  })

  test('whose day is over everywhere reaches nobody any more', async () => {
    const { storage } = hq.now
    await folded(['ann', 'bob', 'cat'].map((id) => bought(id, NOW, 'shoes')))
    await storage.announce(occasion({ category: 'shoes', on: '2026-11-21' }), NOW)
    const over = NOW + 1.5 * DAY
    expect(await storage.reachNext(over - 1, 1)).toEqual({ ended: false, stored: 1 })
    await storage.foldNext(10, fold)
    await reachAll(over)
    expect(reached()).toEqual(['occasion:o/ann'])
    expect(await storage.occasion('o')).toMatchObject({ done: 1, of: 3, reached: 1, ended: true })
  })

  test('who becomes interested meanwhile never makes the progress more than all', async () => {
    const { storage } = hq.now
    await folded([bought('b', NOW, 'shoes'), bought('c', NOW, 'shoes')])
    await storage.announce(shoes, NOW)
    await storage.reachNext(NOW, 1)
    await folded([bought('d', NOW, 'shoes'), bought('a', NOW, 'shoes')])
    await reachAll()
    expect(await storage.occasion('o')).toMatchObject({ done: 3, of: 3, reached: 3, ended: true })
  })

  test('E9: ended between any two steps and opened again, it reaches the same customers, each once', async () => {
    const people = Array.from({ length: 40 }, (_, n) => `c${String(n).padStart(2, '0')}`)
    const stepSchema = fc.constantFrom('reach', 'fold', 'live', 'open')
    const life = fc.tuple(fc.array(stepSchema, { maxLength: 60 }), fc.integer({ min: 1, max: 12 }))
    let run = 0
    await fc.assert(
      fc.asyncProperty(life, async ([steps, most]) => {
        const file = `hq-${++run}`
        hq.open(file)
        await folded(people.map((id, n) => profile(`p${n}`, id, n % 3 === 0 ? oldTown : harbour)))
        await folded(people.map((id, n) => bought(id, NOW - n * 20 * DAY, 'shoes')))
        await hq.now.storage.announce(shoes, NOW)
        await hq.now.storage.announce(occasion({ id: 'show', stores: [oldTown, harbour] }), NOW)
        let live = 0
        for (const step of steps) {
          if (step === 'reach') await hq.now.storage.reachNext(NOW, most)
          else if (step === 'fold') await hq.now.storage.foldNext(most, fold)
          else if (step === 'live') await hq.now.storage.takeIn([profile(`live${live++}`, 'zoe')])
          else hq.open(file)
        }
        await reachAll(NOW, most)
        await hq.now.storage.foldNext(1000, fold)
        const shoesOf = people.filter((_, n) => n * 20 * DAY <= INTEREST_LASTS).map((id) => `occasion:o/${id}`)
        expect(reached()).toEqual([...shoesOf, ...people.map((id) => `occasion:show/${id}`)])
        const counts = rows<{ id: string; now: number }>(
          `select id, json_extract(document, '$.now') as now from customers where id <> 'zoe' order by id`,
        )
        expect(counts.map(({ now }) => now)).toEqual(people.map((_, n) => (n * 20 * DAY <= INTEREST_LASTS ? 4 : 3)))
      }),
      { numRuns: 25 },
    )
  })
})
