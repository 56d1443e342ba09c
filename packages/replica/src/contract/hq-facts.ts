import { expect } from 'vitest'
import type { Check } from './check.ts'
import { change, inShort, profile, readOn, sorted, type HqUnderTest } from './hq-under-test.ts'
import { A, ann, B, bob, fact, harbour, id, oldTown } from './made-up.ts'

const unreadable = (n: number, customer?: string) => ({
  epoch: A,
  n,
  body: JSON.stringify({ epoch: A, n, event: { type: 'beamed', ...(customer === undefined ? {} : { customer }) } }),
  why: 'type: not known',
})

/** What HQ's storage does with hubs' facts. */
export const factsChecks: readonly Check<HqUnderTest>[] = [
  {
    title: 'SPEC 14: facts are stored durably, each epoch of each hub by itself',
    async check(hq) {
      await hq.storage.takeFacts(harbour, A, 2, [fact(1, ann), fact(2, ann)], [])
      await hq.storage.takeFacts(harbour, B, 1, [fact(1, ann, { epoch: B })], [])
      await hq.storage.takeFacts(oldTown, A, 1, [fact(1, ann, { event: 'other' })], [])
      await hq.reopen()
      const last = async (store = harbour, epoch = A) => hq.storage.lastNumber(store, epoch)
      expect([await last(), await last(harbour, B), await last(oldTown), await last(oldTown, B)]).toEqual([2, 1, 1, 0])
      await hq.fold()
      await hq.reopen()
      expect(inShort(await readOn(hq, harbour))).toEqual(['ann 4 b1'])
      expect(inShort(await readOn(hq, oldTown))).toEqual(['ann 4 a1'])
    },
  },
  {
    title: 'SPEC 14: numbers that are stored are passed over, and the epoch never goes back',
    async check(hq) {
      const five = [1, 2, 3, 4, 5].map((n) => fact(n, ann))
      await hq.storage.takeFacts(harbour, A, 5, five, [])
      await hq.storage.takeFacts(harbour, A, 2, five.slice(0, 2), [])
      await hq.storage.takeFacts(harbour, A, 2, [fact(2, ann, { event: 'another' })], [unreadable(1)])
      expect(await hq.storage.lastNumber(harbour, A)).toBe(5)
      expect(await hq.storage.setAsideAmong(harbour, A, 1, 5)).toEqual([])
      await hq.fold()
      expect(inShort(await readOn(hq, harbour))).toEqual(['ann 5 a5'])
    },
  },
  {
    title: 'SPEC 3: an event is folded once, whoever reports it and however often',
    async check(hq) {
      await hq.takeIn([profile('receipt', ann), profile('receipt', ann)])
      await change(hq, profile('receipt', ann))
      await hq.storage.takeFacts(harbour, A, 1, [fact(1, ann, { event: 'receipt' })], [])
      await hq.storage.takeFacts(oldTown, A, 1, [fact(1, ann, { event: 'receipt' })], [])
      await hq.fold()
      expect(inShort(await readOn(hq, harbour))).toEqual(['ann 1 a1'])
      expect(inShort(await readOn(hq, oldTown))).toEqual(['ann 1 a1'])
    },
  },
  {
    title: 'SPEC 11: a fact is contained once it is folded and not before, even if HQ knew its event',
    async check(hq) {
      await change(hq, profile('receipt', ann))
      await hq.storage.takeFacts(harbour, A, 1, [fact(1, ann, { event: 'receipt' })], [])
      const { rows, cursor } = await readOn(hq, harbour)
      expect(inShort({ rows })).toEqual(['ann 1'])
      await hq.fold()
      expect(inShort(await readOn(hq, harbour, cursor))).toEqual(['ann 1 a1'])
    },
  },
  {
    title: 'SPEC 11: a row names the facts of the hub that it goes to, and no other',
    async check(hq) {
      await change(hq, profile('1', ann))
      await hq.storage.takeFacts(oldTown, A, 1, [fact(1, ann)], [])
      await hq.fold()
      expect(inShort(await readOn(hq, harbour))).toEqual(['ann 2'])
      expect(inShort(await readOn(hq, oldTown))).toEqual(['ann 2 a1'])
    },
  },
  {
    title: 'SPEC 17: what was set aside is told again whenever its numbers are named',
    async check(hq) {
      await hq.storage.takeFacts(harbour, A, 4, [fact(1, ann), fact(3, ann)], [unreadable(2), unreadable(4)])
      await hq.reopen()
      const aside = async (from: number, to: number) => hq.storage.setAsideAmong(harbour, A, from, to)
      expect([await aside(1, 4), await aside(2, 2), await aside(3, 3), await aside(4, 9)]).toEqual([
        [2, 4],
        [2],
        [],
        [4],
      ])
      expect(await hq.storage.setAsideAmong(oldTown, A, 1, 4)).toEqual([])
      expect(await hq.storage.setAsideAmong(harbour, B, 1, 4)).toEqual([])
      expect(await hq.storage.erasedAmong(harbour, A, 1, 4)).toEqual([])
    },
  },
  {
    title: 'SPEC 17: a fact whose event is known as another customer’s is set aside, and changes nobody',
    async check(hq) {
      await hq.takeIn([profile('receipt', ann)])
      await hq.storage.takeFacts(harbour, A, 1, [fact(1, bob, { event: 'receipt' })], [])
      expect(await hq.storage.setAsideAmong(harbour, A, 1, 1)).toEqual([1])
      await hq.fold()
      expect(inShort(await readOn(hq, harbour))).toEqual(['ann 1'])
    },
  },
  {
    title: 'SPEC 18: what cannot be folded blocks nothing, and its hub hears that it is dealt with',
    async check(hq) {
      const facts = [fact(1, ann, { event: 'bad 1' }), fact(2, bob), fact(3, bob, { event: 'bad 3' })]
      await hq.storage.takeFacts(harbour, A, 3, facts, [])
      await hq.fold()
      expect(sorted(inShort(await readOn(hq, harbour)))).toEqual(['ann 0 a1', 'bob 1 a3'])
      const { cursor } = await readOn(hq, harbour)
      await hq.fold()
      expect((await readOn(hq, harbour, cursor)).rows).toEqual([])
    },
  },
  {
    title: 'SPEC 35: a later fact of the erased is a number only, and it is told so',
    async check(hq) {
      await change(hq, profile('1', ann))
      await hq.storage.takeFacts(harbour, A, 1, [], [unreadable(1, 'ann')])
      await hq.erase(ann)
      const { cursor } = await readOn(hq, harbour)
      await hq.storage.takeFacts(harbour, A, 4, [fact(2, ann), fact(4, bob)], [unreadable(3, 'ann')])
      await change(hq, profile('2', ann, oldTown))
      await hq.reopen()
      expect(await hq.storage.erasedAmong(harbour, A, 1, 4)).toEqual([1, 2, 3])
      expect(await hq.storage.setAsideAmong(harbour, A, 1, 4)).toEqual([1, 2, 3])
      expect(await hq.storage.lastNumber(harbour, A)).toBe(4)
      expect(inShort(await readOn(hq, harbour, cursor))).toEqual(['bob 1 a4'])
      expect(inShort(await readOn(hq, oldTown))).toEqual([])
    },
  },
  {
    title: 'SPEC 35: a hub whose fact about her waited to be folded is told of her erasure',
    async check(hq) {
      await change(hq, profile('1', ann))
      await hq.storage.takeFacts(oldTown, A, 1, [fact(1, ann)], [])
      await hq.erase(ann)
      await hq.fold()
      expect(inShort(await readOn(hq, oldTown))).toEqual(['ann erased'])
      expect(await readOn(hq, oldTown)).toMatchObject({ rows: [{ customer: id('ann') }] })
    },
  },
]
