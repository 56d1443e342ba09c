import { pino } from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { screenIdSchema, visitIdSchema } from '@kairos/shared/ids'
import { openServer } from '@kairos/shared/server'
import { SCREEN_NAMESPACE } from '@kairos/shared/wire/hub-tablet'
import { hubClient } from './hub-client.ts'
import type { SessionInput } from './session/state.ts'

const soon = { timeout: 20_000, interval: 20 }
const leave = { do: 'leave', visit: visitIdSchema.parse('hall/1') } as const
let hub: ReturnType<typeof openServer>
let client: ReturnType<typeof hubClient>
let heard: SessionInput[]
let reply: object
let said: string[]
beforeEach(async () => {
  ;[heard, reply, said] = [[], {}, []]
  hub = openServer({ log: pino({ level: 'silent' }), bodyLimit: 1000, messageLimit: 10_000, heartbeat: 1000 })
  hub.sockets.of(SCREEN_NAMESPACE).on('connection', (socket) => {
    socket.onAny((name: string, _: unknown, ack: (reply: object) => void) => {
      said.push(name)
      ack(name === 'leave' ? reply : { kept: true })
    })
  })
  const url = await hub.server.listen({ host: '127.0.0.1', port: 0 })
  client = hubClient({
    url,
    token: 't',
    screen: screenIdSchema.parse('kiosk-1'),
    role: 'kiosk',
    zone: undefined,
    visit: () => undefined,
    input: (input) => heard.push(input),
    say: () => {},
  })
})
afterEach(async () => {
  client.close()
  await hub.sockets.close()
})

test('a hub that is ill has not heard; one that refuses for good has', async () => {
  let turn = 0
  for (const [given, undelivered] of [
    [{ refused: 'that visit is over' }, 0],
    [{ refused: 'it could not be done', again: true }, 1],
    [{ kept: true }, 1],
  ] as const) {
    reply = given
    const before = said.length
    turn += 1
    client.perform(leave)
    await vi.waitFor(() => expect(said.length).toBe(before + 1), soon)
    client.glass({ state: 'attract', since: 0 })
    // Acknowledgements come in turn: that of the glass comes after the one that is waited for.
    await vi.waitFor(() => expect(heard.filter(({ is }) => is === 'again')).toHaveLength(turn), soon)
    expect(heard.filter(({ is }) => is === 'undelivered')).toHaveLength(undelivered)
  }
  expect(heard.find(({ is }) => is === 'undelivered')).toEqual({ is: 'undelivered', effect: leave })
})
