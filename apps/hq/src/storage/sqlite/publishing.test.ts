import { describe, expect, test } from 'vitest'
import { messageRefSchema } from '@kairos/shared/ids'
import type { FoldOne, RefillOne } from '../storage.ts'
import { fold, harbour, hqOnDisk, oldTown, profile } from './hq-on-disk.fixture.ts'

const hq = hqOnDisk()
const by = { who: 'Ann', note: 'new words' }
const files = (words: string) => ({ 'chain.yaml': words })

describe('versions of the playbook', () => {
  test('E12: a rollback is a new version with an older one’s files; the list says who, when and whose', async () => {
    const { storage } = hq.now
    expect(await storage.publish('a', files('a'), 10, by)).toBe(1)
    expect(await storage.publish('b', files('b'), 20, { who: 'Bob', note: '' })).toBe(2)
    expect(await storage.publish('b', files('b'), 25, { who: 'Bob', note: '' })).toBe(2)
    expect(await storage.publish('a', files('a'), 30, { who: 'Ann', note: 'b was wrong', filesOf: 1 })).toBe(3)
    expect(await storage.playbooks()).toEqual([
      { version: 3, at: 30, who: 'Ann', note: 'b was wrong', current: true, filesOf: 1 },
      { version: 2, at: 20, who: 'Bob', note: '', current: false },
      { version: 1, at: 10, ...by, current: false },
    ])
    expect(await storage.playbookFiles(2)).toEqual(files('b'))
    expect(await storage.playbookFiles(4)).toBeUndefined()
  })

  test('S10: a number that a hub has named is not used again, though a restored database has lost it', async () => {
    const { storage } = hq.now
    await storage.publish('a', files('a'), 10, by)
    await storage.heard(harbour, 20, 0, 7)
    await storage.heard(oldTown, 20, 0, 2)
    // A pull names no playbook, and forgets none.
    await storage.heard(harbour, 30, 5)
    expect(await storage.publish('b', files('b'), 40, by)).toBe(8)
  })
})

test('SPEC 20: a hub is sent what came after its newest version, what it lacks before that, and what it has otherwise', async () => {
  const { storage } = hq.now
  const digest = (n: number) => `${n}`.padStart(64, '0')
  for (const n of [1, 2, 3, 4]) await storage.publish(digest(n), files(`${n}`), n, by)
  const versions = async (newest: number, named?: { version: number; digest: string }[]) =>
    (await storage.playbooksAfter(newest, named)).map(({ version }) => version)
  const has = (...numbers: number[]) => numbers.map((version) => ({ version, digest: digest(version) }))
  expect(await versions(2)).toEqual([3, 4])
  expect(await versions(4, has(1, 2, 3, 4))).toEqual([])
  // A push came before the answer to hello.
  expect(await versions(4, has(4))).toEqual([1, 2, 3])
  // Another history's version 3; and one that HQ has lost is nothing to send.
  expect(await versions(7, [...has(1, 2, 4, 7), { version: 3, digest: digest(9) }])).toEqual([3])
  // It names as many as it may, so the older ones are there, too.
  const many = Array.from({ length: 50 }, (_, n) => ({ version: n + 3, digest: digest(n + 3) }))
  expect(await versions(52, many)).toEqual([])
})

describe('a pause', () => {
  /** Every event sends an e-mail; one whose id says so withdraws what was sent. */
  const sending: FoldOne = (id, customer, input) => {
    const advanced = fold(id, customer, input)
    if (!('id' in input)) return advanced
    const where = { dialogue: 'news', run: 'r' }
    if (input.id.includes('withdraw'))
      return { ...advanced, effects: [{ do: 'withdraw' as const, ...where, since: 0 }] }
    const message = messageRefSchema.parse({ ...where, step: input.id, time: 1, version: 1 })
    return { ...advanced, effects: [{ do: 'send' as const, channel: 'email' as const, message, at: input.at }] }
  }
  const statuses = () =>
    hq.now.database.prepare('select customer, status from effects order by customer, message').all()
  const due = async () => {
    const { effectsDue, effectsPaused } = await hq.now.storage.summary()
    return [effectsDue['email'] ?? 0, effectsPaused?.['email'] ?? 0]
  }

  test('what comes due meanwhile is held back, and due on resumption unless it was withdrawn', async () => {
    const { storage } = hq.now
    const comes = async (id: string, customer: string) => {
      await storage.takeIn([profile(id, customer)])
      await storage.foldNext(10, sending)
    }
    await comes('e1', 'ann')
    expect(await storage.pause(true, by, 50)).toBe(true)
    expect(await storage.pause(true, { who: 'Bob', note: '' }, 60)).toBe(false)
    expect(await storage.paused()).toEqual({ since: 50, ...by })
    await comes('e2', 'bob')
    await comes('e3', 'cat')
    expect(await due()).toEqual([1, 2])
    await comes('withdraw e3', 'cat')
    expect(await due()).toEqual([1, 1])
    expect(await storage.pause(false, by, 70)).toBe(true)
    expect(await storage.paused()).toBeUndefined()
    expect(await due()).toEqual([2, 0])
    expect(statuses()).toEqual([
      { customer: 'ann', status: 'due' },
      { customer: 'bob', status: 'due' },
      { customer: 'cat', status: 'withdrawn' },
    ])
    await comes('e4', 'dan')
    expect(await due()).toEqual([3, 0])
  })
})

describe('the sweep', () => {
  const people = ['ann', 'bob', 'cat', 'dan', 'eve']
  /** Writes into the document's time how many events it was filled from. */
  const refill: RefillOne = (customer, events) => {
    if (customer.id === 'cat') throw new Error('cannot fill her')
    return customer.id === 'dan' ? undefined : { ...customer, now: 100 + events().length, nextDue: 500 }
  }
  const times = () =>
    hq.now.database.prepare(`select id, json_extract(document, '$.now') as now from customers order by id`).all()

  test('E11: goes on where it was, in whatever batches; only what is folded counts; the stores get it', async () => {
    const { storage } = hq.now
    await storage.takeIn(people.map((id, n) => profile(`e${n}`, id, harbour)))
    await storage.foldNext(10, fold)
    await storage.takeIn([profile('later', 'ann')])
    const { cursor } = await storage.feedAfter(harbour, 0, 10)
    expect(await storage.sweepProgress()).toBeUndefined()
    expect(await storage.beginSweep('with visits')).toBe(true)
    expect(await storage.sweepNext(50, 1, 100, refill)).toMatchObject({ ended: false, changed: 1 })
    hq.open('hq')
    const again = hq.now.storage
    expect(await again.beginSweep('with visits')).toBe(true)
    expect(await again.sweepProgress()).toEqual({ done: 1, of: 5 })
    // After so many events no further customer is begun.
    expect(await again.sweepNext(50, 100, 1, refill)).toMatchObject({ ended: false, changed: 1 })
    const last = await again.sweepNext(50, 100, 100, refill)
    expect(last).toMatchObject({ ended: true, changed: 1, unfoldable: [{ customer: 'cat' }] })
    expect(await again.sweepProgress()).toBeUndefined()
    expect(await again.beginSweep('with visits')).toBe(false)
    expect(times()).toEqual([
      { id: 'ann', now: 101 },
      { id: 'bob', now: 101 },
      { id: 'cat', now: 1 },
      { id: 'dan', now: 1 },
      { id: 'eve', now: 101 },
    ])
    expect((await again.feedAfter(harbour, cursor, 10)).rows.map(({ customer }) => customer)).toEqual([
      'ann',
      'bob',
      'eve',
    ])
    expect(await again.nextDue()).toBe(500)
    await again.foldNext(10, fold)
    expect(times()[0]).toEqual({ id: 'ann', now: 102 })
  })

  test('E11: whoever is due is woken before her waits are computed anew', async () => {
    const { storage } = hq.now
    const due: FoldOne = (id, customer, input) => {
      const { customer: folded, ...rest } = fold(id, customer, input)
      return { ...rest, customer: 'id' in input && id === 'bob' ? { ...folded, nextDue: 40 } : folded }
    }
    await storage.takeIn(people.map((id, n) => profile(`e${n}`, id)))
    await storage.foldNext(10, due)
    await storage.beginSweep('with visits')
    const stopped = { ended: false, due: true, changed: 1 }
    expect(await storage.sweepNext(50, 10, 100, refill)).toMatchObject(stopped)
    expect(await storage.sweepNext(50, 10, 100, refill)).toMatchObject({ ...stopped, changed: 0 })
    await storage.wake(50, 10, due)
    expect(await storage.sweepNext(50, 10, 100, refill)).toMatchObject({ ended: true, due: false, changed: 2 })
  })

  test('E11: other memory begins it anew', async () => {
    const { storage } = hq.now
    await storage.takeIn(people.map((id, n) => profile(`e${n}`, id)))
    await storage.foldNext(10, fold)
    await storage.beginSweep('one')
    await storage.sweepNext(50, 2, 100, refill)
    await storage.beginSweep('other')
    expect(await storage.sweepProgress()).toEqual({ done: 0, of: 5 })
  })
})
