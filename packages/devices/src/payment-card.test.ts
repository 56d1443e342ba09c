import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesOf } from './ascii.ts'
import { containsPaymentNumber, isPaymentNumber, passesLuhn } from './payment-card.ts'
import { digits, paymentNumber, printed, withCheckDigit } from './payment-cards.fixture.ts'

const contains = (text: string) => containsPaymentNumber(bytesOf(text))
const words = fc.string({ unit: fc.constantFrom(...Array.from('abc/:=^%;?\n')), maxLength: 12 })

test('a check digit that fits, and one that does not', () => {
  expect(passesLuhn(bytesOf('4111111111111111'))).toBe(true)
  expect(passesLuhn(bytesOf('4111111111111112'))).toBe(false)
  expect(passesLuhn(bytesOf(''))).toBe(false)
})

test('a number stands anywhere: among words, in groups, behind zeros, before an expiry date', () => {
  fc.assert(
    fc.property(words, printed(paymentNumber), words, (before, number, after) => {
      expect(contains(before + number + after)).toBe(true)
      expect(contains(`${before}12 ${number} 0530${after}`)).toBe(true)
    }),
  )
  fc.assert(
    fc.property(paymentNumber, digits(4), (number, expiry) => {
      expect(contains(`0000${number}`)).toBe(true)
      if (number.length + 4 > 19) expect(contains(number + expiry)).toBe(true)
    }),
  )
})

test('another length, another network or a wrong check digit is no payment card', () => {
  fc.assert(
    fc.property(digits(11), digits(14), (short, rest) => {
      expect(isPaymentNumber(bytesOf(withCheckDigit(short.slice(0, 10))))).toBe(false)
      expect(isPaymentNumber(bytesOf(withCheckDigit(`7${rest}`)))).toBe(false)
      const number = withCheckDigit(`4${rest}`)
      const wrong = number.slice(0, -1) + String((Number(number.at(-1)) + 1) % 10)
      expect(isPaymentNumber(bytesOf(wrong))).toBe(false)
    }),
  )
})

test('of random numbers of 16 digits, few are taken for payment cards', () => {
  const numbers = fc.sample(digits(16), { numRuns: 20_000, seed: 7 })
  expect(numbers.filter((number) => isPaymentNumber(bytesOf(number))).length / numbers.length).toBeLessThan(0.045)
})
