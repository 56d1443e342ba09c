import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { amountOf, readPrice } from './money.ts'

const amount = (quantity: number, text: string, digits = 2) => {
  const price = readPrice(text, '.')
  if (price === undefined) throw new Error(`no price: ${text}`)
  return amountOf(quantity, price, digits)
}

test('pence are exact where floats are not, and halves of a penny go up', () => {
  expect(amount(3, '2.55')).toBe(765)
  expect(amount(1, '1.005')).toBe(101)
  expect(amount(1, '0.001')).toBe(0)
  expect(amount(80995, '2.08')).toBe(16846960)
  expect(amount(7, '12', 0)).toBe(84)
  expect(amount(6, '2.1')).toBe(1260)
})
test('any price in pence times any quantity is their product', () => {
  const prices = fc.integer({ min: 0, max: 9_999_999 })
  fc.assert(
    fc.property(prices, fc.integer({ min: 1, max: 100_000 }), (pence, quantity) => {
      const text = `${Math.floor(pence / 100)}.${`${pence % 100}`.padStart(2, '0')}`
      expect(amount(quantity, text)).toBe(pence * quantity)
    }),
  )
})
test('what is no number is none', () => {
  for (const text of ['', '1e3', '£2', '1.2.3', '.5', '1,5', ' 1', 'NaN', '9'.repeat(31)]) {
    expect(readPrice(text, '.'), text).toBeUndefined()
  }
  expect(readPrice('-1.5', '.')).toEqual({ digits: -15n, scale: 1 })
  expect(readPrice('1,5', ',')).toEqual({ digits: 15n, scale: 1 })
})
