import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DeviceEvent, Key } from './device-event.ts'
import { FORGET_AFTER, KeyedNumber, SHOWN } from './keyed-number.ts'
import { digits, leaked, LOYALTY, paymentNumber } from './payment-cards.fixture.ts'

const toKey = (text: string): Key => (text === '<' ? 'erase' : text === '\r' ? 'enter' : ((): Key => text as Key)())
const key = (text: string, number = new KeyedNumber(LOYALTY), at = 0): DeviceEvent[] =>
  Array.from(text, (each) => number.press(toKey(each), at))

test('a short number’s keys leave as they are pressed', () => {
  expect(key('1234567\r').map((event) => event.is === 'key' && event.key)).toEqual([
    '1',
    '2',
    '3',
    '4',
    '5',
    '6',
    '7',
    'enter',
  ])
})

test('the digits of a longer number are hidden, and it leaves whole with Enter', () => {
  fc.assert(
    fc.property(digits(SHOWN + 1, 11), (number) => {
      const events = key(`${number}\r`)
      expect(events.at(-1)).toEqual({ is: 'keyed', value: number })
      expect(events.slice(SHOWN, -1)).toEqual(Array.from(number.slice(SHOWN), () => ({ is: 'key', key: 'hidden' })))
    }),
  )
})

test('a payment card’s number never leaves, with whatever was mistyped and erased on the way', () => {
  const slips = fc.array(fc.tuple(fc.nat(19), digits(1, 3)), { maxLength: 4 })
  fc.assert(
    fc.property(paymentNumber, slips, (number, mistakes) => {
      const typed = Array.from(number, (digit, at) => {
        const slip = mistakes.find(([where]) => where === at)?.[1] ?? ''
        return slip + '<'.repeat(slip.length) + digit
      }).join('')
      const events = key(`${typed}\r`)
      expect(events.at(-1)).toEqual({ is: 'paymentCard' })
      expect(leaked(number, events)).toBeUndefined()
      expect(leaked(number, key(typed))).toBeUndefined()
    }),
  )
})

test('a card of the chain’s own may be keyed; nothing else may be that long', () => {
  expect(key('771234567890\r').at(-1)).toEqual({ is: 'keyed', value: '771234567890' })
  expect(key('7712345678901234\r').at(-1)).toEqual({ is: 'unreadable' })
  expect(key(`${'9'.repeat(60)}\r`).at(-1)).toEqual({ is: 'unreadable' })
  expect(key(`4111111111111111${'0'.repeat(40)}\r`).at(-1)).toEqual({ is: 'paymentCard' })
})

test('what is erased is gone, hidden or not', () => {
  expect(key('1234567890<<<<\r').at(-1)).toEqual({ is: 'key', key: 'enter' })
  expect(key('12345678909<\r').at(-1)).toEqual({ is: 'keyed', value: '1234567890' })
  expect(key('<<<12345678\r').at(-1)).toEqual({ is: 'keyed', value: '12345678' })
  expect(key(`${'1'.repeat(30)}${'<'.repeat(20)}\r`).at(-1)).toEqual({ is: 'keyed', value: '1111111111' })
})

test('one number ends with Enter, and another begins', () => {
  const number = new KeyedNumber(LOYALTY)
  key('12345678\r', number)
  expect(key('9', number)).toEqual([{ is: 'key', key: '9' }])
})

test('a number that nobody ended is forgotten', () => {
  const number = new KeyedNumber(LOYALTY)
  key('1234567', number, 0)
  expect(number.due()).toBe(FORGET_AFTER + 1)
  expect(key('8', number, FORGET_AFTER)).toEqual([{ is: 'key', key: 'hidden' }])
  expect(key('9', number, 2 * FORGET_AFTER + 1)).toEqual([{ is: 'key', key: '9' }])
  number.quiet(9 * FORGET_AFTER)
  expect(number.due()).toBeUndefined()
})
