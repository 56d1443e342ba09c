import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DeviceEvent, Key } from '@kairos/devices/device-event'
import { ManualClock } from '@kairos/shared/manual-clock'
import { screenFrameSchema } from '@kairos/shared/screen-state'
import { PageReader } from './page-reader.ts'

const CARD = '5105105105105100'
const OWN = '771234567890'
const FAST = 8
const SLOW = 120

const slides = [{ title: 'Linen', body: '' }]
const frameOf = (state: unknown) =>
  screenFrameSchema.parse({
    screen: 'k1',
    role: 'kiosk',
    store: 'Harbour Street',
    language: 'en',
    cards: [{ prefix: '77', digits: 12 }],
    state,
  })

/** A page into which a test types, and a clock of which it moves the hands. */
function page() {
  const clock = new ManualClock(1_000)
  const wait = (ms: number) => clock.move(ms)
  const read: DeviceEvent[] = []
  const sent: unknown[] = []
  const reader = new PageReader(clock, { read: (event) => read.push(event), send: (input) => sent.push(input) })
  reader.follow(frameOf({ is: 'attract', slides }))
  const key = (key: string, how: { isOnButton?: boolean; ctrlKey?: boolean } = {}) =>
    reader.key(
      {
        key,
        ctrlKey: how.ctrlKey ?? false,
        metaKey: false,
        altKey: false,
        repeat: false,
        getModifierState: () => false,
      },
      // The event's own time has a beginning of its own.
      clock.now() - 900,
      how.isOnButton ?? false,
    )
  const type = (text: string, gap: number, isOnButton = false) => {
    const taken = Array.from(text, (character) => {
      wait(gap)
      return key(character === '\r' ? 'Enter' : character, { isOnButton })
    })
    wait(1_000)
    return taken
  }
  const press = (text: string) => {
    for (const each of text) {
      wait(SLOW)
      reader.press({ press: 'key', key: (each === '\r' ? 'enter' : each) as Key })
    }
  }
  return { reader, read, sent, wait, key, type, press }
}
/** The digits that stand on the glass, or in an event, one after the other. */
const out = (read: readonly DeviceEvent[]) =>
  read.map((event) => (event.is === 'key' ? event.key : `|${JSON.stringify(event)}|`)).join('')

describe('what is typed into the page', () => {
  test('a person keys a number', () => {
    const { read, type } = page()
    type('1234\r', SLOW)
    expect(out(read)).toBe('1234enter')
  })

  test('a wedge’s bank card becomes the word that it was one, whatever had the focus', () => {
    for (const text of [CARD, `%B${CARD}^NOBODY/NO^3012101?;${CARD}=3012101?`]) {
      const { read, type } = page()
      expect(type(`${text}\r`, FAST, true)).not.toContain(false)
      expect(read).toEqual([{ is: 'paymentCard' }])
    }
  })

  test('a wedge’s store card is one', () => {
    const { read, type } = page()
    type(`;${OWN}=0000?\r`, FAST)
    expect(read).toEqual([{ is: 'card', value: OWN }])
  })

  test('a person’s Enter, Tab and Space on a button stay the browser’s, and so do shortcuts', () => {
    const { key, wait, read } = page()
    for (const name of ['Enter', 'Tab', ' ', 'Escape', 'ArrowDown', 'F5']) {
      wait(SLOW)
      expect(key(name, { isOnButton: true })).toBe(false)
    }
    expect(key('r', { ctrlKey: true })).toBe(false)
    expect(read).toEqual([])
  })

  test('keys are for a number only where the host takes one', () => {
    const { reader, read, type } = page()
    reader.follow(frameOf({ is: 'stillThere', seconds: 20 }))
    type('12', SLOW)
    expect(read).toEqual([])
  })
})

describe('what is keyed on the glass', () => {
  test('a bank card’s number is known as one, and its eighth digit never left', () => {
    const { read, press } = page()
    press(`${CARD}\r`)
    expect(out(read)).toBe('5105105hiddenhiddenhiddenhiddenhiddenhiddenhiddenhiddenhidden|{"is":"paymentCard"}|')
  })

  test('a number that was left is not part of the next one', () => {
    const { reader, read, press } = page()
    press('12345')
    reader.follow(frameOf({ is: 'keypad', digits: '12345' }))
    reader.follow(frameOf({ is: 'attract', slides }))
    press('41070000\r')
    expect(read.at(-1)).toEqual({ is: 'keyed', value: '41070000' })
  })

  test('a number goes on where it was when the host was away for a moment', () => {
    const { reader, read, press, type } = page()
    press('41070')
    reader.follow(frameOf({ is: 'keypad', digits: '41070' }))
    reader.lose()
    type('9', SLOW)
    reader.follow(frameOf({ is: 'keypad', digits: '41070' }))
    press('000\r')
    expect(read.at(-1)).toEqual({ is: 'keyed', value: '41070000' })
  })

  test('everything else that is pressed goes on as it is', () => {
    const { reader, sent } = page()
    reader.press({ press: 'cancel' })
    expect(sent).toEqual([{ press: 'cancel' }])
  })
})

test('no eight digits of a card’s number leave, at whatever pace and in whatever pieces it is typed and keyed', () => {
  const gaps = fc.array(fc.constantFrom(2, FAST, 40, 60, SLOW, 900), { minLength: CARD.length, maxLength: CARD.length })
  fc.assert(
    fc.property(gaps, fc.constantFrom('', '\r'), fc.nat(CARD.length), (gaps, end, keyed) => {
      const { read, key, wait, press } = page()
      press(CARD.slice(0, keyed))
      for (const [at, digit] of Array.from(CARD.slice(keyed) + end).entries()) {
        wait(gaps[at] ?? FAST)
        key(digit === '\r' ? 'Enter' : digit)
      }
      wait(60_000)
      for (let at = 0; at + 8 <= CARD.length; at++) expect(out(read)).not.toContain(CARD.slice(at, at + 8))
    }),
  )
})
