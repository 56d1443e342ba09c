import { describe, expect, test } from 'vitest'
import { DEFAULT_DEVICES } from '@kairos/devices/device-settings'
import { ManualClock } from '@kairos/shared/manual-clock'
import type { DeviceStatus, DevicesStatus } from '@kairos/shared/device-status'
import { DAY } from '@kairos/shared/time'
import type { DeviceChildParts } from './device-child.ts'
import { changesInWords } from './device-log.ts'
import type { ToDevices } from './device-process.ts'
import { startDevices } from './devices.ts'
import { RESTARTS_AFTER, SLOWLY, STEADY } from './restarts.ts'

const CARDS = [{ prefix: '77', digits: 12 }]

/** Devices with children that a test starts and ends, and a clock of which it moves the hands. */
function supervised() {
  const children: (DeviceChildParts & { told: ToDevices[]; isKilled: boolean })[] = []
  const clock = new ManualClock()
  const advance = (ms: number) => clock.move(ms)
  const statuses: DevicesStatus[] = []
  const said: string[] = []
  const events: unknown[] = []
  const ports: number[] = []
  const devices = startDevices({
    hid: true,
    settings: DEFAULT_DEVICES,
    clock,
    token: 'a token of the virtual devices',
    event: (event) => events.push(event),
    open: (port) => ports.push(port),
    status: (status) => statuses.push(status),
    say: (words) => said.push(words),
    startChild: (parts) => {
      const child = { ...parts, told: [] as ToDevices[], isKilled: false }
      children.push(child)
      return { send: (message) => child.told.push(message), kill: () => (child.isKilled = true) }
    },
  })
  const last = () => children.at(-1) ?? expect.unreachable()
  return { devices, children, last, advance, statuses, said, events, ports, clock }
}

describe('the device process', () => {
  test('is started again with the cards and the port it had', () => {
    const { devices, last, advance, children, ports } = supervised()
    devices.cards(CARDS)
    last().message({ is: 'open', port: 1234 })
    last().ended('SIGSEGV')
    advance(RESTARTS_AFTER[0] ?? 0)
    expect(children).toHaveLength(2)
    expect(last().told).toMatchObject([
      { is: 'cards', cards: CARDS },
      { is: 'open', port: 1234, hid: true },
    ])
    expect(ports).toEqual([1234])
  })

  test('that ends again and again is started ever more slowly, which its status says', () => {
    const { last, advance, children, statuses } = supervised()
    for (const [index, after] of RESTARTS_AFTER.entries()) {
      last().ended('code 1')
      expect(statuses.at(-1)).toMatchObject({ trouble: expect.stringContaining('(code 1)'), devices: [] })
      advance(after - 1)
      expect(children).toHaveLength(index + 1)
      advance(1)
      expect(children).toHaveLength(index + 2)
    }
    for (let time = 1; time < 4; time++) {
      last().ended('code 1')
      expect(statuses.at(-1)?.trouble).toContain('again and again')
      advance(SLOWLY - 1)
      expect(children).toHaveLength(RESTARTS_AFTER.length + time)
      advance(1)
    }
    expect(children).toHaveLength(RESTARTS_AFTER.length + 4)
  })

  test('that ends now and then is started at once each time', () => {
    const { last, advance, children } = supervised()
    for (let time = 1; time < 20; time++) {
      advance(STEADY)
      last().ended('SIGABRT')
      advance(RESTARTS_AFTER[0] ?? 0)
      expect(children).toHaveLength(time + 1)
    }
  })

  test('is ended with its host, and not started again', () => {
    const { devices, last, advance, children, clock } = supervised()
    devices.close()
    expect(last().isKilled).toBe(true)
    last().ended('SIGTERM')
    advance(DAY)
    expect([children.length, clock.waiting]).toEqual([1, 0])
  })

  test('one that waits to be started is not once its host has ended', () => {
    const { devices, last, advance, children } = supervised()
    last().ended('code 1')
    devices.close()
    advance(DAY)
    expect(children).toHaveLength(1)
  })

  test('is believed only what is understood', () => {
    const { last, events, said } = supervised()
    last().message({ is: 'event', event: { is: 'card', value: '771234567890' } })
    last().message({ is: 'event', event: { is: 'card', value: 'x' } })
    last().message('nonsense')
    expect(events).toEqual([{ is: 'card', value: '771234567890' }])
    expect(said).toHaveLength(2)
  })
})

test('the log says each change once, and never a count', () => {
  const device: DeviceStatus = {
    name: 'Reader',
    vendorId: 1,
    productId: 2,
    path: '/dev/hidraw0',
    since: 0,
    state: 'reading',
    reports: 0,
    cards: 0,
    paymentCards: 0,
    unreadable: 0,
  }
  const reading = { devices: [device] }
  const refused = { devices: [{ ...device, state: 'refused' as const, why: 'The rule is missing.' }] }
  expect(changesInWords({ devices: [] }, reading)).toEqual(['Reader (/dev/hidraw0): reading'])
  expect(changesInWords(reading, { devices: [{ ...device, reports: 5, since: 7 }] })).toEqual([])
  expect(changesInWords(reading, refused)).toEqual(['Reader (/dev/hidraw0): refused. The rule is missing.'])
  expect(changesInWords(refused, { ...refused, trouble: 'No libusb.' })).toEqual(['No libusb.'])
  expect(changesInWords({ ...refused, trouble: 'No libusb.' }, refused)).toHaveLength(1)
})
