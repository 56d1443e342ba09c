import { pino } from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { HqPort, HubLink } from '@kairos/replica/hub-link'
import { identityHashSchema } from '@kairos/shared/identity'
import { ok } from '@kairos/shared/result'
import { openServer } from '@kairos/shared/server'
import { SettableClock } from '@kairos/shared/settable-clock'
import { systemClock } from '@kairos/shared/system-clock'
import { MINUTE } from '@kairos/shared/time'
import { SYNC_NAMESPACE } from '@kairos/shared/wire/hq-hub'
import { lineToHq, type LineToHq } from './line.ts'

const soon = { timeout: 20_000, interval: 10 }
const hash = identityHashSchema.parse('a'.repeat(32))

let hq: ReturnType<typeof openServer>
let line: LineToHq | undefined
let refusing: boolean
let knocks: number
let reply: (name: string) => unknown
let ports: HqPort[]
let said: string[]
let clock: SettableClock
let disconnected: number
let url: string
beforeEach(async () => {
  refusing = false
  knocks = 0
  disconnected = 0
  said = []
  ports = []
  reply = () => ({ refused: 'nothing is known here' })
  clock = new SettableClock(systemClock)
  hq = openServer({ log: pino({ level: 'silent' }), bodyLimit: 1000, messageLimit: 100_000, heartbeat: 1000 })
  const space = hq.sockets.of(SYNC_NAMESPACE)
  space.use((_socket, next) => {
    knocks++
    next(refusing ? new Error('refused: unknown store') : undefined)
  })
  space.on('connection', (socket) => {
    socket.onAny((name: string, _message: object, ack?: (answer: unknown) => void) => ack?.(reply(name)))
  })
})
afterEach(async () => {
  line?.close()
  await hq.sockets.close()
})

async function connect(): Promise<void> {
  const link = {
    up: true,
    connected: async (to: HqPort) => {
      ports.push(to)
      return ok(undefined)
    },
    disconnected: () => void disconnected++,
    pull: async () => {},
  } as Partial<HubLink> as HubLink
  const parts = { store: 'hall', token: 't'.repeat(24), link, clock, share: () => 0, changed: () => {} }
  url = await hq.server.listen({ host: '127.0.0.1', port: 0 })
  line = lineToHq({ ...parts, url, carry: (going) => void going, say: (words) => said.push(words) })
}

test('SPEC 28: a hub that was refused knocks again by itself, later each time, and is let in once it is known', async () => {
  refusing = true
  await connect()
  await vi.waitFor(() => expect([knocks, said]).toEqual([1, [expect.stringContaining('unknown store')]]), soon)
  for (const knock of [2, 3]) {
    clock.set(clock.ahead + 2 * MINUTE)
    await vi.waitFor(() => expect([knocks, said.length]).toEqual([knock, knock]), soon)
  }
  refusing = false
  clock.set(clock.ahead + 2 * MINUTE)
  await vi.waitFor(() => expect(ports).toHaveLength(1), soon)
  expect(knocks).toBe(4)
})

test('a hub whose line was cut by HQ comes back, and what HQ answers is read or refused in words', async () => {
  await connect()
  await vi.waitFor(() => expect(ports).toHaveLength(1), soon)
  for (const socket of hq.sockets.of(SYNC_NAMESPACE).sockets.values()) socket.conn.close()
  await vi.waitFor(() => expect([disconnected, ports.length]).toEqual([1, 2]), soon)
  const lookUp = () => ports[1]?.lookup?.({ identity: hash })
  expect(await lookUp()).toEqual({ ok: false, error: 'nothing is known here' })
  reply = () => ({ row: 'nonsense' })
  expect(await lookUp()).toMatchObject({
    ok: false,
    error: expect.stringContaining('lookup'),
  })
  reply = () => ({})
  expect(await lookUp()).toEqual({ ok: true, value: {} })
})

test('a hub that is closed does not knock again', async () => {
  refusing = true
  await connect()
  await vi.waitFor(() => expect(said).toHaveLength(1), soon)
  line?.close()
  clock.set(10 * MINUTE)
  refusing = false
  await connectAnother()
  expect(knocks).toBe(2)
})

/** Somebody else, so that what the closed one would have done has been done. */
async function connectAnother(): Promise<void> {
  let greeted = false
  const link = {
    connected: async () => {
      greeted = true
      return ok(undefined)
    },
    disconnected: () => {},
  } as Partial<HubLink> as HubLink
  const parts = { url, store: 'hall', token: 't'.repeat(24), link, clock, share: () => 0, changed: () => {} }
  line = lineToHq({ ...parts, carry: (going) => void going, say: () => {} })
  await vi.waitFor(() => expect(greeted).toBe(true), soon)
}
