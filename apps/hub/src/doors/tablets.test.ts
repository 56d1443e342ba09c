import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { io, type Socket } from 'socket.io-client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { A, ann, document, row } from '@kairos/replica/contract/made-up'
import { hashIdentity } from '@kairos/shared/identity-hash'
import { storeIdSchema } from '@kairos/shared/ids'
import { systemClock } from '@kairos/shared/system-clock'
import { tabletStateSchema, type TabletState } from '@kairos/shared/tablet-state'
import { SCREEN_WIRE_VERSION, type ScreenWelcome } from '@kairos/shared/wire/hub-screen'
import { SCREEN_NAMESPACE, TABLET_NAMESPACE, TABLET_WIRE_VERSION } from '@kairos/shared/wire/hub-tablet'
import { startHub, type RunningHub } from '../start.ts'
import { openHubDatabase } from '../storage/open.ts'
import { sqliteReplica } from '../storage/sqlite-replica.ts'

const CHAIN = `chain: Hall
language: en
currency: GBP
salt: hall-salt
stores: { hall: { name: The Hall, timeZone: Europe/London } }
zones: { shoes: { name: Shoes } }
general: [{ title: Asparagus, body: Picked this morning }]
`
const MEMBER = { kind: 'member', value: '4711' } as const
const chainKey = '0'.repeat(64)
const soon = { timeout: 20_000, interval: 20 }

let data: string
let hub: RunningHub
const open: Socket[] = []
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'kairos-tablets-'))
  const database = openHubDatabase(join(data, 'hub.sqlite'))
  const { storage } = sqliteReplica(database)
  storage.savePlaybook({ version: 1, files: { 'chain.yaml': CHAIN } })
  const known = row(1, ann, undefined, { identities: [hashIdentity({ hex: chainKey }, MEMBER)] })
  storage.apply(
    {
      rows: [{ ...known, document: { ...document(ann), profile: { first: 'Ann' } } }],
      cursor: 1,
      more: false,
    },
    A,
  )
  database.close()
  hub = await startHub(
    {
      data,
      hqUrl: 'http://127.0.0.1:9',
      host: '127.0.0.1',
      port: 0,
      enrolment: { store: storeIdSchema.parse('hall'), token: 't'.repeat(24), chainKey },
    },
    { clock: systemClock, random: (bytes) => Buffer.alloc(bytes, 7), log: pino({ level: 'silent' }) },
  )
})
afterEach(async () => {
  for (const socket of open.splice(0)) socket.disconnect()
  await hub.close()
  rmSync(data, { recursive: true, force: true })
})

function connect(namespace: string, auth: object): Socket {
  const socket = io(`${hub.url}${namespace}`, { transports: ['websocket'], auth, forceNew: true })
  open.push(socket)
  return socket
}
function tablet() {
  const socket = connect(TABLET_NAMESPACE, { token: hub.tokens.tablet, wire: TABLET_WIRE_VERSION })
  const states: TabletState[] = []
  socket.on('state', (state: unknown) => states.push(tabletStateSchema.parse(state)))
  const tell = (name: string, message: object): Promise<unknown> => socket.timeout(5000).emitWithAck(name, message)
  return { last: () => states.at(-1), tell }
}
function kiosk(screen: string) {
  const auth = { token: hub.tokens.screen, wire: SCREEN_WIRE_VERSION, screen, role: 'kiosk', zone: 'shoes' }
  const socket = connect(SCREEN_NAMESPACE, auth)
  const heard: { calls: unknown[]; closed?: ScreenWelcome['closed'] } = { calls: [] }
  socket.on('call', (call: unknown) => heard.calls.push(call))
  socket.on('welcome', ({ closed }: ScreenWelcome) => (heard.closed = closed))
  const ask = (name: string, message: object): Promise<unknown> => socket.timeout(5000).emitWithAck(name, message)
  return { heard, ask }
}

test('a guest calls; every tablet hears of it, somebody goes there, and the screen is told', async () => {
  const [maya, noah, guest] = [tablet(), tablet(), kiosk('kiosk-1')]
  await guest.ask('call', {})
  const call = { screen: 'kiosk-1', role: 'kiosk', zone: 'Shoes' }
  await vi.waitFor(
    () => expect(noah.last()?.wanted).toEqual([{ ...call, since: expect.any(Number), coming: false }]),
    soon,
  )
  expect(await maya.tell('coming', { screen: 'kiosk-1', is: 'coming' })).toEqual({ kept: true })
  await vi.waitFor(() => expect(noah.last()?.wanted).toMatchObject([{ ...call, coming: true }]), soon)
  await vi.waitFor(() => expect(guest.heard.calls.at(-1)).toEqual({ is: 'coming' }), soon)
  await noah.tell('coming', { screen: 'kiosk-1', is: 'over' })
  await vi.waitFor(() => expect(maya.last()?.wanted).toEqual([]), soon)
  await vi.waitFor(() => expect(guest.heard.calls.at(-1)).toEqual({ is: 'over' }), soon)
})

test.each([
  ['whoever held her card is called by her name', 'held', 'Ann'],
  ['whoever keyed a number may be somebody else: she has no name', 'claimed', undefined],
])('%s', async (_, strength, first) => {
  const [maya, at] = [tablet(), kiosk('kiosk-1')]
  const said: unknown = await at.ask('identify', { identity: MEMBER, strength })
  expect(said).toMatchObject({ is: 'known' })
  const visit = JSON.parse(JSON.stringify(said)).visit
  await at.ask('call', { visit })
  await vi.waitFor(() => expect(maya.last()?.wanted).toHaveLength(1), soon)
  expect([maya.last()?.wanted[0]?.visit, maya.last()?.wanted[0]?.first]).toEqual([visit, first])
})

test('a tablet mutes a screen, all of them see it, and lets it speak again', async () => {
  const [maya, noah, at] = [tablet(), tablet(), kiosk('kiosk-1')]
  const line = { screen: 'kiosk-1', role: 'kiosk', zone: 'Shoes' }
  await vi.waitFor(() => expect(maya.last()?.screens).toEqual([{ ...line, muted: false }]), soon)
  expect(await maya.tell('mute', { screen: 'kiosk-1', muted: true })).toEqual({ kept: true })
  await vi.waitFor(() => expect(noah.last()?.screens).toEqual([{ ...line, muted: true }]), soon)
  await vi.waitFor(() => expect(at.heard.closed).toEqual({ why: 'muted' }), soon)
  await noah.tell('mute', { screen: 'kiosk-1', muted: false })
  await vi.waitFor(() => expect(maya.last()?.screens).toEqual([{ ...line, muted: false }]), soon)
  await vi.waitFor(() => expect(at.heard.closed).toBe(undefined), soon)
  expect(await maya.tell('mute', { screen: 'kiosk-9', muted: true })).toEqual({ refused: expect.any(String) })
})

test('what the installer found amiss stands with its screen, and in the state of the hub', async () => {
  const [maya, at] = [tablet(), kiosk('kiosk-1')]
  const checks = [
    { what: 'touch', is: 'ill', words: '3 of 5 rings were felt.' },
    { what: 'sound', is: 'untried', words: 'Play a tone.' },
  ]
  expect(await at.ask('tested', { at: 1000, checks })).toEqual({ kept: true })
  await vi.waitFor(() => expect(maya.last()?.screens[0]?.ill).toBe('Self-test: 3 of 5 rings were felt.'), soon)
  expect(hub.state()).toMatchObject({ screens: [{ screen: 'kiosk-1', tested: { at: 1000, checks } }] })
  await at.ask('tested', { at: 2000, checks: [{ what: 'touch', is: 'well', words: 'All five.' }] })
  await vi.waitFor(() => expect(maya.last()?.screens[0]?.ill).toBe(undefined), soon)
})
