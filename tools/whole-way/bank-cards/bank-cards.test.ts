import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { NODE_FLAGS } from '@kairos/shared/node-flags'
import { deviceEventSchema, type DeviceEvent } from '@kairos/devices/device-event'
import { sendReports } from '@kairos/devices/virtual'
import { openBrowser } from '../running-chain.ts'
import { BANK_CARDS, piecesOf, tracksOf, type BankCard } from './bank-cards.ts'
import { findDigits } from './find-digits.ts'
import { familyOf, searchMemory } from './process-memory.ts'
import { root, startProgram, type RunningProgram } from '../running-program.ts'
import { openTap, type TappedLine } from './tapped-line.ts'
import { WAYS_IN } from './ways-in.ts'

/**
 * Bank cards of every network, in every way in which they can come: then their digits are searched for in every file,
 * every word that was said, every byte on every line, and the memory of every process. So many digits are a leak:
 */
const LENGTH = 8
const STORE = 'harbour'
const OWN = '770000004107'
const pieces = piecesOf(BANK_CARDS, LENGTH)
/** One of each network for what takes its time. */
const ONE_OF_EACH: readonly BankCard[] = [...new Map(BANK_CARDS.map((card) => [card.network, card])).values()]

const data = mkdtempSync(join(tmpdir(), 'kairos-bank-cards-'))
const programs: RunningProgram[] = []
const taps: TappedLine[] = []
const onConsole: string[] = []
const within = { timeout: 60_000, interval: 50 }
let browser: Browser
let kiosk: RunningProgram
let page: Page

const fileOf = <S extends z.ZodType>(schema: S, ...path: string[]): z.infer<S> =>
  schema.parse(JSON.parse(readFileSync(join(data, ...path), 'utf8')))

async function start(...given: Parameters<typeof startProgram>): Promise<RunningProgram> {
  const program = await startProgram(...given)
  programs.push(program)
  return program
}
async function tapped(url: string): Promise<string> {
  const tap = await openTap(url)
  taps.push(tap)
  return tap.url
}

/** All events that the kiosk's device process told its host, as it told them. */
const told = (): DeviceEvent[] =>
  readFileSync(join(data, 'ipc', `${kiosk.child.pid}.ipc`), 'utf8')
    .split('\n')
    .filter((line) => line.includes('"event"'))
    .map((line) => z.object({ event: deviceEventSchema }).parse(JSON.parse(line)).event)
/** What came of cards: keys that were shown and counts are none. */
const outcomes = (): string[] =>
  told()
    .map(({ is }) => is)
    .filter((is) => is !== 'key')
const state = () => page.locator('[data-state]').first()
const shows = (...states: string[]) =>
  expect.poll(() => state().getAttribute('data-state'), within).toMatch(new RegExp(`^(${states.join('|')})$`))

/** Presses a button, whenever it is there, until the page shows what it leads to: words about a card go away by themselves. */
const pressUntil = (name: RegExp, wanted: string) =>
  expect
    .poll(async () => {
      const now = await state().getAttribute('data-state')
      const button = page.getByRole('button', { name }).first()
      if (now !== wanted && (await button.isVisible())) await button.click({ timeout: 2_000 }).catch(() => {})
      return now
    }, within)
    .toBe(wanted)

/** A wedge types into the page: every key some milliseconds after the one before, by a clock that the test moves. */
async function typeAsWedge(text: string): Promise<void> {
  for (const character of text) {
    await page.keyboard.press(character === '\r' ? 'Enter' : character)
    await page.clock.runFor(6)
  }
  await page.clock.runFor(100)
}

beforeAll(async () => {
  const browsing = openBrowser('--no-sandbox')
  const hq = await start(
    'apps/hq/src/main.ts',
    ['--playbook', root('playbooks/marlow-finch'), '--data', join(data, 'hq')],
    {
      flags: NODE_FLAGS,
    },
  )
  await addCustomer(hq.url)
  const enrolment = join(data, 'hq', 'stores', `${STORE}.json`)
  const hubArgs = ['--hq', await tapped(hq.url), '--enrolment', enrolment, '--data', join(data, 'hub')]
  const hub = await start('apps/hub/src/main.ts', hubArgs)
  const token = join(data, 'screen-token')
  writeFileSync(token, fileOf(z.object({ screen: z.string() }), 'hub', 'secrets.json').screen)
  const ipc = join(data, 'ipc')
  mkdirSync(ipc)
  const env = { NODE_OPTIONS: `--import ${root('tools/whole-way/bank-cards/record-ipc.ts')}`, KAIROS_RECORD_IPC: ipc }
  const place = ['--role', 'kiosk', '--zone', 'entrance', '--no-hid', '--screen', 'k1', '--data', join(data, 'k1')]
  kiosk = await start(
    'apps/kiosk/src/host/main.ts',
    ['--hub', await tapped(hub.url), '--hub-token-file', token, ...place],
    { env },
  )
  browser = await browsing
  page = await browser.newPage({ viewport: { width: 1080, height: 1920 } })
  page.on('console', (message) => onConsole.push(message.text()))
  const { page: pageToken } = fileOf(z.object({ page: z.string() }), 'k1', 'secrets.json')
  await page.goto(`${await tapped(kiosk.url)}/#token=${pageToken}`)
  await page.locator('[data-state=attract]').waitFor()
})
afterAll(async () => {
  await browser?.close()
  for (const program of programs.toReversed()) await program.stop()
  for (const tap of taps) tap.close()
  rmSync(data, { recursive: true, force: true })
})

async function addCustomer(hqUrl: string): Promise<void> {
  const { token } = fileOf(z.object({ token: z.string() }), 'hq', 'door.json')
  const identities = [{ kind: 'card', value: OWN }]
  const profile = {
    specversion: '1.0',
    source: 'test',
    id: 'anna',
    subject: 'anna',
    time: new Date().toISOString(),
    type: 'kairos.profile',
    data: { first: 'Anna', home: STORE, identities },
  }
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const answer = await fetch(`${hqUrl}/v1/events`, { method: 'POST', headers, body: JSON.stringify([profile]) })
  expect(answer.status).toBe(202)
}

describe.skipIf(process.platform !== 'linux')('bank cards of every network', () => {
  test('at every reader, as tracks and as codes, and on a keypad', { timeout: 240_000 }, async () => {
    await expect.poll(() => existsSync(join(data, 'k1', 'devices.json')), within).toBe(true)
    const door = fileOf(z.object({ port: z.int(), token: z.string() }), 'k1', 'devices.json')
    let wanted = 0
    for (const { name, device, reports, types } of WAYS_IN) {
      const cards = types ? ONE_OF_EACH : BANK_CARDS
      const turns = types
        ? cards.map(({ number }) => reports(number))
        : [cards.flatMap(({ number }) => reports(number))]
      for (const turn of turns) {
        // What is typed may be torn apart where the machine stands still; then more comes of it than one word.
        const expected = outcomes().length + cards.length / turns.length
        await sendReports(door, device, turn)
        await expect.poll(() => outcomes().length, { ...within, message: name }).toBeGreaterThanOrEqual(expected)
        if (!types) wanted += cards.length
      }
    }
    const kinds = outcomes()
    expect(kinds.filter((is) => is !== 'paymentCard' && is !== 'unreadable')).toEqual([])
    expect(kinds.filter((is) => is === 'paymentCard').length).toBeGreaterThanOrEqual(wanted)
    await shows('notThatCard', 'unreadable')
  })

  test('keyed on the glass', { timeout: 240_000 }, async () => {
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
    for (const { number } of ONE_OF_EACH) {
      await pressUntil(/key your number/i, 'keypad')
      for (const digit of number) await press(digit)
      await expect.poll(() => page.locator('.keyed').innerText(), within).toMatch(/[\d\s]*[\u2022\s]+$/)
      await press('OK')
      await shows('notThatCard')
    }
  })

  test('typed into the page by a wedge, while a store card that is typed so is one', { timeout: 240_000 }, async () => {
    await page.clock.install()
    await page.clock.pauseAt(Date.now() + 60_000)
    for (const { number } of ONE_OF_EACH) {
      await pressUntil(/back/i, 'attract')
      await typeAsWedge(`${number}\r`)
      await shows('notThatCard')
    }
    await pressUntil(/back/i, 'attract')
    await typeAsWedge(`${tracksOf(BANK_CARDS[0]?.number ?? '').join('')}\r`)
    await shows('notThatCard')
    await typeAsWedge(`;${OWN}=0000?\r`)
    await shows('message', 'welcome')
  })

  test('no piece of a number is in a file, in what was said, on a line, or in the page', async () => {
    const found: string[] = []
    const search = (where: string, bytes: Uint8Array) =>
      findDigits(bytes, pieces, LENGTH, ({ form, at }) => found.push(`${where}, byte ${at}, ${form}`))
    const files = readdirSync(data, { recursive: true, encoding: 'utf8' }).filter((name) =>
      statSync(join(data, name)).isFile(),
    )
    // The databases are open: what is not yet in them is beside them.
    expect(files.filter((name) => /\.sqlite-(wal|shm)$/.test(name))).toHaveLength(4)
    for (const name of files) search(name, readFileSync(join(data, name)))
    for (const { child, said } of programs) search(`said by ${child.spawnargs.join(' ')}`, Buffer.from(said()))
    const lines = taps.map((tap) => tap.heard())
    for (const [line, heard] of lines.entries()) search(`line ${line}`, heard)
    search('the page', Buffer.from(await page.content()))
    search('the page’s console', Buffer.from(onConsole.join('\n')))
    expect(found).toEqual([])
    // What is let pass was there to be found: her own card went from page to host and to the hub, and no further.
    expect(lines.map((heard) => heard.includes(OWN))).toEqual([false, true, true])
  })

  test('nor in the memory of any process, the device process included', { timeout: 240_000 }, () => {
    const processes = familyOf(process.pid).filter(({ pid }) => pid !== process.pid)
    for (const program of ['hq/src/main', 'hub/src/main', 'kiosk/src/host/main', 'device-process', '--type=renderer'])
      expect(processes.filter(({ command }) => command.includes(program)).length, program).toBeGreaterThan(0)
    const began = Date.now()
    const { findings, megabytes } = searchMemory(processes, pieces, LENGTH)
    console.log(`  ${megabytes} MB of ${processes.length} processes searched in ${Date.now() - began} ms`)
    // Virtual devices hand their reports over as hexadecimal text, which real ones do not.
    const leaks = findings.filter(({ form, command }) => form !== 'hex text' || !command.includes('device-process'))
    // One of each form in each process says enough.
    const places = leaks.map(({ form, area, pid, command, around }): [string, string] => [
      `${form} in ${pid} ${command.slice(0, 160)}`,
      `${area}: ${around}`,
    ])
    expect({ pieces: leaks.length, places: Object.fromEntries(places) }).toEqual({ pieces: 0, places: {} })
  })
})
