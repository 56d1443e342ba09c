import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { DEFAULT_DEVICES } from '@kairos/devices/device-settings'
import type { DeviceEvent } from '@kairos/devices/device-event'
import { encodeSureSwipe, SURESWIPE } from '@kairos/devices/models/magtek-sureswipe'
import { recordingText } from '@kairos/devices/recording'
import { sendReports } from '@kairos/devices/virtual'
import type { DevicesStatus } from '@kairos/shared/device-status'
import { systemClock } from '@kairos/shared/system-clock'
import { forkDevices } from './device-child.ts'
import { startDevices, type Devices, type WhichDevices } from './devices.ts'

/** The real child process, its devices out of a file and out of a socket. */
const place = mkdtempSync(join(tmpdir(), 'kairos-device-process-'))
afterAll(() => rmSync(place, { recursive: true }))
let running: Devices | undefined
afterEach(() => running?.close())

const TOKEN = 'a token of the virtual devices'
const CARDS = [{ prefix: '77', digits: 12 }]
const OWN = encodeSureSwipe('', ';771234567890=0000?')
const CARD = { is: 'card', value: '771234567890' }
const BANK = encodeSureSwipe('%B4111111111111111^DOE/JANE^3012?', ';4111111111111111=3012?')
const within = { timeout: 15_000, interval: 50 }

function start(which: Partial<WhichDevices> = {}) {
  const events: DeviceEvent[] = []
  const statuses: DevicesStatus[] = []
  const said: string[] = []
  const ports: number[] = []
  const kills: (() => void)[] = []
  running = startDevices({
    hid: false,
    settings: DEFAULT_DEVICES,
    clock: systemClock,
    token: TOKEN,
    ...which,
    event: (event) => events.push(event),
    open: (port) => ports.push(port),
    status: (status) => statuses.push(status),
    say: (words) => said.push(words),
    startChild: (parts) => {
      const child = forkDevices(parts)
      kills.push(() => child.kill())
      return child
    },
  })
  running.cards(CARDS)
  return { events, statuses, said, ports, kill: () => kills.at(-1)?.() }
}

test('a recording is played through decoder and guard, and what it was is counted without a digit', async () => {
  const recording = join(place, 'swipes.jsonl')
  const reports = [OWN, BANK, new Uint8Array(3), OWN].map((bytes, at) => ({ at: at * 10, bytes }))
  writeFileSync(recording, recordingText({ device: SURESWIPE, reports }))
  const { events, statuses, said } = start({ recording })
  await expect.poll(() => events, within).toEqual([CARD, { is: 'paymentCard' }, { is: 'unreadable' }, CARD])
  await expect
    .poll(() => statuses.at(-1)?.devices, within)
    .toMatchObject([{ state: 'reading', reports: 4, cards: 2, paymentCards: 1, unreadable: 1 }])
  expect(JSON.stringify([events, statuses, said])).not.toMatch(/4111|DOE/)
})

test('what kills the device process does not reach its host, and reading comes back where it was', async () => {
  const { events, statuses, ports, kill } = start()
  await expect.poll(() => ports.length, within).toBe(1)
  const port = ports[0] ?? 0
  await sendReports({ port, token: TOKEN }, SURESWIPE, [OWN])
  await expect.poll(() => events, within).toEqual([CARD])
  kill()
  await expect.poll(() => statuses.some(({ trouble }) => trouble?.includes('SIGTERM')), within).toBe(true)
  await expect.poll(() => ports.length, within).toBe(2)
  expect(ports[1]).toBe(port)
  await sendReports({ port, token: TOKEN }, SURESWIPE, [OWN])
  await expect.poll(() => events, within).toEqual([CARD, CARD])
  await expect.poll(() => statuses.at(-1)?.trouble, within).toBeUndefined()
})

test('devices of the machine that cannot be read are trouble in words, and virtual ones are read all the same', async () => {
  const { events, ports, statuses } = start({ hid: true })
  await expect.poll(() => ports.length, within).toBe(1)
  await sendReports({ port: ports[0] ?? 0, token: TOKEN }, SURESWIPE, [OWN])
  await expect.poll(() => events, within).toEqual([CARD])
  // With libusb there is no trouble, without it there is a sentence that says what to install.
  const trouble = statuses.at(-1)?.trouble
  if (trouble !== undefined) expect(trouble).toMatch(/lacks libusb-1\.0\. Install it/)
})

test('a recording that is none is trouble in words', async () => {
  const { statuses } = start({ recording: join(place, 'nowhere.jsonl') })
  await expect.poll(() => statuses.at(-1)?.trouble, within).toMatch(/cannot be played: .*nowhere/)
})
