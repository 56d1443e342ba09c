import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, FrameLocator, Page } from 'playwright-core'
import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { customerViewSchema, summarySchema, type TimelineEntry } from '@kairos/shared/hq-views'
import type { CustomerId } from '@kairos/shared/ids'
import type { DockState } from '../dock/contract.ts'
import { Doors, launch, openBrowser, type RunningLauncher } from './running-chain.ts'

const data = mkdtempSync(join(tmpdir(), 'kairos-whole-way-'))
let launcher: RunningLauncher
let doors: Doors
let browser: Browser
let page: Page
let world: DockState
const complaints: string[] = []

const within = { timeout: 15_000, interval: 100 }
const frame = (name: string): FrameLocator => page.frameLocator(`[data-frame=${name}]`)
const state = (name: string) => frame(name).locator('[data-state]').first()
const button = (name: string, response: string) => frame(name).locator(`[data-response="${response}"]`).first()
const timeline = async (customer: CustomerId): Promise<TimelineEntry[]> =>
  customerViewSchema.parse(await doors.hq(`/v1/customers/${customer}`)).timeline
const answers = (entries: TimelineEntry[]) =>
  entries.filter(({ kind, what }) => kind === 'event' && what === 'response')
const harbour = () => {
  const store = world.stores.find((each) => each.store === 'harbour')
  const screen = (role: string) => store?.screens.find((each) => each.role === role)?.screen
  const [kiosk, cart] = [screen('kiosk'), screen('cart')]
  if (!store || !kiosk || !cart) throw new Error('the demo chain has a store called harbour, with a kiosk and a cart')
  return { store: store.store, kiosk, cart, zones: store.zones }
}
const withCard = () => world.people.filter(({ card, home }) => card && home === 'harbour')

async function openDock(): Promise<void> {
  page = await browser.newPage({ viewport: { width: 1920, height: 1080 } })
  page.on('console', (message) => {
    // A line that is cut is reported by the browser itself; everything else is ours to mend.
    if (message.type() === 'error' && !/ERR_CONNECTION|WebSocket|503/.test(message.text()))
      complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(launcher.url)
  await page.locator('[data-frame=kiosk]').waitFor()
}

/** Sends away whoever stands at the kiosk: what it shows next is then for the next shopper. */
async function freeKiosk(): Promise<void> {
  const way = frame('kiosk')
    .getByRole('button', { name: /done|back/i })
    .first()
  const is = () => state('kiosk').getAttribute('data-state')
  await expect
    .poll(async () => {
      // Whoever has just left may be gone from the glass before her way out is pressed.
      if ((await is()) !== 'attract') await way.click({ timeout: 1_000 }).catch(() => {})
      return is()
    }, within)
    .toBe('attract')
}

/** Swipes cards at the kiosk, one shopper after another, until one is made the offer (a hold-out is not). */
async function findOffered(from: number): Promise<CustomerId> {
  for (const { customer } of withCard().slice(from)) {
    await freeKiosk()
    await doors.do({ do: 'swipe', screen: harbour().kiosk, person: customer })
    await expect.poll(() => state('kiosk').getAttribute('data-state'), within).toMatch(/^(message|welcome)$/)
    if ((await state('kiosk').getAttribute('data-state')) === 'message') return customer
    await doors.do({ do: 'leave', store: harbour().store, person: customer })
  }
  throw new Error('nobody was made the offer')
}

/** Lets the page paint and say so, and some seconds pass, in which a person reads. */
async function lookAtIt(): Promise<void> {
  await state('kiosk').evaluate(async () => {
    for (let frames = 0; frames < 6; frames++) await new Promise((resolve) => requestAnimationFrame(resolve))
  })
  await doors.do({ do: 'pass', ms: 4_000 })
}

beforeAll(async () => {
  launcher = await launch(data, '--seed', '7')
  doors = new Doors(launcher.url)
  world = await doors.state()
  browser = await openBrowser()
  await openDock()
})
afterAll(async () => {
  await browser?.close()
  await launcher?.interrupt()
  rmSync(data, { recursive: true, force: true })
})

describe('the whole way, with the real programs in a real browser', () => {
  test('every door asks for a token', async () => {
    const origins = [
      launcher.url,
      world.console,
      ...world.stores.flatMap(({ tablet, screens }) => [tablet, ...screens.map(({ url }) => url)]),
    ]
    const doorsOf = new Map([[new URL(launcher.url).origin, '/dock/state']])
    for (const url of origins) {
      const { origin } = new URL(url)
      const answer = await fetch(`${origin}${doorsOf.get(origin) ?? '/v1/state'}`)
      // A screen's host has no HTTP door at all: only its page and its socket.
      expect([401, 404]).toContain(answer.status)
      for (const namespace of ['/sync', '/screen', '/tablet', '/page']) {
        const socket = io(`${origin}${namespace}`, {
          transports: ['websocket'],
          reconnection: false,
          auth: { token: 'guessed' },
        })
        await expect(
          new Promise((resolve) => {
            socket.on('connect', () => resolve('let in'))
            socket.on('connect_error', () => resolve('refused'))
          }),
        ).resolves.toBe('refused')
        socket.close()
      }
    }
  })

  test('a keyed member number is recognised, and does not tell whose it is', async () => {
    const customer = await findOffered(0)
    const person = world.people.find((each) => each.customer === customer)
    await freeKiosk()
    await doors.do({ do: 'key', screen: harbour().kiosk, number: person?.member ?? '' })
    await expect.poll(() => state('kiosk').getAttribute('data-state'), within).toBe('message')
    expect(await state('kiosk').innerText()).not.toContain(person?.first)
    await doors.do({ do: 'leave', store: harbour().store, person: customer })
  })

  test('the hub tells how it stands with the devices of its screens, and no digit of what they read', async () => {
    const doorSchema = z.looseObject({ url: z.string(), till: z.string() })
    const hubs = globSync('**/door.json', { cwd: data })
      .map((file) => doorSchema.safeParse(JSON.parse(readFileSync(join(data, file), 'utf8'))).data)
      .filter((door) => door !== undefined)
    const said = async () => {
      const states = hubs.map(({ url, till }) =>
        fetch(`${url}/v1/state`, { headers: { authorization: `Bearer ${till}` } }),
      )
      return JSON.stringify(await Promise.all(states.map(async (state) => (await state).json())))
    }
    // The keypad that a number was keyed on before this.
    await expect.poll(said, within).toContain('"model":"keypad","state":"reading"')
    const told = await said()
    expect(world.people.filter(({ member }) => told.includes(`"${member}"`))).toEqual([])
  })

  test('a number nobody has is met kindly', async () => {
    await freeKiosk()
    await doors.do({ do: 'key', screen: harbour().kiosk, number: '99999999' })
    await expect.poll(() => state('kiosk').innerText(), within).toMatch(/don’t know this number/i)
  })

  test('with the line cut she is recognised, answers, and HQ has the answer exactly once when it is back', async () => {
    const { store } = harbour()
    await page.locator('[data-do=line]').first().click()
    await expect
      .poll(async () => (await doors.state()).stores.find((each) => each.store === store)?.line, within)
      .toBe(false)
    const customer = await findOffered(1)
    const before = answers(await timeline(customer)).length
    await lookAtIt()
    await button('kiosk', 'yes-please').click()
    await expect.poll(() => state('kiosk').getAttribute('data-state'), within).toBe('thanks')
    expect(answers(await timeline(customer))).toHaveLength(before)

    await page.locator('[data-do=line]').first().click()
    await expect.poll(async () => answers(await timeline(customer)).length, within).toBe(before + 1)
    expect(answers(await timeline(customer))[0]?.text).toContain('yes-please')
    await expect.poll(async () => JSON.stringify(await doors.hq('/v1/stores')), within).not.toContain('"behind":1')

    // The next visit: the associate is told what to say, and what came of it travels up.
    await doors.do({ do: 'leave', store, person: customer })
    await doors.do({ do: 'swipe', screen: harbour().kiosk, person: customer })
    await button('tablet', 'took-some').click()
    await expect.poll(async () => answers(await timeline(customer)).length, within).toBe(before + 2)
    await expect
      .poll(async () => (await timeline(customer)).some(({ kind, what }) => kind === 'run' && what === 'won'), within)
      .toBe(true)
    expect((await timeline(customer)).some(({ what }) => what === 'shown')).toBe(true)
  })

  test('paying in what the offer was about reaches its goal, wherever the dialogue stands', async () => {
    const { store } = harbour()
    const customer = await findOffered(4)
    const about = await aboutOf(customer)
    await doors.do({ do: 'pay', store, person: customer, category: about })
    await expect
      .poll(async () => (await timeline(customer)).some(({ kind, what }) => kind === 'run' && what === 'won'), within)
      .toBe(true)
  })

  test('an aisle screen says it in public words, to nobody by name', async () => {
    const { store, zones } = harbour()
    const customer = await findOffered(8)
    const zone = zones.find((each) => each.zone === 'table')
    if (!zone) throw new Error('the demo chain has a zone called table')
    await doors.do({ do: 'walk', store, person: customer, zone: zone.zone })
    await expect.poll(() => state('aisle').getAttribute('data-state'), within).toBe('message')
    const words = await state('aisle').innerText()
    expect(words).not.toContain(world.people.find((each) => each.customer === customer)?.first)
    await doors.do({ do: 'leave', store, person: customer })
    await expect.poll(() => state('aisle').getAttribute('data-state'), within).toBe('attract')
  })

  test('from the dock a cart reads a shelf and takes something in, and a screen is muted', async () => {
    const { store, cart, zones } = harbour()
    const market = zones.find(({ zone }) => zone === 'market')
    await doors.do({ do: 'shelf', screen: cart, code: market?.code ?? '' })
    await expect.poll(() => state('cart').innerText(), within).toContain(market?.name)
    await doors.do({ do: 'basket', screen: cart, nth: 0 })
    await expect.poll(() => state('cart').innerText(), within).toMatch(/1 item/)
    await doors.do({ do: 'mute', store, screen: cart, muted: true })
    await expect.poll(() => state('cart').getAttribute('data-state'), within).toBe('closed')
    const muted = async () =>
      (await doors.state()).stores.flatMap(({ screens }) => screens.flatMap((each) => (each.muted ? each.screen : [])))
    await expect.poll(muted, within).toEqual([cart])
    await doors.do({ do: 'mute', store, screen: cart, muted: false })
    await expect.poll(() => state('cart').getAttribute('data-state'), within).not.toBe('closed')
  })

  test('a bank card is met kindly, and no digit of it is anywhere on the disk', async () => {
    await doors.do({ do: 'swipePaymentCard', screen: harbour().cart })
    await expect.poll(() => state('cart').getAttribute('data-state'), within).toBe('notThatCard')
    for (const file of filesIn(data)) expect(readFileSync(file).includes('411111')).toBe(false)
  })

  test('time passes everywhere: silence brings what the playbook says', async () => {
    const before = summarySchema.parse(await doors.hq('/v1/summary'))
    await doors.do({ do: 'pass', ms: 35 * 24 * 3_600_000 })
    const after = summarySchema.parse(await doors.hq('/v1/summary'))
    expect(after.now - before.now).toBeGreaterThanOrEqual(35 * 24 * 3_600_000)
    expect(after.effectsDue['phone'] ?? 0).toBeGreaterThan(before.effectsDue['phone'] ?? 0)
  })

  test('no page complained', () => {
    expect(complaints).toEqual([])
  })

  test('Ctrl-C ends it cleanly, and a restart finds everything', { timeout: 120_000 }, async () => {
    // After 35 days nobody is in the store any more; the hubs notice, and say so.
    const gone = async () => {
      const { byType } = summarySchema.parse(await doors.hq('/v1/summary'))
      return byType['left'] === byType['visit']
    }
    // For what hangs; a busy machine takes its time.
    await expect.poll(gone, { timeout: 60_000, interval: 100 }).toBe(true)
    const before = summarySchema.parse(await doors.hq('/v1/summary'))
    await page.close()
    expect(await launcher.interrupt()).toBe(0)
    launcher = await launch(data)
    doors = new Doors(launcher.url)
    const after = summarySchema.parse(await doors.hq('/v1/summary'))
    expect({ ...after, now: 0 }).toEqual({ ...before, now: 0 })
    expect(after.now).toBeGreaterThan(before.now)
  })

  test('a port in use gets a clear message', async () => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    const address = taken.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const elsewhere = mkdtempSync(join(tmpdir(), 'kairos-port-'))
    await expect(launch(elsewhere, '--port', String(port))).rejects.toThrow(`Port ${port} is in use`)
    taken.close()
    rmSync(elsewhere, { recursive: true, force: true })
  })
})

async function aboutOf(customer: CustomerId): Promise<string> {
  await expect
    .poll(async () => JSON.stringify(await doors.hq(`/v1/customers/${customer}`)), within)
    .toMatch(/"about":"/)
  return /"about":"([a-z]+)"/.exec(JSON.stringify(await doors.hq(`/v1/customers/${customer}`)))?.[1] ?? ''
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => statSync(name).isFile())
}
