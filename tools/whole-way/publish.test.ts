import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { advance, newCustomer } from '@kairos/dialogue/advance'
import { PlaybookLibrary } from '@kairos/dialogue/library'
import { openHqDatabase } from '@kairos/hq/storage/sqlite'
import { enrolmentSchema } from '@kairos/hub/enrolment'
import { startHub, type RunningHub } from '@kairos/hub/start'
import type { CloudEventInput } from '@kairos/shared/cloudevents'
import { customerSchema, type Customer } from '@kairos/shared/customer'
import { eventSchema } from '@kairos/shared/event'
import { customerIdSchema } from '@kairos/shared/ids'
import { systemClock } from '@kairos/shared/system-clock'
import { tabletStateSchema, type TabletState } from '@kairos/shared/tablet-state'
import { identifiedSchema, SCREEN_WIRE_VERSION, type Identified } from '@kairos/shared/wire/hub-screen'
import { SCREEN_NAMESPACE, TABLET_NAMESPACE, TABLET_WIRE_VERSION } from '@kairos/shared/wire/hub-tablet'
import { doorOf, kairosAt, startHq, summaryOf } from './head-office.ts'

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const data = mkdtempSync(join(tmpdir(), 'kairos-publish-'))
const CUSTOMERS = 1400
const PURCHASES = 4
const within = { timeout: 20_000, interval: 10 }
const quiet = pino({ level: 'silent' })

let hq: ChildProcess
const hubs: RunningHub[] = []
const sockets: Socket[] = []
afterAll(async () => {
  for (const socket of sockets) socket.disconnect()
  for (const hub of hubs) await hub.close()
  hq?.kill('SIGKILL')
  rmSync(data, { recursive: true, force: true })
})

const kairos = (...words: string[]) => kairosAt(data, ...words)

async function ask(path: string, body: unknown): Promise<unknown> {
  const { url, token } = doorOf(data)
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  expect([200, 202]).toContain(answer.status)
  return answer.json()
}

const DAY = 86_400_000
const past = Date.UTC(2025, 0, 1)
const event = (subject: string, id: string, days: number, rest: Pick<CloudEventInput, 'type' | 'data'>) =>
  ({
    specversion: '1.0',
    source: 'publish',
    id: `${subject}/${id}`,
    subject,
    time: new Date(past + days * DAY).toISOString(),
    history: true,
    ...rest,
  }) as CloudEventInput
const customer = (n: number) => `p-${String(n).padStart(5, '0')}`

/** A customer's past: who she is, and purchases that are not in the order of their times. */
function lifeOf(n: number): CloudEventInput[] {
  const id = customer(n)
  const identities = [{ kind: 'card' as const, value: `77${String(n).padStart(10, '0')}` }]
  const home = n % 2 === 0 ? 'harbour' : 'old-town'
  const profile = event(id, 'profile', 0, {
    type: 'kairos.profile',
    data: { first: `P${n}`, home, identities },
  })
  const purchases = Array.from({ length: PURCHASES }, (_, k) => {
    const lines = [{ sku: 'x', name: 'X', quantity: 1, amount: 100 + k, category: ['shoes', 'linen'][k % 2] }]
    const receipt = { store: home, till: '1', receipt: `${n}-${k}`, total: 100 + k, lines }
    return event(id, `${k}`, ((n * 7 + k * 13) % 50) + 1, { type: 'kairos.purchase', data: receipt })
  })
  return [profile, ...purchases]
}

/** The next edition: it remembers more, and says something at every visit. */
function nextPlaybook(): string {
  const folder = join(data, 'next')
  cpSync(root('playbooks/marlow-finch'), folder, { recursive: true })
  const file = join(folder, 'chain.yaml')
  const more = 'memory:\n  profiles: { of: profile }\n  allPurchases: { of: purchase }\n'
  writeFileSync(file, readFileSync(file, 'utf8').replace('memory:\n', more))
  const dialogue = `dialogue: hello
level: 3
begins: { when: visit }
again: always
holdout: 0
priority: 100
goal: { when: purchase }
first: say
steps:
  say:
    channel: screen
    message: { title: Good to see you, body: Come in. }
    silence: { after: 1h, next: over }
`
  writeFileSync(join(folder, 'dialogues', 'hello.yaml'), dialogue)
  return folder
}

const database = () => openHqDatabase(join(data, 'hq', 'hq.sqlite'))
function inDatabase<R>(sql: string, ...parameters: string[]): R[] {
  const opened = database()
  try {
    return opened.prepare(sql).all(...parameters) as R[]
  } finally {
    opened.close()
  }
}

async function backedUp(): Promise<string> {
  const file = join(data, 'backup.sqlite')
  const opened = database()
  await opened.backup(file)
  opened.close()
  return file
}
async function restore(backup: string): Promise<void> {
  const ended = new Promise((resolve) => hq.once('exit', resolve))
  hq.kill('SIGKILL')
  await ended
  const file = join(data, 'hq', 'hq.sqlite')
  for (const more of ['-wal', '-shm']) rmSync(`${file}${more}`, { force: true })
  cpSync(backup, file)
  hq = await startHq(data, new URL(doorOf(data).url).port)
}

/** Every customer's memory as the newest version makes it of all her events from the first on. */
function freshMemories(): Map<string, Customer['memory']> {
  const library = new PlaybookLibrary()
  const [newest] = inDatabase<{ version: number; files: string }>(
    'select version, files from playbooks order by version desc limit 1',
  )
  if (!newest) throw new Error('nothing has been published')
  library.add({ version: newest.version, files: JSON.parse(newest.files) as Record<string, string> })
  const documents = new Map<string, Customer>()
  for (const { body } of inDatabase<{ body: string }>('select body from events order by seq')) {
    const parsed = eventSchema.parse(JSON.parse(body))
    const id = customerIdSchema.parse(parsed.customer)
    documents.set(id, advance(library, documents.get(id) ?? newCustomer(library, id), parsed).customer)
  }
  return new Map([...documents].map(([id, { memory }]) => [id, memory]))
}
const memories = (): Map<string, Customer['memory']> =>
  new Map(
    inDatabase<{ id: string; document: string }>('select id, document from customers').map(({ id, document }) => [
      id,
      customerSchema.parse(JSON.parse(document)).memory,
    ]),
  )

async function openHub(store: string, hqUrl = doorOf(data).url): Promise<RunningHub> {
  const enrolment = enrolmentSchema.parse(JSON.parse(readFileSync(join(data, 'hq', 'stores', `${store}.json`), 'utf8')))
  const settings = { data: join(data, store), hqUrl, enrolment, host: '127.0.0.1', port: 0 }
  const hub = await startHub(settings, { clock: systemClock, random: randomBytes, log: quiet })
  hubs.push(hub)
  return hub
}
async function closeHub(hub: RunningHub): Promise<void> {
  hubs.splice(hubs.indexOf(hub), 1)
  await hub.close()
}

/** A kiosk's line to its hub, and a tablet's. */
function screensOf(hub: RunningHub) {
  const auth = { token: hub.tokens.screen, wire: SCREEN_WIRE_VERSION, screen: 'kiosk-1', role: 'kiosk' }
  const options = { transports: ['websocket'], reconnectionDelay: 20 }
  const kiosk = io(`${hub.url}${SCREEN_NAMESPACE}`, { ...options, auth })
  const tablet = io(`${hub.url}${TABLET_NAMESPACE}`, {
    ...options,
    auth: { token: hub.tokens.tablet, wire: TABLET_WIRE_VERSION },
  })
  sockets.push(kiosk, tablet)
  let shown: TabletState | undefined
  let released = 0
  tablet.on('state', (state: unknown) => (shown = tabletStateSchema.parse(state)))
  kiosk.on('released', () => released++)
  return {
    released: () => released,
    visitors: () => shown?.visitors ?? [],
    async hold(n: number): Promise<Identified> {
      const identity = { kind: 'card', value: `77${String(n).padStart(10, '0')}` }
      return identifiedSchema.parse(await kiosk.timeout(5_000).emitWithAck('identify', { identity, strength: 'held' }))
    },
  }
}
/** What of an answer is personal. */
const personal = (identified: Identified) =>
  identified.is === 'known' ? { first: identified.first, title: identified.say.card?.title } : identified.is
const SILENT = { first: undefined, title: undefined }

beforeAll(async () => {
  hq = await startHq(data)
  const all = Array.from({ length: CUSTOMERS }, (_, n) => lifeOf(n)).flat()
  for (let at = 0; at < all.length; at += 2000) await ask('/v1/events', all.slice(at, at + 2000))
})

test(
  'E11: HQ killed in the middle of the sweep; in the end every memory equals a fresh fold',
  { timeout: 60_000 },
  async () => {
    await expect.poll(async () => (await summaryOf(data)).waiting, within).toBe(0)
    const playbook = nextPlaybook()
    const published = kairos('publish', playbook, '--who', 'Ann', '--note', 'remembers more', '--wait')
    await expect.poll(async () => (await summaryOf(data)).sweep?.done ?? 0, within).toBeGreaterThan(0)
    hq.kill('SIGKILL')
    const [before] = inDatabase<{ done: number; ended: number }>('select done, ended from sweep')
    expect(before?.ended).toBe(0)
    expect(before?.done).toBeLessThan(CUSTOMERS)
    hq = await startHq(data, new URL(doorOf(data).url).port)
    // What arrives meanwhile is folded by the new version, before or after its customer's turn.
    const late = Array.from({ length: CUSTOMERS / 5 }, (_, n) => n * 5).map((n) =>
      event(customer(n), 'late', 60, {
        type: 'kairos.purchase',
        data: { store: 'harbour', till: '2', receipt: `late-${n}`, total: 7, lines: [] },
      }),
    )
    await ask('/v1/events', late)
    const { code, said } = await published
    expect([code, said]).toEqual([0, expect.stringContaining('All memory is filled.')])
    expect(said).toContain('Version 2 is current.')
    await expect.poll(async () => (await summaryOf(data)).waiting, within).toBe(0)

    const [filled, fresh] = [memories(), freshMemories()]
    expect(filled.size).toBe(CUSTOMERS)
    for (const [id, memory] of fresh) expect(filled.get(id), id).toEqual(memory)
    expect(filled.get(customer(0))?.['allPurchases']).toMatchObject({ n: PURCHASES + 1 })
    expect(filled.get(customer(1))?.['profiles']).toMatchObject({ n: 1 })
    expect(await summaryOf(data)).toMatchObject({ runs: [], effectsDue: {} })
    expect((await kairos('playbooks')).said).toMatch(/^\* +2 .* Ann {2}remembers more\n +1 .* HQ {2}/)
  },
)

test(
  'a pause reaches the hub that is connected and the one that is not, and outlives a restart without a line',
  { timeout: 60_000 },
  async () => {
    let harbour = await openHub('harbour')
    const oldTown = await openHub('old-town')
    await expect
      .poll(() => [harbour, oldTown].every((hub) => hub.state().customers > CUSTOMERS / 2 - 1), within)
      .toBe(true)
    await closeHub(oldTown)
    let screens = screensOf(harbour)
    expect(personal(await screens.hold(2))).toEqual({ first: 'P2', title: 'Good to see you' })
    await expect.poll(() => screens.visitors().map(({ first }) => first), within).toEqual(['P2'])

    const paused = await kairos('pause', '--note', 'wrong prices')
    expect([paused.code, paused.said]).toEqual([
      2,
      expect.stringMatching(/confirmed by harbour\n.*not confirmed by old-town/),
    ])
    // What was on the kiosk's glass goes with its session.
    await expect.poll(screens.released, within).toBe(1)
    expect(personal(await screens.hold(2))).toEqual(SILENT)
    await expect
      .poll(() => screens.visitors().map(({ first, prompt }) => [first, prompt]), within)
      .toEqual([[undefined, undefined]])
    expect((await summaryOf(data)).paused).toMatchObject({ note: 'wrong prices' })

    await closeHub(harbour)
    harbour = await openHub('harbour', 'http://127.0.0.1:9')
    screens = screensOf(harbour)
    expect(personal(await screens.hold(4))).toEqual(SILENT)
    await closeHub(harbour)

    const back = await openHub('old-town')
    harbour = await openHub('harbour')
    await expect
      .poll(() => [back, harbour].map((hub) => [hub.state().line, hub.state().paused]), within)
      .toEqual([
        ['up', true],
        ['up', true],
      ])
    const resumed = await kairos('resume')
    expect([resumed.code, resumed.said]).toEqual([0, expect.stringContaining('confirmed by harbour, old-town')])
    screens = screensOf(harbour)
    expect(personal(await screens.hold(4))).toEqual({ first: 'P4', title: 'Good to see you' })

    const backup = await backedUp()
    // A rollback reaches the hub at once: the dialogue begins with nobody any more.
    const rolledBack = await kairos('rollback', '1')
    expect([rolledBack.code, rolledBack.said]).toEqual([0, expect.stringContaining('Version 3 is current.')])
    await expect.poll(() => harbour.state().playbook, within).toBe(3)
    expect(personal(await screens.hold(6))).not.toMatchObject({ title: 'Good to see you' })

    // A restored HQ that lacks what its hubs have goes on above it, so that all of them say what is current here.
    await restore(backup)
    await expect.poll(async () => (await summaryOf(data)).playbook, within).toBe(4)
    expect((await kairos('playbooks')).said).toMatch(
      /^\* +4 .* HQ {2}the files of 2 {2}the hub of [a-z-]+ has version 3/,
    )
    // HQ says so a moment before its hubs hear of it, and a visit that begins keeps what it began with.
    await expect.poll(() => harbour.state().playbook, within).toBe(4)
    expect(personal(await screens.hold(8))).toEqual({ first: 'P8', title: 'Good to see you' })
  },
)

test('what cannot be published is said finding by finding, and changes nothing', async () => {
  const folder = nextPlaybook()
  const file = join(folder, 'dialogues', 'hello.yaml')
  writeFileSync(file, readFileSync(file, 'utf8').replace('next: over', 'next: nowhere'))
  const { code, said } = await kairos('publish', folder)
  expect(code).toBe(1)
  expect(said).toMatch(/next\/dialogues\/hello\.yaml:\d+ .*\(K\d+\)\. .+\n$/)
  expect((await summaryOf(data)).playbook).toBe(4)
})
