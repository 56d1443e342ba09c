import { expect, test } from 'vitest'
import { couponCode } from './coupon.ts'
import { customerIdSchema } from './ids.ts'

test('a coupon’s code is the same everywhere, and another for whoever else, whatever else, and whenever else', () => {
  const key = { hex: 'ab'.repeat(32) }
  const granted = { customer: customerIdSchema.parse('anna'), incentive: 'ten-off', granted: 1_000 }
  const code = couponCode(key, granted)
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/)
  const others = [
    { ...granted, customer: customerIdSchema.parse('bea') },
    { ...granted, incentive: 'tea' },
    { ...granted, granted: 1_001 },
  ].map((each) => couponCode(key, each))
  expect(couponCode(key, granted)).toBe(code)
  expect(new Set([code, couponCode({ hex: 'cd'.repeat(32) }, granted), ...others]).size).toBe(5)
})
