import { expect, it } from 'vitest'
import { rateOf } from './rate.ts'

it("is Wilson's interval", () => {
  expect(rateOf(0, 0)).toBeUndefined()
  // 10 of 50: 0.1124 to 0.3304 (Newcombe 1998 gives these figures to four places).
  expect(rateOf(10, 50)).toEqual({ share: 0.2, low: expect.closeTo(0.1124, 4), high: expect.closeTo(0.3304, 4) })
  expect(rateOf(0, 3)).toEqual({ share: 0, low: 0, high: expect.closeTo(0.5615, 3) })
  expect(rateOf(3, 3)?.high).toBe(1)
})
