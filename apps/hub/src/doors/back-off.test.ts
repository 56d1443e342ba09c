import { expect, test } from 'vitest'
import { backOff } from './back-off.ts'

test('SPEC 28: who was refused waits longer each time, a random part of it, and a minute at most', () => {
  expect([0, 1, 2, 5, 50].map((refusals) => backOff(refusals, 0))).toEqual([1000, 2000, 4000, 30_000, 30_000])
  expect(backOff(0, 0.5)).toBe(1500)
  expect(backOff(50, 0.999)).toBeLessThanOrEqual(60_000)
})
