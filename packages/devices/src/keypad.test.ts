import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import samples from '../fixtures/sample-reports.json' with { type: 'json' }
import { decoderFor } from './decode.ts'
import { SHOWN } from './keyed-number.ts'
import { decodeKeys, encodeKey, KEYPAD, NOTHING_HELD } from './models/keypad.ts'

const KEYS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'enter', 'erase'] as const
const keypad = () => {
  const decode = decoderFor(KEYPAD, [])
  if (!decode) throw new Error('the keypad has a decoder')
  return decode
}

describe('a keypad in boot reports', () => {
  test('the keys of a short number arrive as they are pressed', () => {
    const short = fc.array(fc.constantFrom(...KEYS), { maxLength: SHOWN })
    fc.assert(
      fc.property(fc.array(short), (numbers) => {
        const decode = keypad()
        const keys = numbers.flatMap((number) => [...number, 'enter' as const])
        const events = keys.flatMap((key) => encodeKey(key)).flatMap((report) => decode(report, 0))
        expect(events).toEqual(keys.map((key) => ({ is: 'key', key })))
      }),
    )
  })

  test.each(samples.filter(({ name }) => name.startsWith('wedge')))(
    'the sample $name types what is stated',
    ({ hex, expect: stated }) => {
      const decode = keypad()
      const bytes = Uint8Array.from(Buffer.from(hex, 'hex'))
      const reports = Array.from({ length: bytes.length / 8 }, (_, n) => bytes.slice(n * 8, n * 8 + 8))
      const events = reports.flatMap((report) => decode(report, 0))
      const text = stated.text ?? ''
      expect(events).toEqual([
        ...Array.from(text, (key, index) => ({ is: 'key', key: index < SHOWN ? key : 'hidden' })),
        { is: 'keyed', value: text },
      ])
    },
  )

  test('a key that stays down is pressed once, also while another one is', () => {
    const decode = keypad()
    const one = () => Uint8Array.of(0, 0, 0x59, 0, 0, 0, 0, 0)
    const oneAndTwo = () => Uint8Array.of(0, 0, 0x59, 0x5a, 0, 0, 0, 0)
    expect([one(), one(), oneAndTwo(), one(), oneAndTwo()].flatMap((report) => decode(report, 0))).toEqual([
      { is: 'key', key: '1' },
      { is: 'key', key: '2' },
      { is: 'key', key: '2' },
    ])
  })

  test('more keys than a report can name press nothing, and let go of nothing', () => {
    const held = decodeKeys(NOTHING_HELD, Uint8Array.of(0, 0, 0x1e, 0, 0, 0, 0, 0))
    const rolled = held.ok && decodeKeys(held.value.held, Uint8Array.of(0, 0, 1, 1, 1, 1, 1, 1))
    expect(rolled).toEqual({ ok: true, value: { pressed: [], held: new Set([0x1e]) } })
  })

  test('any bytes decode or are refused in words, and never throw', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 20 }), (report) => void decodeKeys(NOTHING_HELD, report)))
  })
})
