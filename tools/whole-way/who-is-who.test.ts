import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { startHq, type RunningHq } from '@kairos/hq/start'
import { enrolmentSchema } from '@kairos/hub/enrolment'
import { startHub, type RunningHub } from '@kairos/hub/start'
import { openHubDatabase } from '@kairos/hub/storage/open'
import { storeViewSchema } from '@kairos/shared/hq-views'
import { SettableClock } from '@kairos/shared/settable-clock'
import { systemClock } from '@kairos/shared/system-clock'
import { DAY, HOUR, MINUTE } from '@kairos/shared/time'
import { SCREEN_WIRE_VERSION } from '@kairos/shared/wire/hub-screen'
import { SCREEN_NAMESPACE } from '@kairos/shared/wire/hub-tablet'
import { openLine, type CuttableLine } from '../dock/parts/line-to-hq.ts'
import { kairosAt } from './head-office.ts'

/** Head office and a hub as they are, over their real doors, a line that can be cut, and the `kairos` command. */
const STORE = 'harbour'
const data = mkdtempSync(join(tmpdir(), 'kairos-who-'))
const clock = new SettableClock(systemClock)
const world = { random: randomBytes, log: pino({ level: 'silent' }) }
const local = { host: '127.0.0.1', port: 0 }
const soon = { timeout: 30_000, interval: 20 }
const identifiedSchema = z.looseObject({ is: z.string(), first: z.string().optional() })

let hq: RunningHq
let line: CuttableLine
let hub: RunningHub
let kiosk: Socket

/** HQ's doors for people and programs. */
async function ask(method: string, path: string, body?: unknown, token = hq.consoleToken) {
  const headers = { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) }
  const answer = await fetch(new URL(path, hq.url), {
    method,
    headers,
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return { status: answer.status, said: (await answer.json()) as unknown }
}
const profile = (subject: string, card: string, home?: string) => ({
  specversion: '1.0',
  id: `profile-${subject}`,
  source: 'test',
  time: '2026-01-05T10:00:00Z',
  subject,
  type: 'kairos.profile',
  data: {
    first: `First-${subject}`,
    ...(home === undefined ? {} : { home }),
    identities: [{ kind: 'card', value: card }],
  },
})
const hold = async (card: string) => {
  const identity = { kind: 'card', value: card }
  return identifiedSchema.parse(await kiosk.timeout(10_000).emitWithAck('identify', { identity, strength: 'held' }))
}
const harbour = async () => {
  const rows = z.array(storeViewSchema).parse((await ask('GET', '/v1/stores')).said)
  return rows.find(({ store }) => store === STORE)
}
const isWell = () =>
  vi.waitFor(() => expect(hub.state()).toMatchObject({ line: 'up', unsent: 0, uncontained: 0, lag: { time: 0 } }), soon)

beforeAll(async () => {
  const playbook = fileURLToPath(new URL('../../playbooks/marlow-finch', import.meta.url))
  hq = await startHq({ ...local, data: join(data, 'hq'), playbook }, { ...world, clock: systemClock })
  const events = [
    profile('anna', '770000000001', STORE),
    profile('berta', '770000000002'),
    profile('cleo', '770000000003', STORE),
    profile('cleopatra', '770000000004'),
  ]
  expect((await ask('POST', '/v1/events', events)).status).toBe(202)
  await hq.settled()
  line = await openLine(hq.url)
  const enrolment = enrolmentSchema.parse(JSON.parse(readFileSync(join(data, 'hq', 'stores', `${STORE}.json`), 'utf8')))
  hub = await startHub({ ...local, data: join(data, 'hub'), hqUrl: line.url, enrolment }, { ...world, clock })
  const auth = { token: hub.tokens.screen, wire: SCREEN_WIRE_VERSION, screen: 'kiosk-1', role: 'kiosk' }
  kiosk = io(`${hub.url}${SCREEN_NAMESPACE}`, { transports: ['websocket'], auth })
  await isWell()
}, 60_000)
afterAll(async () => {
  kiosk?.disconnect()
  await hub?.close()
  line?.close()
  await hq?.close()
  rmSync(data, { recursive: true, force: true })
})

test('SPEC 31: whom the store does not know HQ is asked for over the line, and the store holds her at once', async () => {
  expect(hub.state().customers).toBe(2)
  expect(await hold('770000000002')).toMatchObject({ is: 'known', first: 'First-berta' })
  expect(await harbour()).toMatchObject({ customers: 3 })
  expect(await hold('770000000099')).toEqual({ is: 'unknown' })
  await isWell()
})

test('SPEC 33: while the line is down a card of the chain’s is a stranger, who turns out to be whose card it is', async () => {
  line.set(false)
  await vi.waitFor(() => expect(hub.state().line).toBe('down'), soon)
  const met = await hold('770000000004')
  expect([met.is, met.first]).toEqual(['known', undefined])
  line.set(true)
  await isWell()
  await vi.waitFor(async () => expect((await hold('770000000004')).first).toBe('First-cleopatra'), soon)
})

test('SPEC 34: kairos merge, and what its door refuses', { timeout: 120_000 }, async () => {
  const by = { who: 'Pat', note: 'she said so' }
  const merge = (into: string, from: string, token?: string) =>
    ask('POST', `/v1/customers/${into}/merge`, { from, ...by }, token)
  expect((await merge('cleo', 'cleopatra', 'x'.repeat(24))).status).toBe(401)
  expect((await ask('POST', '/v1/customers/cleo/merge', { from: 'cleopatra' })).status).toBe(400)
  expect(await merge('cleo', 'nobody')).toMatchObject({
    status: 404,
    said: { problem: expect.stringContaining('nobody') },
  })
  expect((await merge('cleo', 'cleo')).status).toBe(404)
  const first = await kairosAt(data, 'merge', 'cleo', 'cleopatra', '--who', 'Pat', '--note', 'she said so')
  expect(first).toEqual({ code: 0, said: 'They are one customer, cleo.\n' })
  // An answer that was lost is asked for again.
  expect(await merge('cleo', 'cleopatra')).toEqual({ status: 200, said: { stores: [] } })
  expect((await kairosAt(data, 'merge', 'cleo', 'nobody')).code).toBe(1)
  await isWell()
  expect(await hold('770000000004')).toMatchObject({ is: 'known' })
  await vi.waitFor(async () => expect(await harbour()).toMatchObject({ customers: 3, behind: 0 }), soon)
})

test('SPEC 25, 26: identities that differ are found a day later and healed', { timeout: 60_000 }, async () => {
  const before = (await harbour())?.differed ?? 0
  const beside = openHubDatabase(join(data, 'hub', 'hub.sqlite'))
  beside.prepare(`delete from identities where customer = 'anna'`).run()
  beside.close()
  clock.set(clock.ahead + DAY + HOUR)
  await vi.waitFor(async () => {
    clock.set(clock.ahead + MINUTE)
    expect((await harbour())?.differed).toBe(before + 1)
  }, soon)
  await vi.waitFor(() => expect(hub.state().reading).toBeUndefined(), soon)
  await isWell()
  const again = openHubDatabase(join(data, 'hub', 'hub.sqlite'))
  expect(again.prepare(`select count(*) as n from identities where customer = 'anna'`).get()).toEqual({ n: 1 })
  again.close()
})

test('SPEC 24: kairos hub rebuild', { timeout: 60_000 }, async () => {
  const { code, said } = await kairosAt(join(data, 'hub'), 'hub', 'rebuild')
  expect([code, said]).toEqual([0, expect.stringContaining('reads all of its customers from head office again')])
  await isWell()
  expect(hub.state()).toMatchObject({ customers: 3, reading: undefined })
  expect((await kairosAt(join(data, 'nowhere'), 'hub', 'rebuild')).code).toBe(1)
})

test('SPEC 35: kairos erase and kairos erasures, and what their doors refuse', { timeout: 120_000 }, async () => {
  const erase = (id: string, token?: string) => ask('DELETE', `/v1/customers/${id}`, { who: 'Pat' }, token)
  const traces = () => {
    const files = ['hq', 'hub'].flatMap((part) =>
      readdirSync(join(data, part))
        .filter((name) => name.includes('.sqlite'))
        .map((name) => join(part, name)),
    )
    return files.filter((name) => readFileSync(join(data, name), 'latin1').includes('First-anna'))
  }
  expect((await erase('anna', 'x'.repeat(24))).status).toBe(401)
  expect((await ask('DELETE', '/v1/customers/anna', { note: 'no name' })).status).toBe(400)
  expect(await erase('nobody')).toEqual({ status: 404, said: { problem: 'there is no customer nobody' } })
  expect(traces()).not.toEqual([])
  line.set(false)
  await vi.waitFor(() => expect(hub.state().line).toBe('down'), soon)
  const first = await kairosAt(data, 'erase', 'anna', '--who', 'Pat')
  expect([first.code, first.said]).toEqual([0, expect.stringContaining(`${STORE} hears of it`)])
  // An answer that was lost is asked for again.
  expect(await erase('anna')).toEqual({ status: 200, said: { ids: 1, stores: [STORE] } })
  const waiting = await kairosAt(data, 'erasures')
  expect(waiting.said).toContain(`waits for ${STORE}`)
  expect(waiting.said.match(/waits for/g)).toHaveLength(1)
  expect(waiting.said).not.toContain('anna')
  line.set(true)
  await isWell()
  const waitingStores = async () =>
    z.array(z.object({ waiting: z.array(z.string()) })).parse((await ask('GET', '/v1/erasures')).said)
  await vi.waitFor(async () => expect((await waitingStores()).flatMap((erasure) => erasure.waiting)).toEqual([]), soon)
  expect((await kairosAt(data, 'erasures')).said).toMatch(/done\n$/)
  expect(traces()).toEqual([])
  expect(await hold('770000000001')).toEqual({ is: 'unknown' })
  expect(await erase('anna')).toMatchObject({
    status: 404,
    said: { problem: expect.stringContaining('erased already') },
  })
})
