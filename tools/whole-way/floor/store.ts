import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pino } from 'pino'
import { startHq } from '@kairos/hq/start'
import { enrolmentSchema } from '@kairos/hub/enrolment'
import { startHub, type RunningHub } from '@kairos/hub/start'
import type { CloudEventInput } from '@kairos/shared/cloudevents'
import type { Identity } from '@kairos/shared/identity'
import { customerIdSchema, storeIdSchema } from '@kairos/shared/ids'
import { SettableClock } from '@kairos/shared/settable-clock'
import { systemClock } from '@kairos/shared/system-clock'
import { DAY, type Ms } from '@kairos/shared/time'
import { openLine } from '../../dock/parts/line-to-hq.ts'
import { openTablet } from './tablet.ts'
import { openHost, openScreen, type Screen, type ScreenPlace } from './screen.ts'

/** The playbook of one store with two aisles: what is said depends on where she is. */
const zoneDialogue = (zone: string, title: string) => `dialogue: ${zone}
level: 3
begins: { when: visit }
goal: { when: purchase }
holdout: 0
again: always
first: say
steps:
  say:
    channel: screen
    zones: [${zone}]
    message:
      title: ${title}
      body: For her
      public: { title: '${title}, for all', body: 'Here' }
    asks: { yes-please: { label: Yes, next: give } }
    silence: { after: 12h, next: over }
  give:
    channel: pos
    grants: ten-off
    message: { title: '{{ customer.first }}', body: Ask her }
    asks: { done: { label: Done, next: over } }
    silence: { after: 12h, next: over }
`
/** Always open, but for one day. */
const zonesAlone: FilesOf = (closedOn) => ({
  'chain.yaml': `chain: Hall
language: en
currency: GBP
salt: hall-salt
cards: [{ prefix: '77', digits: 12 }]
stores:
  hall:
    name: The Hall
    timeZone: Europe/London
    hours:
${['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => `      ${day}: [00:00-24:00]`).join('\n')}
      except: { ${closedOn}: [] }
zones:
  wine: { name: Wine, codes: [SHELF-WINE] }
  fish: { name: Fish, codes: [SHELF-FISH] }
incentives: { ten-off: { name: Ten off, value: 10, cost: 5, expires: 30d } }
general: [{ title: Hello, body: To all }]
`,
  'dialogues/wine.yaml': zoneDialogue('wine', 'A bottle'),
  'dialogues/fish.yaml': zoneDialogue('fish', 'A trout'),
})
/** So far ahead is the day on which the store is closed. */
export const UNTIL_CLOSED: Ms = 3 * DAY
const dayInLondon = (at: Ms): string => new Intl.DateTimeFormat('sv', { timeZone: 'Europe/London' }).format(at)

/** One customer, called as her id is, with the number of her card, and a number to key if she has one. */
export type Shopper = { name: string; card: string; member?: string }
/** The files of a playbook, of which one day is given: on it the store is to be closed. */
export type FilesOf = (closedOn: string) => Record<string, string>
export const ANN: Shopper = { name: 'ann', card: '770000000017' }
export const BEA: Shopper = { name: 'bea', card: '770000000025' }

/** What tells head office of customers, at this time. */
export const enrolmentsOf = (shoppers: readonly Shopper[], time: string): CloudEventInput[] =>
  shoppers.map(({ name, card, member }) => {
    const identities: Identity[] = [{ kind: 'card', value: card }]
    if (member !== undefined) identities.push({ kind: 'member', value: member })
    return {
      specversion: '1.0',
      id: `enrol-${name}`,
      source: 'test',
      subject: customerIdSchema.parse(name),
      time,
      type: 'kairos.profile',
      data: { first: name, home: storeIdSchema.parse('hall'), identities },
    }
  })

/** Head office and the hub of one store, as they ship, in this process; both lines can be cut. */
export async function openStore(files = zonesAlone) {
  const data = mkdtempSync(join(tmpdir(), 'kairos-floor-'))
  const clock = new SettableClock(systemClock)
  for (const [file, text] of Object.entries(files(dayInLondon(clock.now() + UNTIL_CLOSED)))) {
    mkdirSync(dirname(join(data, 'playbook', file)), { recursive: true })
    writeFileSync(join(data, 'playbook', file), text)
  }
  const world = { clock, random: randomBytes, log: pino({ level: 'silent' }) }
  const place = { host: '127.0.0.1', port: 0 }
  const hq = await startHq({ ...place, data: join(data, 'hq'), playbook: join(data, 'playbook') }, world)
  const enrolment = enrolmentSchema.parse(JSON.parse(readFileSync(join(data, 'hq', 'stores', 'hall.json'), 'utf8')))
  const toHq = await openLine(hq.url)
  const startHere = (port: number): Promise<RunningHub> =>
    startHub({ ...place, port, data: join(data, 'hub'), hqUrl: toHq.url, enrolment }, world)
  let hub = await startHere(0)
  const toHub = await openLine(hub.url)
  const screens: { close: () => Promise<void> }[] = []
  const around = (screen: string) => ({ data: join(data, screen), hubUrl: toHub.url, hub, world })
  const keep = <S extends { close: () => Promise<void> }>(screen: S): S => {
    screens.push(screen)
    return screen
  }

  async function call(url: string, token: string, body?: object, type = 'application/json'): Promise<unknown> {
    const headers = { authorization: `Bearer ${token}`, 'content-type': type }
    const sent = body === undefined ? { headers } : { headers, method: 'POST', body: JSON.stringify(body) }
    const answer = await fetch(url, sent)
    return { status: answer.status, ...((await answer.json()) as object) }
  }
  return {
    clock,
    toHq,
    toHub,
    hub: () => hub,
    /** Lets time pass everywhere. */
    pass: (ms: Ms): void => clock.set(clock.ahead + ms),
    /** What the store's own systems, or head office's, ask and tell. */
    atHub: (path: string, body?: object) => call(`${hub.url}${path}`, hub.tokens.till, body),
    atHq: (path: string) => call(`${hq.url}${path}`, hq.consoleToken),
    async enrol(...shoppers: Shopper[]): Promise<void> {
      const events = enrolmentsOf(shoppers, new Date(clock.now()).toISOString())
      await call(`${hq.url}/v1/events`, hq.consoleToken, events, 'application/cloudevents-batch+json')
      await hq.settled()
    },
    screen: async (at: ScreenPlace): Promise<Screen> => keep(await openScreen(at, around(at.screen))),
    /** A screen's host without a page. */
    host: async (at: ScreenPlace) => keep(await openHost(at, around(at.screen))),
    /** An associate's tablet, by the hub's real door. */
    tablet: () => openTablet(toHub.url, hub.tokens.tablet),
    /** The hub's machine is switched off and on again. */
    async restartHub(): Promise<void> {
      const port = Number(new URL(hub.url).port)
      await hub.close()
      hub = await startHere(port)
    },
    settled: () => hq.settled(),
    async close(): Promise<void> {
      for (const screen of screens) await screen.close()
      toHub.close()
      await hub.close()
      toHq.close()
      await hq.close()
      rmSync(data, { recursive: true, force: true })
    },
  }
}
export type Store = Awaited<ReturnType<typeof openStore>>
