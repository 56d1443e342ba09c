import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesOf } from './ascii.ts'
import { isOwn } from './card-guard.ts'
import { decoderFor } from './decode.ts'
import { encodeSureSwipe, SURESWIPE } from './models/magtek-sureswipe.ts'
import { BRANDS, digits, LOYALTY, paymentNumber, withCheckDigit } from './payment-cards.fixture.ts'

const swipe = (report: Uint8Array, loyalty = LOYALTY) => decoderFor(SURESWIPE, loyalty)?.(report, 0)

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

  test('a card is known by one track too, and by a number in groups, as American Express writes it', () => {
    expect(swipe(encodeSureSwipe('%B3700 000000 00002^NOBODY/NO^3012?', ''))).toEqual([{ is: 'paymentCard' }])
    expect(swipe(encodeSureSwipe('', '', ';4111111111111111=3012?'))).toEqual([{ is: 'paymentCard' }])
  })

  test('one of the chain’s own cards passes with its number', () => {
    fc.assert(
      fc.property(digits(10), (rest) => {
        expect(swipe(encodeSureSwipe('%NOTHING?', `;77${rest}=0000?`))).toEqual([{ is: 'card', value: `77${rest}` }])
      }),
    )
  })

  test('a number with the chain’s prefix and another length is none of its cards', () => {
    for (const other of ['77000000000', '7700000000000'])
      expect(swipe(encodeSureSwipe('', `;${other}=0000?`))).toEqual([{ is: 'unreadable' }])
  })

  test('a short prefix across a network’s range lets no payment card in; an issuer’s own number does', () => {
    const number = withCheckDigit('622848000000000')
    expect(isOwn(bytesOf(number), [{ prefix: '62', digits: 16 }])).toBe(false)
    expect(isOwn(bytesOf(number), [{ prefix: '622848', digits: 16 }])).toBe(true)
    fc.assert(
      fc.property(paymentNumber, (card) => {
        const careless = ['2', '3', '4', '5', '6', '8'].map((first) => ({
          prefix: `${first}${card[1]}`,
          digits: card.length,
        }))
        expect(swipe(encodeSureSwipe('', `;${card}=3012?`), careless)).toEqual([{ is: 'paymentCard' }])
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
})
