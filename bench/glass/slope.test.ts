import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { slopeOf } from './slope.ts'

test('slope and standard error are those of a worked example', () => {
  // y = 2.2 + 0.6 x; SSR 2.4, Sxx 10: error √(2.4 / 3 / 10).
  const points = [2, 4, 5, 4, 5].map((y, n) => ({ x: n + 1, y }))
  const { slope, error } = slopeOf(points)
  expect(slope).toBeCloseTo(0.6, 12)
  expect(error).toBeCloseTo(Math.sqrt(0.08), 12)
})

test('points on a line give its slope, and no error, wherever the line lies', () => {
  const whole = fc.integer({ min: -1000, max: 1000 })
  fc.assert(
    fc.property(whole, whole, fc.uniqueArray(whole, { minLength: 3, maxLength: 40 }), (slope, from, xs) => {
      const found = slopeOf(xs.map((x) => ({ x, y: from + slope * x })))
      expect(found.slope).toBeCloseTo(slope, 6)
      expect(found.error).toBeCloseTo(0, 4)
    }),
  )
})

test('points that give no slope are refused', () => {
  expect(() => slopeOf([{ x: 1, y: 1 }])).toThrow('three points')
  expect(() => slopeOf([1, 2, 3].map((y) => ({ x: 1, y })))).toThrow('same x')
})
