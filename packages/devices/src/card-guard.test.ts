import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { passesLuhn } from './payment-card.ts'
import { decoderFor } from './decode.ts'
import { encodeSureSwipe, SURESWIPE } from './models/magtek-sureswipe.ts'

const LOYALTY = [{ prefix: '77', digits: 12 }]
const swipe = (report: Uint8Array) => decoderFor(SURESWIPE, LOYALTY)?.(report, 0)
const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from('0123456789')), minLength: length, maxLength: length })

/** Completes a number with its check digit (ISO/IEC 7812-1, annex B), written another way than the guard's. */
function withCheckDigit(number: string): string {
  const sum = Array.from(number)
    .toReversed()
    .map((digit, at) => (at % 2 === 0 ? ([0, 2, 4, 6, 8, 1, 3, 5, 7, 9][Number(digit)] ?? 0) : Number(digit)))
    .reduce((total, each) => total + each, 0)
  return number + String((10 - (sum % 10)) % 10)
}

/** The first digits and lengths of the great networks (ISO/IEC 7812; the networks' own publications). */
const BRANDS: [brand: string, prefix: string, length: number][] = [
  ['Visa', '4', 16],
  ['Visa', '4', 13],
  ['Mastercard', '51', 16],
  ['Mastercard', '2221', 16],
  ['American Express', '37', 15],
  ['Discover', '6011', 16],
  ['Diners Club', '36', 14],
  ['JCB', '3528', 16],
  ['UnionPay', '62', 19],
  ['Maestro', '5018', 12],
]

describe('the payment-card guard', () => {
  test.each(BRANDS)(
    'a card of %s (%s..., %i digits) is known, and none of its digits leaves',
    (_brand, prefix, length) => {
      fc.assert(
        fc.property(digits(length - prefix.length - 1), (rest) => {
          const number = withCheckDigit(prefix + rest)
          const events = swipe(encodeSureSwipe(`%B${number}^NOBODY/NO^3012?`, `;${number}=3012101?`))
          expect(events).toEqual([{ is: 'paymentCard' }])
        }),
      )
    },
  )

  test('one of the chain’s own cards passes with its number', () => {
    fc.assert(
      fc.property(digits(10), (rest) => {
        expect(swipe(encodeSureSwipe('%NOTHING?', `;77${rest}=0000?`))).toEqual([{ is: 'card', value: `77${rest}` }])
      }),
    )
  })

  test('no other digits leave, whatever is on the card', () => {
    const track = fc.string({ unit: fc.constantFrom(...Array.from('0123456789;=?%^B ')), maxLength: 110 })
    fc.assert(
      fc.property(track, track, track, (t1, t2, t3) => {
        for (const event of swipe(encodeSureSwipe(t1, t2, t3)) ?? []) {
          if (event.is === 'card') expect(event.value).toMatch(/^77\d{10}$/)
          else expect(JSON.stringify(event)).not.toMatch(/\d/)
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('a report is zeroed once it has been looked at', () => {
    const report = encodeSureSwipe('%B4111111111111111^NOBODY/NO^3012?', ';4111111111111111=3012?')
    swipe(report)
    expect(report.every((byte) => byte === 0)).toBe(true)
  })

  test('a check digit that fits, and one that does not', () => {
    expect(passesLuhn(Buffer.from('4111111111111111'))).toBe(true)
    expect(passesLuhn(Buffer.from('4111111111111112'))).toBe(false)
    expect(passesLuhn(Buffer.from(''))).toBe(false)
  })
})
