import { expect, test } from 'vitest'
import type { Mark, Stage } from './marks.ts'
import { timesOf } from './stages.ts'

/** What three processes note of one card; `waited` counts on in each of them. */
const way = (from: number): Mark[] => {
  const marks: [Stage, number, number][] = [
    ['report', 1, 10],
    ['decoded', 2, 10],
    ['read', 5, 102],
    ['asked', 6, 102],
    ['heard', 8, 1001],
    ['answered', 14, 1003],
    ['known', 20, 109],
  ]
  return marks.map(([stage, at, waited]) => ({ is: 'stage', stage, at: from + at, waited }))
}

test('what was noted while a sample was under way is its own, whatever order it is read in', () => {
  const marks = [...way(1000), ...way(0)]
  const [first, second] = timesOf(
    [
      { from: 0, to: 100 },
      { from: 1000, to: 1100 },
    ],
    marks,
  )
  expect([first?.report, first?.known, second?.report, second?.known]).toEqual([1, 20, 1001, 1020])
})

test('a report that comes in pieces is there with its last', () => {
  const marks: Mark[] = [{ is: 'stage', stage: 'report', at: 0.5, waited: 10 }, ...way(0)]
  expect(timesOf([{ from: 0, to: 100 }], marks)[0]?.report).toBe(1)
})

test('only waits on the card’s way are taken off, and of each leg no more than it took', () => {
  // Waits: 2 of 3 ms until the host reads; 1 of 2 until the hub hears; 2 of 6 in the hub; 7, of which 6 count, back.
  const [times] = timesOf([{ from: 0, to: 100, waited: { host: 100, hub: 1000 } }], way(0))
  expect(times?.undisturbed).toBe(20 - 2 - 1 - 2 - 6)
})

test('a page’s times are brought to the machine’s clock', () => {
  const page = { received: 1, committed: 2, first: 3, second: 4, painted: 5, presented: 6 }
  expect(timesOf([{ from: 0, to: 100, page, zero: 500 }], [])[0]).toMatchObject({ received: 501, presented: 506 })
})
