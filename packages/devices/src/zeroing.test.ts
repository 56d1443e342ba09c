import { afterEach, describe, expect, test, vi } from 'vitest'
import { encodeKey, KEYPAD } from './models/keypad.ts'
import { eventsOf, SCANNERS, SWIPERS } from './readers.fixture.ts'
import type { VirtualDevice } from './virtual.ts'

const CARD = '5105105105105100'
const WINDOW = 8
const windows = Array.from({ length: CARD.length - WINDOW + 1 }, (_, at) => CARD.slice(at, at + WINDOW))

/** Every array of bytes that is made from now on: what a copy is made with, and what a slice makes. */
function watchBytes(): Uint8Array[] {
  const made: Uint8Array[] = []
  const Watched = new Proxy(Uint8Array, {
    construct(target, args: [], as) {
      const bytes = Reflect.construct(target, args, as) as Uint8Array
      made.push(bytes)
      return bytes
    },
  })
  const Bytes = Uint8Array
  vi.spyOn(Uint8Array.prototype, 'slice').mockImplementation(function copy(this: Uint8Array, ...range) {
    const bytes = new Bytes(this.subarray(...range))
    made.push(bytes)
    return bytes
  })
  vi.stubGlobal('Uint8Array', Watched)
  return made
}
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const held = (made: Uint8Array[]) =>
  made.filter((bytes) => {
    const text = Buffer.from(bytes)
      .toString('latin1')
      .replaceAll(/(?<=\d)\D(?=\d)/g, '')
    return windows.some((window) => text.includes(window))
  }).length

const ways: [name: string, device: VirtualDevice, reports: Uint8Array[]][] = [
  ...SWIPERS.map((each): [string, VirtualDevice, Uint8Array[]] => [
    each.name,
    each.device,
    each.reports(`%B${CARD}^A?`, `;${CARD}=3012?`, ''),
  ]),
  ...SCANNERS.map((each): [string, VirtualDevice, Uint8Array[]] => [each.name, each.device, each.reports(CARD, ']C0')]),
  ...SCANNERS.slice(0, 1).map((each): [string, VirtualDevice, Uint8Array[]] => [
    'a continued scan',
    each.device,
    each.reports(`${'x'.repeat(50)}:${CARD}:${'x'.repeat(90)}`, ']Q0'),
  ]),
  ['keypad', KEYPAD, Array.from(`${CARD}e`).flatMap((key) => encodeKey(key === 'e' ? 'enter' : (key as '0')))],
]

describe('once a payment card is known as one, no buffer holds its number', () => {
  test.each(ways)('%s', (_name, device, reports) => {
    const made = watchBytes()
    const events = eventsOf(device, reports)
    vi.unstubAllGlobals()
    expect(events).toContainEqual({ is: 'paymentCard' })
    expect(made.length).toBeGreaterThan(1)
    expect(held(made)).toBe(0)
  })

  test('and the test sees a buffer that does', () => {
    const made = watchBytes()
    const kept = new Uint8Array(40)
    kept.set(Buffer.from(CARD), 3)
    kept.slice()
    vi.unstubAllGlobals()
    expect(held(made)).toBe(2)
  })
})
