import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { io } from 'socket.io-client'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { A, ann, row } from '@kairos/replica/contract/made-up'
import { openServer } from '@kairos/shared/server'
import { storeIdSchema } from '@kairos/shared/ids'
import { SettableClock } from '@kairos/shared/settable-clock'
import { systemClock } from '@kairos/shared/system-clock'
import { MINUTE } from '@kairos/shared/time'
import { SYNC_NAMESPACE } from '@kairos/shared/wire/hq-hub'
import { SCREEN_WIRE_VERSION, type Identified, type ScreenWelcome } from '@kairos/shared/wire/hub-screen'
import { SCREEN_NAMESPACE } from '@kairos/shared/wire/hub-tablet'
import { startHub, type RunningHub } from './start.ts'
import { smallDisk, unmount } from './storage/small-disk.fixture.ts'
import { openHubDatabase } from './storage/open.ts'
import { sqliteReplica } from './storage/sqlite-replica.ts'

const CHAIN = `chain: Hall
language: en
currency: GBP
salt: hall-salt
stores: { hall: { name: The Hall, timeZone: Europe/London } }
general: [{ title: Asparagus, body: Picked this morning }]
`
const log = pino({ level: 'silent' })
const soon = { timeout: 20_000, interval: 20 }
const mountable = smallDisk('64k')
if (mountable !== undefined) unmount(mountable)

let place: string
let hub: RunningHub | undefined
let clock: SettableClock
let again: number
let reports: object[]
let said: string[]
let hq: ReturnType<typeof openServer>
let hqUrl: string
beforeEach(async () => {
  place = ''
  again = 0
  reports = []
  said = []
  clock = new SettableClock(systemClock)
  hq = openServer({ log, bodyLimit: 1000, messageLimit: 100_000, heartbeat: 1000 })
  hq.sockets.of(SYNC_NAMESPACE).on('connection', (socket) => {
    socket.onAny((name: string, message: object, ack: (reply: object) => void) => {
      said.push(name)
      if (name === 'report') reports.push(message)
      ack(name === 'report' ? { heard: true } : { refused: 'only a stand-in' })
    })
  })
  hqUrl = await hq.server.listen({ host: '127.0.0.1', port: 0 })
})
afterEach(async () => {
  await hub?.close()
  hub = undefined
  await hq.sockets.close()
  if (place !== '') unmount(place)
})

const settings = () => ({
  data: join(place, 'data'),
  hqUrl,
  enrolment: { store: storeIdSchema.parse('hall'), token: 't'.repeat(24), chainKey: '0'.repeat(64) },
  host: '127.0.0.1',
  port: 0,
})
const start = async () => {
  hub = await startHub(settings(), { clock, random: (bytes) => Buffer.alloc(bytes, 7), log, again: () => again++ })
  return hub
}
/** A hub that has served, with a customer and a playbook. */
async function served() {
  const database = openHubDatabase(join(settings().data, 'hub.sqlite'))
  const { storage } = sqliteReplica(database)
  storage.savePlaybook({ version: 1, files: { 'chain.yaml': CHAIN } })
  storage.apply({ rows: [row(1, ann)], cursor: 1, more: false }, A)
  database.close()
  await (await start()).close()
  said = []
  reports = []
}
/** What a kiosk is told when it connects, and when somebody keys a number there. */
async function kiosk({ url, tokens }: RunningHub) {
  const auth = { token: tokens.screen, wire: SCREEN_WIRE_VERSION, screen: 'kiosk-1', role: 'kiosk' }
  const socket = io(`${url}${SCREEN_NAMESPACE}`, { transports: ['websocket'], auth, forceNew: true })
  const welcomes: ScreenWelcome[] = []
  socket.on('welcome', (welcome: ScreenWelcome) => welcomes.push(welcome))
  await vi.waitFor(() => expect(welcomes).toHaveLength(1), soon)
  const identify = { identity: { kind: 'member', value: '4711' }, strength: 'claimed' }
  const keyed: Identified | { refused: string } = await socket.timeout(5000).emitWithAck('identify', identify)
  return { welcomes, keyed, close: () => socket.disconnect() }
}
const askedOf = async ({ url, tokens }: RunningHub, path: string, body?: object) => {
  const headers = { authorization: `Bearer ${tokens.till}`, 'content-type': 'application/json' }
  return fetch(new URL(path, url), body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers })
}

describe.skipIf(mountable === undefined)('a disk that takes nothing (needs to mount)', () => {
  test.each([
    ['mounted for reading only', () => execFileSync('mount', ['-o', 'remount,ro', place])],
    ['full to the last page', () => fillUp(join(place, 'filler'))],
  ])('SPEC 27: %s at the start, the hub shows its general content, and says what is wrong', async (_, spoil) => {
    place = smallDisk('6m') ?? ''
    mkdirSync(settings().data)
    await served()
    spoil()
    const ill = await start()
    const { welcomes, keyed, close } = await kiosk(ill)
    expect(welcomes[0]).toMatchObject({ store: 'The Hall', mute: true, say: { slides: [{ title: 'Asparagus' }] } })
    expect(keyed).toEqual({ refused: expect.stringContaining('cannot keep anything') })
    close()
    expect(await (await askedOf(ill, '/metrics')).text()).toContain('kairos_hub_disk_ok{store="hall"} 0\n')
    const lines = [{ sku: 's', name: 'Salt', quantity: 1, amount: 5 }]
    const receipt = { till: '1', receipt: '1', total: 5, lines }
    const identity = { kind: 'member', value: '4711' }
    expect((await askedOf(ill, '/v1/receipts', { ...receipt, identity })).status).toBe(503)
    await vi.waitFor(() => expect(reports[0]).toMatchObject({ disk: expect.stringContaining('database') }), soon)
    // Whatever it read would be gone with it, and HQ would take it for read.
    expect(new Set(said)).toEqual(new Set(['report']))
  })

  test('SPEC 27: once its disk takes something again the hub is started again, with all that it had', async () => {
    place = smallDisk('6m') ?? ''
    mkdirSync(settings().data)
    await served()
    execFileSync('mount', ['-o', 'remount,ro', place])
    const ill = await start()
    expect(ill.state()).toMatchObject({ customers: 0, mute: 'disk' })
    clock.set(2 * MINUTE)
    await vi.waitFor(() => expect(clock.ahead).toBe(2 * MINUTE))
    expect(again).toBe(0)
    execFileSync('mount', ['-o', 'remount,rw', place])
    clock.set(4 * MINUTE)
    await vi.waitFor(() => expect(again).toBeGreaterThan(0), soon)
    await ill.close()
    expect((await start()).state()).toMatchObject({ customers: 1, disk: undefined })
  })

  test('SPEC 27: a disk that fills up while the hub runs closes its screens, and room opens them', async () => {
    place = smallDisk('6m') ?? ''
    mkdirSync(settings().data)
    await served()
    const running = await start()
    const { welcomes, close } = await kiosk(running)
    expect(welcomes[0]?.mute).toBe(undefined)
    fillUp(join(place, 'filler'))
    const walk = () => askedOf(running, '/v1/rebuild', {})
    await vi.waitFor(async () => {
      await walk()
      expect(welcomes.at(-1)?.mute).toBe(true)
    }, soon)
    // One that comes meanwhile is told the same, though what is known of it cannot be written.
    const other = await kiosk(running)
    expect(other.welcomes[0]?.mute).toBe(true)
    other.close()
    rmSync(join(place, 'filler'))
    clock.set(2 * MINUTE)
    await vi.waitFor(() => expect(welcomes.at(-1)?.mute).toBe(undefined), soon)
    close()
  })
})

/** Until not one page fits any more. */
function fillUp(file: string): void {
  for (const size of [64 * 1024, 4096, 512]) {
    try {
      for (;;) writeFileSync(file, Buffer.alloc(size), { flag: 'a' })
    } catch {
      // The next smaller piece may still fit.
    }
  }
}
