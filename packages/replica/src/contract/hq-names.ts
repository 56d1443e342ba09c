import { expect } from 'vitest'
import { erasedName } from '@kairos/shared/erased'
import { strangerId } from '@kairos/shared/stranger'
import type { Check } from './check.ts'
import { change, inShort, profile, readOn, sorted, type HqUnderTest } from './hq-under-test.ts'
import { A, ann, bob, cid, fact, harbour, hashOf, oldTown } from './made-up.ts'

const card = hashOf('c')
const stranger = strangerId(card)

/** What HQ's storage makes of who is who: strangers, merges, erasures. */
export const namesChecks: readonly Check<HqUnderTest>[] = [
  {
    title: 'SPEC 33: a fact about a stranger whose identity HQ knows is its owner’s, and the store is told whose',
    async check(hq) {
      await change(hq, profile('1', ann, harbour, [card]))
      await hq.storage.takeFacts(oldTown, A, 1, [fact(1, stranger)], [])
      await hq.fold()
      expect(sorted(inShort(await readOn(hq, oldTown)))).toEqual(['ann 2 a1', `${stranger} merged ann a1`])
    },
  },
  {
    title: 'SPEC 33: a stranger whom HQ does not know is somebody, until a profile says who she is',
    async check(hq) {
      await hq.storage.takeFacts(oldTown, A, 2, [fact(1, stranger), fact(2, stranger)], [])
      await hq.fold()
      expect(await hq.storage.lookUp(harbour, card, 5)).toMatchObject({ row: { customer: stranger }, others: [] })
      await change(hq, profile('1', ann, harbour, [card]))
      expect(sorted(inShort(await readOn(hq, oldTown)))).toEqual(['ann 3 a2', `${stranger} merged ann a2`])
      expect(sorted(inShort(await readOn(hq, harbour)))).toEqual(['ann 3', `${stranger} merged ann`])
      expect(await hq.storage.lookUp(harbour, card, 6)).toMatchObject({
        row: { customer: ann, identities: [card] },
        others: [{ customer: stranger, gone: 'merged', into: ann }],
      })
    },
  },
  {
    title:
      'SPEC 34: a merge tells every store of the other name, which stays one for ever; a row names the last fact folded',
    async check(hq) {
      await change(hq, profile('1', ann), profile('2', bob, oldTown, [card]))
      await hq.storage.takeFacts(oldTown, A, 2, [fact(1, bob), fact(2, cid)], [])
      await hq.fold()
      await hq.merge(ann, bob)
      await hq.reopen()
      const merged = await readOn(hq, oldTown)
      expect(sorted(inShort(merged))).toEqual(['ann 3 a2', 'bob merged ann a2', 'cid 1 a2'])
      expect(inShort(await readOn(hq, harbour))).toEqual(['ann 3'])
      await hq.storage.takeFacts(oldTown, A, 3, [fact(3, bob)], [])
      await hq.fold()
      expect(sorted(inShort(await readOn(hq, oldTown, merged.cursor)))).toEqual(['ann 4 a3', 'bob merged ann a3'])
      const others = (await readOn(hq, oldTown)).rows.filter((row) => row.customer === bob)
      expect(await hq.storage.lookUp(oldTown, card, 5)).toMatchObject({ row: { customer: ann }, others })
      const before = (await readOn(hq, harbour)).cursor
      await hq.merge(ann, bob)
      expect(await readOn(hq, harbour, before)).toEqual({ rows: [], cursor: before })
    },
  },
  {
    title: 'SPEC 34: another name of somebody who is merged again is another name of hers who goes on',
    async check(hq) {
      await change(hq, profile('1', ann), profile('2', bob, 'none'), profile('3', cid, 'none'))
      await hq.merge(bob, cid)
      await hq.merge(ann, bob)
      await hq.storage.takeFacts(oldTown, A, 1, [fact(1, cid)], [])
      await hq.fold()
      expect(sorted(inShort(await readOn(hq, oldTown)))).toEqual(['ann 4 a1', 'cid merged ann a1'])
      await hq.erase(ann)
      await hq.storage.takeFacts(oldTown, A, 3, [fact(2, bob), fact(3, cid)], [])
      expect(await hq.storage.erasedAmong(oldTown, A, 1, 3)).toEqual([2, 3])
    },
  },
  {
    title: 'SPEC 35: an erasure tells all her stores under all her names; once read, only digests are left',
    async check(hq) {
      await change(hq, profile('1', ann, harbour, [card]), profile('2', bob, oldTown), profile('3', cid, oldTown))
      await hq.merge(ann, bob)
      await hq.erase(bob)
      await hq.reopen()
      expect(inShort(await readOn(hq, harbour))).toEqual(['ann erased'])
      const read = await readOn(hq, oldTown)
      expect(sorted(inShort(read))).toEqual(['ann erased', 'bob erased', 'cid 1'])
      expect(await hq.storage.lookUp(harbour, card, 5)).toEqual({})
      await hq.storage.heard(oldTown, 5, 0)
      expect(inShort(await readOn(hq, oldTown))).toEqual(inShort(read))
      await hq.storage.heard(oldTown, 5, read.cursor)
      await hq.reopen()
      // A hub that is restored from a backup reads them again.
      const digests = sorted([ann, bob].map((each) => `${erasedName(each)} erased`))
      expect(sorted(inShort(await readOn(hq, oldTown)))).toEqual(sorted(['cid 1', ...digests]))
      expect(inShort(await readOn(hq, harbour))).toEqual(['ann erased'])
    },
  },
  {
    title: 'SPEC 35: an identity that belongs to somebody else by now is that person’s',
    async check(hq) {
      await change(hq, profile('1', ann, harbour, [card]))
      await hq.erase(ann)
      await hq.storage.takeFacts(oldTown, A, 1, [fact(1, stranger)], [])
      expect(await hq.storage.erasedAmong(oldTown, A, 1, 1)).toEqual([1])
      await change(hq, profile('2', bob, harbour, [card]))
      await hq.storage.takeFacts(oldTown, A, 2, [fact(2, stranger)], [])
      await hq.fold()
      expect(await hq.storage.erasedAmong(oldTown, A, 1, 2)).toEqual([1])
      expect(sorted(inShort(await readOn(hq, oldTown)))).toEqual(['bob 2 a2', `${stranger} merged bob a2`])
    },
  },
]
