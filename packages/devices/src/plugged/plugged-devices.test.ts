import { describe, expect, test } from 'vitest'
import { MINUTE, SECOND } from '@kairos/shared/time'
import { encodeTyping } from '../keyboard/typing.ts'
import { encodeKey, KEYPAD } from '../models/keypad.ts'
import { encodeSureSwipe, SURESWIPE } from '../models/magtek-sureswipe.ts'
import { encodeScan, LSR118_DESCRIPTOR, VIRTUAL_SCANNER } from '../models/pos-scanner.ts'
import { keyboardDescriptor, WEDGE } from '../readers.fixture.ts'
import { MemoryTransport } from '../transport/memory.ts'
import type { Listener, Transport } from '../transport/transport.ts'
import { MOST_EVENTS, MOST_SENSELESS_REPORTS } from './flood.ts'
import { ATTEMPTS_AFTER, FLOOD_REST, OPENS_WITHIN, REFUSED_AGAIN, STEADY } from './plugged-device.ts'
import { inMemory, SETTINGS } from './plugged.fixture.ts'
import { LISTS_WITHIN, LOOK_EVERY } from './plugged-devices.ts'

const OWN = encodeSureSwipe('', ';771234567890=0000?')
const CARD = { is: 'card', value: '771234567890' }
const BANK = encodeSureSwipe('%B4111111111111111^A/B^3012?', ';4111111111111111=3012?')
const SURESWIPE_ID = { vendorId: SURESWIPE.vendorId, productId: SURESWIPE.productId }
const SCANNER = { ...VIRTUAL_SCANNER, descriptor: LSR118_DESCRIPTOR }

describe('plugging', () => {
  test('a reader that is plugged in is read, until it is unplugged', async () => {
    const { clock, transport, events, states, only } = inMemory()
    const reader = transport.plugIn(SURESWIPE)
    await clock.advance(0)
    expect(states()).toEqual(['reading'])
    reader.send(OWN)
    reader.send(BANK)
    reader.send(new Uint8Array(3))
    expect(events).toEqual([CARD, { is: 'paymentCard' }, { is: 'unreadable' }])
    expect(only()).toMatchObject({ model: 'magtek-sureswipe', reports: 3, cards: 1, paymentCards: 1, unreadable: 1 })
    transport.unplug(reader)
    await clock.advance(0)
    expect(states()).toEqual(['gone'])
    expect(only()?.why).toContain('unplugged')
  })

  test('where nothing tells of plugging, it is looked for; unplugging is noticed at once', async () => {
    const devices = new MemoryTransport()
    const transport = { list: () => devices.list(), open: devices.open.bind(devices) }
    const { clock, states } = inMemory({ transport })
    await clock.advance(0)
    const reader = devices.plugIn(SURESWIPE)
    await clock.advance(LOOK_EVERY)
    expect(states()).toEqual(['reading'])
    devices.unplug(reader)
    await clock.advance(0)
    expect(states()).toEqual(['gone'])
  })

  test('two that are alike are read each for itself: half a scan of one is not ended by the other', async () => {
    const { clock, transport, events, states } = inMemory()
    const [one, two] = [transport.plugIn(SCANNER), transport.plugIn(SCANNER)]
    await clock.advance(0)
    expect(states()).toEqual(['reading', 'reading'])
    const parts = ['a', 'b'].map((letter) => encodeScan(letter.repeat(80), ']Q0'))
    for (const index of [0, 1]) for (const [at, each] of [one, two].entries()) each.send(parts[at]?.[index] ?? OWN)
    expect(events.map((event) => event.is === 'code' && event.text)).toEqual(['a'.repeat(80), 'b'.repeat(80)])
    transport.unplug(one)
    await clock.advance(0)
    expect(states()).toEqual(['reading', 'gone'])
  })

  test('what is plugged in at the path of what went is another device', async () => {
    const { clock, transport, events, devices } = inMemory()
    const first = transport.plugIn(SCANNER)
    await clock.advance(0)
    first.send(encodeScan('x'.repeat(80), ']Q0')[0] ?? OWN)
    transport.unplug(first)
    const second = transport.plugIn(SURESWIPE)
    expect(second.found.path).toBe(first.found.path)
    await clock.advance(0)
    second.send(OWN)
    expect(events).toEqual([CARD])
    expect(devices.status().devices.map(({ model, state }) => [model, state])).toEqual([
      ['magtek-sureswipe', 'reading'],
      ['hid-pos-scanner', 'gone'],
    ])
  })

  test('a wedge unplugged in the middle of a burst has said nothing', async () => {
    const { clock, transport, events } = inMemory({ isVirtual: true })
    const wedge = transport.plugIn(WEDGE)
    await clock.advance(0)
    for (const report of encodeTyping('771234567890')) wedge.send(report)
    transport.unplug(wedge)
    await clock.advance(0)
    // Nothing waits but the next look.
    expect(clock.waiting).toBe(1)
    await clock.advance(MINUTE)
    expect(events).toEqual([])
  })

  test('what the system still delivers of a reader that was unplugged, ended, closed or taught anew is zeroed, and no event', async () => {
    for (const how of ['unplugged', 'ended', 'closed', 'taught']) {
      const devices = new MemoryTransport()
      let late: Listener | undefined
      const transport: Transport = {
        list: () => devices.list(),
        open: (path, listener) => {
          late ??= listener
          return devices.open(path, listener)
        },
        watch: (changed) => devices.watch(changed),
      }
      const { clock, events, devices: all } = inMemory({ transport })
      const reader = devices.plugIn(SURESWIPE)
      await clock.advance(0)
      if (how === 'ended') late?.ended('loose')
      else if (how === 'unplugged') devices.unplug(reader)
      else if (how === 'closed') await all.close()
      else all.use({ ...SETTINGS, taught: [{ ...SURESWIPE_ID, model: 'keypad' }] })
      await clock.advance(0)
      const report = OWN.slice()
      late?.report(report)
      expect(events).toEqual([])
      expect(report).toEqual(new Uint8Array(OWN.length))
      expect(all.status().devices.filter(({ reports }) => reports > 0)).toEqual([])
    }
  })

  test('silence alone ends a burst', async () => {
    const { clock, transport, events } = inMemory({ isVirtual: true })
    const wedge = transport.plugIn(WEDGE)
    await clock.advance(0)
    for (const report of encodeTyping('771234567890')) wedge.send(report)
    expect(events).toEqual([])
    await clock.advance(SECOND)
    expect(events).toEqual([{ is: 'unreadable' }])
  })
})

describe('what is opened', () => {
  const rawKeyboard = { ...WEDGE, descriptor: keyboardDescriptor(6) }
  const mouse = { vendorId: 1, productId: 2, usagePage: 1, usage: 2 }

  test.each([
    ['a keyboard', rawKeyboard, 'personal'],
    ['a keyboard without a descriptor', { vendorId: 5, productId: 5, usagePage: 1, usage: 6 }, 'personal'],
    ['a mouse', mouse, 'personal'],
    ['a device nobody knows', { vendorId: 3, productId: 4, usagePage: 0xff00, usage: 7 }, 'unknown'],
  ])('%s is listed and not opened', async (_name, device, state) => {
    const { clock, transport, only } = inMemory()
    const plugged = transport.plugIn(device)
    await clock.advance(MINUTE)
    expect(only()).toMatchObject({ state, why: expect.stringMatching(/taught|learn/) })
    expect(plugged.readers).toBe(0)
  })

  test.each([
    ['a keypad that is known by name', KEYPAD],
    ['a keypad that says it is one', { vendorId: 5, productId: 6, descriptor: keyboardDescriptor(7) }],
  ])('%s is', async (_name, device) => {
    const { clock, transport, events, states } = inMemory()
    const keypad = transport.plugIn(device)
    await clock.advance(0)
    expect(states()).toEqual(['reading'])
    for (const report of encodeKey('7')) keypad.send(report)
    expect(events).toEqual([{ is: 'key', key: '7' }])
  })

  test('a wedge is once it is taught, and no longer once it is not', async () => {
    const { clock, transport, devices, states } = inMemory()
    const wedge = transport.plugIn(rawKeyboard)
    const { vendorId, productId } = wedge.found.info
    await clock.advance(0)
    devices.use({ ...SETTINGS, taught: [{ vendorId, productId, model: 'keyboard-wedge' }] })
    await clock.advance(0)
    expect([states(), wedge.readers]).toEqual([['reading'], 1])
    devices.use(SETTINGS)
    await clock.advance(0)
    expect([states(), wedge.readers]).toEqual([['personal'], 0])
  })

  test('other cards wipe what is half read, and the reader stays open', async () => {
    const { clock, transport, events, devices, states } = inMemory({ isVirtual: true })
    const wedge = transport.plugIn(WEDGE)
    await clock.advance(0)
    for (const report of encodeTyping('771234567890')) wedge.send(report)
    devices.use({ ...SETTINGS, cards: [{ prefix: '88', digits: 12 }] })
    await clock.advance(SECOND)
    expect([events, states(), wedge.readers]).toEqual([[], ['reading'], 1])
    for (const report of encodeTyping('881234567890\r')) wedge.send(report)
    await clock.advance(SECOND)
    expect(events).toEqual([{ is: 'card', value: '881234567890' }])
  })
})

describe('faults', () => {
  test('refused says which rule lacks, and is over as soon as the rights are there', async () => {
    const { clock, transport, only } = inMemory()
    const reader = transport.plugIn(SURESWIPE)
    reader.faults = { isRefused: true }
    await clock.advance(MINUTE)
    expect(only()).toMatchObject({ state: 'refused', why: expect.stringContaining('70-kairos.rules') })
    reader.faults = { isRefused: false }
    await clock.advance(LOOK_EVERY)
    expect(only()).toMatchObject({ state: 'reading' })
  })

  test('where only opening tells of rights, it is tried again', async () => {
    const { clock, transport, only } = inMemory()
    const reader = transport.plugIn(SURESWIPE)
    reader.faults = { isRefusedLate: true }
    await clock.advance(10 * REFUSED_AGAIN)
    expect(only()).toMatchObject({ state: 'refused', why: expect.stringContaining('Permission denied') })
    reader.faults = { isRefusedLate: false }
    await clock.advance(REFUSED_AGAIN)
    expect(only()).toMatchObject({ state: 'reading' })
  })

  test('one that cannot be opened is tried so often, then given up until it is plugged in again', async () => {
    const { clock, transport, statuses, only } = inMemory()
    const reader = transport.plugIn(SURESWIPE)
    reader.faults = { fails: true }
    await clock.advance(60 * MINUTE)
    expect(only()).toMatchObject({ state: 'givenUp', why: expect.stringContaining('a fault on the line') })
    expect(statuses.filter(({ devices }) => devices[0]?.state === 'resting')).toHaveLength(ATTEMPTS_AFTER.length)
    transport.unplug(reader)
    transport.plugIn(SURESWIPE)
    await clock.advance(0)
    expect(only()).toMatchObject({ state: 'reading' })
  })

  test('a reader that ends now and then is always opened again; one that always ends is given up', async () => {
    const { clock, transport, only } = inMemory()
    const reader = transport.plugIn(SURESWIPE)
    for (let time = 0; time < 20; time++) {
      await clock.advance(STEADY + MINUTE)
      expect(only()).toMatchObject({ state: 'reading' })
      reader.fail('loose')
    }
    for (let time = 0; time < 600 && only()?.state !== 'givenUp'; time++) {
      await clock.advance(SECOND)
      reader.fail('loose')
    }
    expect(only()).toMatchObject({ state: 'givenUp' })
    await clock.advance(0)
    expect(reader.readers).toBe(0)
  })

  test('one that hangs says so; the others are read; it is read once it answers', async () => {
    const { clock, transport, events, devices, only } = inMemory()
    const reader = transport.plugIn(SURESWIPE)
    reader.faults = { hangs: true }
    const other = transport.plugIn(SCANNER)
    await clock.advance(OPENS_WITHIN)
    other.send(encodeScan('hello', ']Q0')[0] ?? OWN)
    expect(events).toMatchObject([{ is: 'code', text: 'hello' }])
    expect(devices.status().devices[1]).toMatchObject({ state: 'resting', why: expect.stringContaining('not answer') })
    await clock.advance(60 * MINUTE)
    reader.faults = { hangs: false }
    await clock.advance(0)
    expect(only()).toMatchObject({ state: 'reading' })
    expect(reader.readers).toBe(1)
  })

  test('one that hangs while it is closed is not opened beside itself', async () => {
    const { clock, transport, only } = inMemory()
    const reader = transport.plugIn(SURESWIPE)
    await clock.advance(0)
    reader.faults = { clings: true }
    reader.fail('loose')
    await clock.advance(MINUTE)
    expect([only()?.state, reader.readers]).toEqual(['resting', 1])
    reader.faults = { clings: false }
    await clock.advance(0)
    expect([only()?.state, reader.readers]).toEqual(['reading', 1])
  })

  test.each([
    ['without sense', SURESWIPE, new Uint8Array(2), MOST_EVENTS],
    ['of keys that mean nothing', KEYPAD, new Uint8Array(9), MOST_SENSELESS_REPORTS],
    ['of cards', SURESWIPE, OWN, MOST_EVENTS],
  ])('a flood %s is closed for a while, each time longer, and reported', async (_name, device, report, most) => {
    const { clock, transport, events, only } = inMemory()
    const reader = transport.plugIn(device)
    await clock.advance(0)
    for (let rest = FLOOD_REST; rest < 5 * FLOOD_REST; rest *= 2) {
      events.length = 0
      for (let number = 0; number < 5000; number++) reader.send(report)
      expect(events.length).toBeLessThanOrEqual(MOST_EVENTS + 1)
      expect(only()).toMatchObject({ state: 'resting', why: expect.stringContaining(`more than ${most}`) })
      await clock.advance(rest - 1)
      expect([only()?.state, reader.readers]).toEqual(['resting', 0])
      await clock.advance(1)
      expect(only()).toMatchObject({ state: 'reading' })
    }
  })

  test('what is fast and makes sense is no flood', async () => {
    const { clock, transport, only, events } = inMemory()
    const reader = transport.plugIn(SURESWIPE)
    await clock.advance(0)
    for (let number = 0; number < 1000; number++) {
      reader.send(OWN)
      await clock.advance(20)
    }
    expect([only()?.state, events.length]).toEqual(['reading', 1000])
  })

  test('what keeps all from being listed is said, those that are read go on, and it is tried again', async () => {
    const { clock, transport, events, devices } = inMemory()
    const reader = transport.plugIn(SURESWIPE)
    await clock.advance(0)
    transport.trouble = 'The system lacks something.'
    await clock.advance(LOOK_EVERY)
    expect(devices.status().trouble).toContain('lacks something')
    reader.send(OWN)
    expect(events).toEqual([CARD])
    transport.trouble = undefined
    await clock.advance(LOOK_EVERY)
    expect(devices.status()).toMatchObject({ devices: [{ state: 'reading' }] })
    expect(devices.status()).not.toHaveProperty('trouble')
    expect(reader.readers).toBe(1)
  })

  test('a system that does not answer is told of once, in time', async () => {
    const { clock, transport, stuck } = inMemory()
    await clock.advance(0)
    transport.hangs = true
    await clock.advance(LOOK_EVERY + LISTS_WITHIN)
    expect(stuck).toHaveLength(1)
  })
})
