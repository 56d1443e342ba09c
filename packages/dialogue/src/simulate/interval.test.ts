import { expect, test } from 'vitest'
import { uplift } from './interval.ts'

// The table of results in Newcombe's article, its examples (a), (c), (e) and (g), method 10.
test.each([
  [56, 70, 48, 80, 0.0524, 0.3339],
  [6, 7, 2, 7, 0.0582, 0.8062],
  [5, 56, 0, 29, -0.0381, 0.1926],
  [10, 10, 0, 10, 0.6075, 1],
])('E13 %i of %i against %i of %i', (won, of, otherWon, otherOf, low, high) => {
  const difference = uplift({ won, of }, { won: otherWon, of: otherOf })
  expect(difference?.low).toBeCloseTo(low, 3)
  expect(difference?.high).toBeCloseTo(high, 3)
})

test('an empty group tells nothing', () => {
  expect(uplift({ won: 3, of: 10 }, { won: 0, of: 0 })).toBeUndefined()
})
