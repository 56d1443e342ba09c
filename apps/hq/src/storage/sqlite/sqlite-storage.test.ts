import { describe, expect, test } from 'vitest'
import type { Event } from '@kairos/shared/event'
import { customerIdSchema } from '@kairos/shared/ids'
import type { FoldOne } from '../storage.ts'
import { A, fact, fold, harbour, hqOnDisk, oldTown, profile } from './hq-on-disk.fixture.ts'

const hq = hqOnDisk()
const folds = async (id: string) => (await hq.now.storage.customer(customerIdSchema.parse(id)))?.document.now

describe('HQ’s storage in SQLite', () => {
  test('SPEC 3: the same event again is not stored, queued or folded again', async () => {
    expect(await hq.now.storage.takeIn([profile('1', 'ann'), profile('2', 'ann'), profile('1', 'ann')])).toEqual({
      stored: 2,
      duplicates: 1,
    })
    expect(await hq.now.storage.takeIn([profile('2', 'ann')])).toEqual({ stored: 0, duplicates: 1 })
    expect((await hq.now.storage.foldNext(10, fold)).done).toBe(2)
    expect(await folds('ann')).toBe(2)
  })

  test('an import’s batch and its progress are stored together, and a gap is refused whole', async () => {
    const next = (expected: number) => (stored: unknown) => {
      const at = (stored as { at: number } | undefined)?.at ?? 0
      return at === expected ? { at: at + 1 } : undefined
    }
    expect(await hq.now.storage.takeImport('past', [profile('1', 'ann')], next(0))).toEqual({
      stored: 1,
      duplicates: 0,
    })
    expect(await hq.now.storage.takeImport('past', [profile('3', 'ann')], next(2))).toBeUndefined()
    expect(await hq.now.storage.importProgress('past')).toEqual({ at: 1 })
    const unserialisable = { ...profile('4', 'ann'), at: 1n } as unknown as Event
    await expect(hq.now.storage.takeImport('past', [profile('2', 'ann'), unserialisable], next(1))).rejects.toThrow()
    expect(await hq.now.storage.importProgress('past')).toEqual({ at: 1 })
    expect((await hq.now.storage.summary()).events).toBe(1)
  })

  test('SPEC 4: folding names the stores that have something to read', async () => {
    await hq.now.storage.takeIn([
      profile('1', 'ann', harbour),
      profile('2', 'bob', oldTown),
      profile('3', 'ann', oldTown),
    ])
    expect((await hq.now.storage.foldNext(10, fold)).stores).toEqual(new Set([harbour, oldTown]))
    await hq.now.storage.takeIn([profile('4', 'bob')])
    expect((await hq.now.storage.foldNext(10, fold)).stores).toEqual(new Set([oldTown]))
  })

  test('SPEC 18: what cannot be folded is counted, and whose it is is told', async () => {
    const facts = [fact(1, 'bad 1', 'ann'), fact(2, 'e2', 'bob'), fact(3, 'bad 3', 'bob')]
    await hq.now.storage.takeFacts(harbour, A, 3, facts, [])
    const { done, unfoldable } = await hq.now.storage.foldNext(10, fold)
    expect([done, unfoldable.map(({ customer }) => customer)]).toEqual([3, ['ann', 'bob']])
    expect([await folds('ann'), await folds('bob')]).toEqual([0, 1])
    expect((await hq.now.storage.foldNext(10, fold)).done).toBe(0)
  })

  test('E16: what HQ grants is counted against its own share, what a store granted is not', async () => {
    const seen: (number | undefined)[] = []
    const granting: FoldOne = (id, customer, input, granted) => {
      seen.push(granted?.('gift'))
      const effect = { do: 'grant' as const, incentive: 'gift', dialogue: 'd', run: 'r', at: 0, expires: 1 }
      const advanced = fold(id, customer, input)
      return { ...advanced, customer: { ...advanced.customer, nextDue: 50 + seen.length }, effects: [effect] }
    }
    await hq.now.storage.takeIn([profile('1', 'ann'), profile('2', 'bob')])
    await hq.now.storage.foldNext(10, granting)
    await hq.now.storage.takeFacts(harbour, A, 1, [fact(1, '3', 'ann')], [])
    await hq.now.storage.foldNext(10, granting)
    await hq.now.storage.wake(60, 10, granting)
    expect(seen).toEqual([0, 1, undefined, 2, 3])
  })

  test('SPEC 18: a customer whose deadlines cannot be folded, or never pass, does not keep HQ awake', async () => {
    const due: FoldOne = (id, customer, input) => {
      if (input.type === 'timePassed' && id === 'ann') throw new Error('cannot wake her')
      const advanced = fold(id, customer, input)
      return {
        ...advanced,
        customer: { ...advanced.customer, nextDue: id === 'dan' && input.type === 'timePassed' ? 60 : 50 },
      }
    }
    await hq.now.storage.takeIn([profile('1', 'ann'), profile('2', 'bob'), profile('3', 'dan')])
    await hq.now.storage.foldNext(10, due)
    expect(await hq.now.storage.nextDue()).toBe(50)
    const { done, unfoldable } = await hq.now.storage.wake(55, 10, due)
    expect([done, unfoldable.map(({ customer }) => customer)]).toEqual([3, ['ann', 'bob']])
    expect(await hq.now.storage.nextDue()).toBe(60)
  })
})
