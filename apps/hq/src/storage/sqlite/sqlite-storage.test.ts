import { copyFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Event } from '@kairos/shared/event'
import { customerIdSchema } from '@kairos/shared/ids'
import type { FoldOne } from '../storage.ts'
import { A, fact, fold, H1, H2, H3, harbour, hqOnDisk, oldTown, profile } from './hq-on-disk.fixture.ts'

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

  test('SPEC 4: every store that holds a customer gets its own number for a change', async () => {
    await hq.now.storage.takeIn([
      profile('1', 'ann', harbour),
      profile('2', 'bob', oldTown),
      profile('3', 'ann', oldTown),
    ])
    expect((await hq.now.storage.foldNext(10, fold)).stores).toEqual(new Set([harbour, oldTown]))
    const changes = async (store = harbour) =>
      (await hq.now.storage.feedAfter(store, 0, 10)).rows.map((row) => row.change)
    const all = [...(await changes(harbour)), ...(await changes(oldTown))]
    expect(all.toSorted((a, b) => a - b)).toEqual([1, 2, 3])
    await hq.now.storage.takeIn([profile('4', 'ann')])
    await hq.now.storage.foldNext(10, fold)
    expect([...(await changes(harbour)), ...(await changes(oldTown))].toSorted((a, b) => a - b)).toEqual([3, 4, 5])
    const first = await hq.now.storage.feedAfter(oldTown, 0, 1)
    expect(first).toMatchObject({ more: true, rows: [{ customer: 'bob' }] })
    expect(await hq.now.storage.feedAfter(oldTown, first.cursor, 1)).toMatchObject({
      more: false,
      rows: [{ customer: 'ann' }],
    })
  })

  test('SPEC 7: after a restore a cursor holds only as far as the backup and the hub share one history', async () => {
    await hq.now.storage.openEpoch(H1, 0)
    const change = async (id: string) => {
      await hq.now.storage.takeIn([profile(id, 'ann', harbour)])
      await hq.now.storage.foldNext(10, fold)
    }
    await change('1')
    await change('2')
    hq.now.database.pragma('wal_checkpoint(TRUNCATE)')
    copyFileSync(hq.file('hq'), hq.file('backup'))
    await change('3')
    await hq.now.storage.openEpoch(H2, 0)
    await change('4')
    expect([await hq.now.storage.cursorHolds(H1, 3), await hq.now.storage.cursorHolds(H2, 4)]).toEqual([true, true])
    expect([await hq.now.storage.cursorHolds(H1, 4), await hq.now.storage.cursorHolds(H2, 5)]).toEqual([false, false])
    hq.open('backup')
    await hq.now.storage.openEpoch(H3, 0)
    expect(await Promise.all([2, 3].map((cursor) => hq.now.storage.cursorHolds(H1, cursor)))).toEqual([true, false])
    // What is numbered anew from here on is no number of the history that was lost.
    await change('other')
    expect([await hq.now.storage.cursorHolds(H1, 3), await hq.now.storage.cursorHolds(H2, 4)]).toEqual([false, false])
    expect(await hq.now.storage.cursorHolds(H3, 3)).toBe(true)
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
