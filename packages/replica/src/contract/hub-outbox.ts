import { expect } from 'vitest'
import { eventIdSchema } from '@kairos/shared/ids'
import { DAY } from '@kairos/shared/time'
import type { Check } from './check.ts'
import { names, numbers, read, type HubUnderTest } from './hub-under-test.ts'
import { A, ann, B, bob, C, cid, fact, H1, H2, row } from './made-up.ts'

/** What a hub's storage does with its own facts. */
export const outboxChecks: readonly Check<HubUnderTest>[] = [
  {
    title: 'SPEC 2: a number is never used again, not after a restart, and not once its fact has gone',
    check(hub) {
      hub.storage.append(fact(1, ann))
      expect([hub.storage.lastNumber(A), hub.storage.lastNumber(B)]).toEqual([1, 0])
      hub.storage.confirm(A, 1, [])
      read(hub, [row(1, ann, { epoch: A, n: 1 })])
      hub.storage.append(fact(1, ann, { epoch: B, received: 31 * DAY }))
      hub.reopen()
      expect([hub.storage.lastNumber(A), hub.storage.lastNumber(B)]).toEqual([1, 1])
    },
  },
  {
    title: 'SPEC 3: an event that was recorded already is recorded by no other fact',
    check(hub) {
      expect(hub.storage.append(fact(1, ann, { event: 'receipt' }))?.n).toBe(1)
      hub.reopen()
      expect(hub.storage.append(fact(2, ann, { event: 'receipt' }))).toBeUndefined()
      expect([hub.storage.lastNumber(A), numbers(hub.storage.factsOf(ann))]).toEqual([1, [1]])
      expect(hub.storage.hasEvent(eventIdSchema.parse('receipt'))).toBe(true)
    },
  },
  {
    title: 'SPEC 8, 17: what was set aside is sent again to another epoch of HQ, and counts for no view meanwhile',
    check(hub) {
      for (const n of [1, 2]) hub.storage.append(fact(n, ann))
      hub.storage.adopt(H1, true)
      hub.storage.confirm(A, 2, [2])
      hub.storage.adopt(H1, false)
      hub.reopen()
      expect(hub.storage.unsent(9)).toEqual([])
      hub.storage.adopt(H2, false)
      expect([numbers(hub.storage.unsent(9)), numbers(hub.storage.factsOf(ann))]).toEqual([[1, 2], [1]])
      hub.storage.confirm(A, 2, [2])
      expect(hub.storage.depth()).toEqual({ unsent: 0, uncontained: 1 })
    },
  },
  {
    title: 'SPEC 8: another epoch of HQ is sent what no base contains; another history, all that is kept',
    check(hub) {
      for (const [index, customer] of [ann, bob, ann].entries()) hub.storage.append(fact(index + 1, customer))
      hub.storage.adopt(H1, true)
      hub.storage.confirm(A, 3, [])
      read(hub, [row(1, bob, { epoch: A, n: 2 })])
      hub.storage.adopt(H1, false)
      expect(hub.storage.depth()).toEqual({ unsent: 0, uncontained: 2 })
      hub.storage.adopt(H2, false)
      expect(numbers(hub.storage.unsent(10))).toEqual([1, 3])
      expect(hub.storage.position()).toEqual({ cursor: 1, hqEpoch: H2, highest: 1 })
      hub.storage.adopt(H2, true)
      hub.reopen()
      expect(numbers(hub.storage.unsent(10))).toEqual([1, 2, 3])
      expect(hub.storage.depth()).toEqual({ unsent: 3, uncontained: 3 })
      expect(hub.storage.position()).toEqual({ cursor: 0, hqEpoch: H2, highest: 0 })
    },
  },
  {
    title: 'SPEC 11: a base contains her facts up to the one it names, of this epoch and all before, and nobody else’s',
    check(hub) {
      for (const [index, customer] of [ann, bob].entries()) hub.storage.append(fact(index + 1, customer))
      for (const [index, customer] of [ann, bob, ann, ann].entries())
        hub.storage.append(fact(index + 1, customer, { epoch: B }))
      hub.storage.append(fact(1, ann, { epoch: C }))
      read(hub, [row(10, ann, { epoch: B, n: 3 })], { epoch: C })
      hub.reopen()
      expect(names(hub.storage.factsOf(ann))).toEqual(['b4', 'c1'])
      expect(names(hub.storage.factsOf(bob))).toEqual(['a2', 'b2'])
    },
  },
  {
    title: 'SPEC 11: numbers are those of one epoch, and contain nothing of a later one',
    check(hub) {
      for (const n of [1, 2]) hub.storage.append(fact(n, ann))
      for (const n of [1, 2]) hub.storage.append(fact(n, ann, { epoch: B }))
      read(hub, [row(1, ann, { epoch: A, n: 1 })], { epoch: B })
      expect(names(hub.storage.factsOf(ann))).toEqual(['a2', 'b1', 'b2'])
      // Of the epoch before, more were used than are left here.
      read(hub, [row(2, ann, { epoch: A, n: 7 })], { epoch: B })
      expect(names(hub.storage.factsOf(ann))).toEqual(['b1', 'b2'])
    },
  },
  {
    title: 'SPEC 11, 35: what a fact contains that is not here any more, it contains all the same',
    check(hub) {
      hub.storage.append(fact(1, ann))
      hub.storage.append(fact(1, cid, { epoch: B }))
      hub.storage.append(fact(1, ann, { epoch: C }))
      read(hub, [{ change: 1, customer: cid, gone: 'erased' }], { epoch: C })
      // The row of a merge names the last of the hub's facts that is folded, whoever it was about.
      read(hub, [row(2, ann, { epoch: B, n: 1 })], { epoch: C })
      expect(names(hub.storage.factsOf(ann))).toEqual(['c1'])
    },
  },
  {
    title: 'SPEC 12: a hub restored from a backup drops what HQ has had since a future that the hub has forgotten',
    check(hub) {
      hub.storage.append(fact(1, ann))
      hub.storage.append(fact(1, ann, { epoch: B }))
      read(hub, [row(7, ann, { epoch: C, n: 5 })], { epoch: B })
      expect(names(hub.storage.factsOf(ann))).toEqual(['b1'])
      // What was never confirmed is sent all the same: HQ knows what it has.
      expect(hub.storage.depth()).toEqual({ unsent: 2, uncontained: 1 })
    },
  },
  {
    title: 'SPEC 14: the oldest unconfirmed facts are sent, all of one epoch',
    check(hub) {
      for (const n of [1, 2, 3]) hub.storage.append(fact(n, ann, { received: n }))
      hub.storage.append(fact(1, ann, { epoch: B, received: 4 }))
      expect(names(hub.storage.unsent(2))).toEqual(['a1', 'a2'])
      expect(names(hub.storage.unsent(9))).toEqual(['a1', 'a2', 'a3'])
      hub.storage.confirm(A, 2, [])
      hub.reopen()
      expect([names(hub.storage.unsent(9)), hub.storage.oldestUnsent()]).toEqual([['a3'], 3])
      hub.storage.confirm(A, 3, [])
      expect([names(hub.storage.unsent(9)), hub.storage.oldestUnsent()]).toEqual([['b1'], 4])
      hub.storage.confirm(B, 1, [])
      expect([names(hub.storage.unsent(9)), hub.storage.oldestUnsent()]).toEqual([[], undefined])
    },
  },
  {
    title: 'SPEC 15: what HQ turns out to lack is sent again',
    check(hub) {
      for (const n of [1, 2, 3, 4, 5]) hub.storage.append(fact(n, ann))
      hub.storage.confirm(A, 4, [])
      hub.storage.confirm(A, 2, [])
      expect(numbers(hub.storage.unsent(10))).toEqual([3, 4, 5])
    },
  },
  {
    title: 'SPEC 16: confirming takes a fact from the queue, and not from the view',
    check(hub) {
      for (const n of [1, 2]) hub.storage.append(fact(n, ann))
      hub.storage.confirm(A, 2, [])
      hub.reopen()
      expect(hub.storage.depth()).toEqual({ unsent: 0, uncontained: 2 })
      expect(hub.storage.factsOf(ann)).toEqual([fact(1, ann), fact(2, ann)])
    },
  },
  {
    title: 'SPEC 16: facts and event ids are kept for 30 days, and longer where HQ or a base lacks them',
    check(hub) {
      for (let n = 1; n <= 10; n++) hub.storage.append(fact(n, n === 10 ? bob : ann))
      hub.storage.confirm(A, 10, [])
      hub.storage.append(fact(11, ann))
      read(hub, [row(1, ann, { epoch: A, n: 11 })])
      const known = (n: number) => hub.storage.hasEvent(eventIdSchema.parse(`${A}/${n}`))
      const recordMore = (from: number, received: number) => {
        for (let n = from; n < from + 10; n++) hub.storage.append(fact(n, cid, { received }))
      }
      recordMore(12, 29 * DAY)
      expect([known(1), hub.storage.append(fact(22, ann, { event: `${A}/1` }))]).toEqual([true, undefined])
      recordMore(22, 31 * DAY)
      hub.reopen()
      expect([known(1), known(9)]).toEqual([false, false])
      // The 10th is in no base, the 11th was not confirmed.
      expect([known(10), known(11), known(12)]).toEqual([true, true, true])
      expect(numbers(hub.storage.unsent(1))).toEqual([11])
    },
  },
  {
    title: 'SPEC 17: what HQ has set aside counts for nobody’s view',
    check(hub) {
      for (const n of [1, 2]) hub.storage.append(fact(n, ann))
      hub.storage.confirm(A, 2, [1])
      hub.reopen()
      expect(numbers(hub.storage.factsOf(ann))).toEqual([2])
    },
  },
]
