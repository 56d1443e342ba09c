import { expect } from 'vitest'
import type { Check } from './check.ts'
import { change, inShort, profile, readOn, sorted, type HqUnderTest } from './hq-under-test.ts'
import { ann, bob, cid, fact, A, harbour, hashOf, oldTown } from './made-up.ts'

const [annsCard, bobsCard] = [hashOf('a'), hashOf('b')]

/** Both have documents, and no store holds them. */
async function enrolled(hq: HqUnderTest): Promise<void> {
  await change(
    hq,
    profile('ann', ann, oldTown, [annsCard]),
    profile('bob', bob, oldTown, [bobsCard]),
    profile('cid', cid),
  )
}

/** What holds where several write at once, whether a storage lets them overlap or has them wait. */
export const writersChecks: readonly Check<HqUnderTest>[] = [
  {
    title:
      'SPEC 4, 10: a feed never reads past a number that is not committed yet: writers overlap, or wait for each other',
    async check(hq) {
      await enrolled(hq)
      const before = (await readOn(hq, harbour)).cursor
      const one = await hq.begin(({ storage }) => storage.lookUp(harbour, annsCard, 2))
      const two = await hq.begin(({ storage }) => storage.lookUp(harbour, bobsCard, 2))
      // Where writers wait, the second has no number before the first is over. Where they overlap it is done first.
      expect([one.waits, two.waits]).toEqual([false, hq.writers === 'wait'])
      if (!two.waits) await two.commit()
      const meanwhile = await readOn(hq, harbour, before)
      expect(inShort(meanwhile)).not.toContain('ann 1')
      await one.commit()
      if (two.waits) await two.commit()
      const after = await readOn(hq, harbour, meanwhile.cursor)
      expect(sorted(inShort({ rows: [...meanwhile.rows, ...after.rows] }))).toEqual(['ann 1', 'bob 1'])
      expect(new Set([...meanwhile.rows, ...after.rows].map((row) => row.change)).size).toBe(2)
      expect(await hq.storage.behind(harbour, after.cursor)).toBe(0)
    },
  },
  {
    title: 'SPEC 4, 10: big batches and what is behind do not read past it either',
    async check(hq) {
      await enrolled(hq)
      const before = (await readOn(hq, harbour)).cursor
      const one = await hq.begin(({ storage }) => storage.lookUp(harbour, annsCard, 2))
      const two = await hq.begin(({ storage }) => storage.lookUp(harbour, bobsCard, 2))
      if (!two.waits) await two.commit()
      const { frame } = await hq.storage.bulkAfter(harbour, before, 9)
      expect([frame.rows, frame.more, await hq.storage.behind(harbour, before)]).toEqual([0, false, 0])
      await one.commit()
      if (two.waits) await two.commit()
      const after = await hq.storage.bulkAfter(harbour, frame.cursor, 9)
      expect([after.frame.rows, after.frame.more]).toEqual([2, false])
    },
  },
  {
    title: 'SPEC 10: a number whose transaction was rolled back holds nobody up, and is seen by nobody',
    async check(hq) {
      await enrolled(hq)
      const before = (await readOn(hq, harbour)).cursor
      const one = await hq.begin(({ storage }) => storage.lookUp(harbour, annsCard, 2))
      await one.rollBack()
      expect(await readOn(hq, harbour, before)).toEqual({ rows: [], cursor: before })
      await hq.storage.lookUp(harbour, bobsCard, 2)
      expect(inShort(await readOn(hq, harbour, before))).toEqual(['bob 1'])
    },
  },
  {
    title: 'SPEC 31: a store that asks for her while a change of hers is under way gets that change, too',
    async check(hq) {
      // No store holds her yet, so that her change has no number by which the feed would wait for it.
      await change(hq, profile('ann', ann, 'none', [annsCard]))
      await hq.takeIn([profile('ann 2', ann, 'none')])
      const one = await hq.begin((writer) => writer.fold())
      const two = await hq.begin(({ storage }) => storage.lookUp(harbour, annsCard, 2))
      if (!two.waits) await two.commit()
      const { cursor } = await readOn(hq, harbour)
      await one.commit()
      if (two.waits) await two.commit()
      expect(inShort(await readOn(hq, harbour, cursor))).toEqual(['ann 2'])
    },
  },
  {
    title: 'SPEC 14: two lines of one hub that overlap store each fact once, and the epoch never goes back',
    async check(hq) {
      const five = [1, 2, 3, 4, 5].map((n) => fact(n, ann))
      const one = await hq.begin(({ storage }) => storage.takeFacts(harbour, A, 3, five.slice(0, 3), []))
      const two = await hq.begin(({ storage }) => storage.takeFacts(harbour, A, 5, five, []))
      if (!two.waits) await two.commit()
      await one.commit()
      if (two.waits) await two.commit()
      await hq.storage.takeFacts(harbour, A, 2, five.slice(0, 2), [])
      expect(await hq.storage.lastNumber(harbour, A)).toBe(5)
      await hq.fold()
      expect(inShort(await readOn(hq, harbour))).toEqual(['ann 5 a5'])
    },
  },
]
