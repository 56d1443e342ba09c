import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { textOf } from '../ascii.ts'
import { decoderFor } from '../decode.ts'
import { parseReportDescriptor } from '../descriptor/report-descriptor.ts'
import { RFID_READER } from '../models/rfid-keyboard.ts'
import { leaked, LOYALTY, paymentNumber } from '../payment-cards.fixture.ts'
import { eventsOf, keyboardDescriptor, WEDGE } from '../readers.fixture.ts'
import { BURST_GAP, Bursts, LEAST_BURST, REST_WITHIN, type Told } from './burst.ts'
import { BOOT, keyboardShape, NOTHING_HELD, pressedIn } from './keyboard-report.ts'
import { characterOf, keyFor, KEYBOARD_LAYOUTS } from './layouts.ts'
import { encodeTyping } from './typing.ts'

const CARD = '0123456789%;?=^+ABCXYZ/ '

describe('layouts', () => {
  test.each(KEYBOARD_LAYOUTS)('what is typed on %s is what is read', (layout) => {
    for (const character of `${CARD}abcxyz-.,:!_&#@[]{}~\\|<>'"()*$\r\t\b`) {
      const key = keyFor(layout, character)
      if (key) expect(characterOf(layout, key.usage, key.modifiers)).toBe(character.charCodeAt(0))
      // The circumflex is a dead key on the keyboards that have it so.
      else expect(CARD.replace('^', '')).not.toContain(character)
    }
  })

  test.each([
    ['us', 0x1c, 0, 'y'],
    ['de', 0x1c, 0, 'z'],
    ['fr', 0x14, 0, 'a'],
    ['us', 0x1f, 2, '@'],
    ['gb', 0x1f, 2, '"'],
    ['gb', 0x34, 0x20, '@'],
    ['de', 0x14, 0x40, '@'],
    ['fr', 0x1e, 0, '&'],
    ['fr', 0x1e, 2, '1'],
    ['fr', 0x59, 0, '1'],
  ] as const)('on %s, key %i with modifiers %i types %s', (layout, usage, modifiers, character) => {
    expect(String.fromCharCode(characterOf(layout, usage, modifiers) ?? 0)).toBe(character)
  })

  test('Control types nothing', () => {
    expect(characterOf('us', 0x06, 1)).toBeUndefined()
    expect(characterOf('us', 0x06, 0x10)).toBeUndefined()
  })
})

describe('keyboard reports', () => {
  test('the shape is the descriptor’s, or the boot report’s', () => {
    expect(keyboardShape(undefined)).toEqual(BOOT)
    expect(keyboardShape(parseReportDescriptor(keyboardDescriptor(6)))).toEqual(BOOT)
    const numbered = parseReportDescriptor(
      Uint8Array.from(Buffer.from('05010906a10185030507750895041900296581007501950819e029e78102c0', 'hex')),
    )
    expect(keyboardShape(numbered)).toEqual({ reportId: 3, bytes: 6, modifiersAt: 5, keysAt: 1, keys: 4 })
    expect(pressedIn(NOTHING_HELD, Uint8Array.of(3, 0x1e, 0, 0, 0, 2), keyboardShape(numbered))).toMatchObject({
      ok: true,
      value: { pressed: [{ usage: 0x1e, modifiers: 2 }] },
    })
    expect(pressedIn(NOTHING_HELD, Uint8Array.of(4, 0x1e, 0, 0, 0, 2), keyboardShape(numbered)).ok).toBe(false)
  })

  test('keys that went down together are pressed in the order of the report', () => {
    const both = pressedIn(NOTHING_HELD, Uint8Array.of(0, 0, 0x1f, 0x1e, 0, 0, 0, 0))
    expect(both.ok && both.value.pressed.map(({ usage }) => usage)).toEqual([0x1f, 0x1e])
  })
})

const told = (all: Told[]) =>
  all.map((each) =>
    each.is === 'overlong'
      ? each.is
      : `${each.is === 'burst' && !each.isWhole ? 'torn ' : ''}${each.is} ${textOf(each.bytes)}`,
  )
const typing = (text: string, gap: number, bursts = new Bursts(), from = 0) => [
  ...Array.from(text).flatMap((each, index) => bursts.take(each.charCodeAt(0), from + index * gap)),
  ...bursts.quiet(from + text.length * gap + BURST_GAP + 1),
]

describe('bursts', () => {
  test('a wedge’s pace is a burst, a person’s is typing, at the very limit', () => {
    expect(told(typing('12345\r', BURST_GAP))).toEqual(['burst 12345'])
    expect(told(typing('12345\r', BURST_GAP + 1)).join('')).toBe('typed 1typed 2typed 3typed 4typed 5typed \r')
  })

  test('fewer keys than a burst are typing, however fast', () => {
    expect(told(typing('123', 1))).toEqual(['typed 123'])
    expect(told(typing('1234', 1))).toEqual(['torn burst 1234'])
    expect(LEAST_BURST).toBe(4)
  })

  test('Enter closes a burst at once, but not between a card’s tracks', () => {
    const bursts = new Bursts()
    const all = Array.from('1234\r').flatMap((each, at) => bursts.take(each.charCodeAt(0), at))
    expect(told(all)).toEqual(['burst 1234'])
    expect(bursts.due()).toBeUndefined()
    expect(told(typing('%A12?\r;12=1?\r', 5))).toEqual(['burst %A12?\r;12=1?'])
  })

  test('whatever the pace, characters are told in order, and all of them unless a burst was torn', () => {
    const stroke = fc.tuple(fc.constantFrom(...Array.from('0123456789%;?\r')), fc.nat(120))
    fc.assert(
      fc.property(fc.array(stroke, { maxLength: 80 }), (strokes) => {
        const bursts = new Bursts()
        let at = 0
        const all: Told[] = []
        for (const [character, gap] of strokes) all.push(...bursts.take(character.charCodeAt(0), (at += gap)))
        all.push(...bursts.quiet(at + BURST_GAP + 1))
        const text = all.map((each) => (each.is === 'overlong' ? '' : textOf(each.bytes))).join('')
        const lineless = (words: string) => words.replaceAll('\r', '')
        const typed = lineless(strokes.map(([character]) => character).join(''))
        const isTorn = all.some((each) => each.is === 'burst' && !each.isWhole)
        if (!isTorn) expect(lineless(text)).toBe(typed)
        let from = 0
        for (const character of lineless(text)) from = typed.indexOf(character, from) + 1 || Infinity
        expect(from).toBeLessThanOrEqual(typed.length)
        expect(bursts.due()).toBeUndefined()
      }),
    )
  })

  test('a burst without a line end is torn, and so is what follows it soon', () => {
    const bursts = new Bursts()
    expect(told(typing('12345', 1, bursts, 0))).toEqual(['torn burst 12345'])
    expect(told(typing('67890\r', 1, bursts, 4 + REST_WITHIN))).toEqual(['torn burst 67890'])
    expect(told(typing('12345\r', 1, bursts, 5000))).toEqual(['burst 12345'])
    expect(told(typing('12345', 1, bursts, 5100))).toEqual(['torn burst 12345'])
    expect(told([...typing('67', 1, bursts, 5200), ...typing('8\r', 1, bursts, 5300)])).toEqual([])
    expect(told(typing('1', 1, bursts, 6000))).toEqual(['typed 1'])
    expect(told(typing('23456\r', 1, bursts, 6100))).toEqual(['torn burst 23456'])
    expect(told(typing('7', 1, bursts, 7000))).toEqual(['typed 7'])
    expect(told(typing('12345\r', 1, bursts, 7001 + REST_WITHIN))).toEqual(['burst 12345'])
  })

  test('a flood without end is told once, and forgotten at the next silence', () => {
    expect(told(typing('7'.repeat(2000), 1))).toEqual(['overlong'])
    const bursts = new Bursts()
    typing('7'.repeat(2000), 1, bursts)
    expect(told(typing('1234\r', 1, bursts, 9000))).toEqual(['burst 1234'])
  })

  test('a clock that goes back ends a burst', () => {
    const bursts = new Bursts()
    bursts.take(0x31, 1000)
    expect(told(bursts.take(0x32, 10))).toEqual(['typed 1'])
    expect(bursts.due()).toBe(10 + BURST_GAP + 1)
  })
})

describe('a keyboard that may be a wedge', () => {
  test('typed slowly, digits are keys; typed fast, they are a code or a card', () => {
    const reports = encodeTyping('96385074\r')
    expect(eventsOf(WEDGE, reports, { gap: 5 })).toEqual([{ is: 'code', symbology: 'ean8', text: '96385074' }])
    expect(eventsOf(WEDGE, reports, { gap: 100 }).slice(0, 2)).toEqual([
      { is: 'key', key: '9' },
      { is: 'key', key: '6' },
    ])
    expect(eventsOf(WEDGE, encodeTyping('771234567890\r'), { gap: 5, loyalty: LOYALTY })).toEqual([
      { is: 'card', value: '771234567890' },
    ])
  })

  test('a payment card’s number leaks at no pace', () => {
    fc.assert(
      fc.property(paymentNumber, (number) => {
        const reports = encodeTyping(`${number}\r`)
        for (const gap of [1, 20, 24, 26, 60, 300])
          expect(leaked(number, eventsOf(WEDGE, reports, { gap }))).toBeUndefined()
      }),
      { numRuns: 60 },
    )
  })

  test('nor does one that comes in pieces', () => {
    const gap = fc.oneof({ weight: 9, arbitrary: fc.nat(20) }, { weight: 1, arbitrary: fc.nat(REST_WITHIN / 2) })
    fc.assert(
      fc.property(
        paymentNumber,
        fc.array(gap, { minLength: 40, maxLength: 40 }),
        fc.boolean(),
        (number, gaps, isTag) => {
          const device = isTag ? RFID_READER : WEDGE
          const decode = decoderFor(device, LOYALTY)
          let at = 0
          const events = encodeTyping(`${number}\r`).flatMap((report, index) => {
            at += gaps[index] ?? 0
            const before = (decode?.due() ?? Infinity) <= at ? (decode?.quiet(at) ?? []) : []
            return [...before, ...(decode?.(report, at) ?? [])]
          })
          expect(leaked(number, events)).toBeUndefined()
        },
      ),
      { numRuns: 500 },
    )
  })

  test('a wedge that types in another layout is read in it', () => {
    expect(eventsOf(WEDGE, encodeTyping('%A?;771234567890=1?\r', 'de'), { layout: 'de' })).toEqual([
      { is: 'card', value: '771234567890' },
    ])
    expect(eventsOf(WEDGE, encodeTyping('%A?;771234567890=1?\r', 'fr'), { layout: 'fr' })).toEqual([
      { is: 'card', value: '771234567890' },
    ])
  })
})
