import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { openGlass, openGlassIn, openLookingBrowser, type Glass } from './glass.ts'
import { ANNELORE, BEATRIX, everybodyLeaves, hallFiles, WORDS } from './hall.ts'
import { browserWithProfile, textIn } from './kept-profile.ts'
import { startPrograms, type Programs, type ScreenProgram } from './programs.ts'
import { expectForgotten, expectNothingOf, runOn } from './traces.ts'

vi.setConfig({ testTimeout: 180_000 })
/** Programs that are started again take their time on a busy machine. */
const within = { timeout: 60_000, interval: 100 }
const HERS = [ANNELORE.name, ANNELORE.card, ANNELORE.member]
let browser: Browser
let chain: Programs
let kiosk: ScreenProgram
let glass: Glass

beforeAll(async () => {
  ;[browser, chain] = await Promise.all([openLookingBrowser(), startPrograms(hallFiles)])
  await chain.enrol(ANNELORE, BEATRIX)
  kiosk = await chain.screen({ screen: 'kiosk-1', role: 'kiosk', zone: 'entrance' })
})
afterAll(async () => {
  await browser?.close()
  expect(await chain?.close()).toEqual([])
})

const shows = (shown: Glass, state: string) => expect.poll(shown.is, within).toBe(state)
const swipe = ({ card }: { card: string }) => kiosk.readers().swipe(card)

beforeEach(async () => {
  glass = await openGlass(browser, kiosk.url)
  await shows(glass, 'attract')
  await swipe(ANNELORE)
  await shows(glass, 'message')
})
afterEach(async () => {
  await everybodyLeaves(chain)
  await glass.page.context().close()
})

/** The process of the page ends as by a fault of its own. */
async function crash({ page, devtools }: Glass): Promise<void> {
  const crashed = page.waitForEvent('crash')
  // What was asked of a page that is gone is never answered.
  void devtools.send('Page.crash').catch(() => {})
  await crashed
}

test('the page’s process ends: the next shopper’s card comes first, and her page never heard of the other', async () => {
  const hers = [...HERS, await runOn(glass)]
  await crash(glass)
  await swipe(BEATRIX)
  await expect.poll(async () => (await chain.atHub('/v1/state')).text, within).toContain('"visits":2')
  const next = await glass.again()
  await expect.poll(next.words, within).toContain(BEATRIX.name)
  await expectNothingOf(next, hers, 0)
  await expectForgotten(next, hers)
})

test('the page’s process ends while she stands there: she goes on, and when she is done nothing of her is left', async () => {
  await crash(glass)
  const again = await glass.again()
  await shows(again, 'message')
  const hers = [...HERS, ...WORDS, await runOn(again)]
  await again.press('I’m done')
  await shows(again, 'attract')
  await expectNothingOf(again, hers, again.wire.length)
  await expectForgotten(again, hers)
  const third = await glass.again()
  await shows(third, 'attract')
  await expectNothingOf(third, hers, 0)
})

test('the host is killed in mid-session: her page shows nothing of her, nor does the next host', async () => {
  const hers = [...HERS, ...WORDS, await runOn(glass)]
  await kiosk.kill()
  await shows(glass, 'offline')
  await expect.poll(glass.words, within).toContain('This screen can’t read cards just now.')
  const since = glass.wire.length
  await expectNothingOf(glass, hers, since)
  await expectForgotten(glass, hers)
  await kiosk.start()
  await shows(glass, 'attract')
  await expectNothingOf(glass, hers, since)
  await swipe(BEATRIX)
  await expect.poll(glass.words, within).toContain(BEATRIX.name)
  await expectNothingOf(glass, HERS, since)
  // A host writes nothing down but its secrets.
  expect([...hers, BEATRIX.name, BEATRIX.card].filter((word) => textIn(kiosk.data).includes(word))).toEqual([])
})

test('hub and host are killed at once, as when the power fails: nobody stands at the kiosk afterwards', async () => {
  const hers = [...HERS, ...WORDS, await runOn(glass)]
  await Promise.all([kiosk.kill(), chain.hub.end('SIGKILL')])
  await shows(glass, 'offline')
  const since = glass.wire.length
  await kiosk.start()
  await chain.hub.start()
  await shows(glass, 'attract')
  await expectNothingOf(glass, hers, since)
})

test('the whole browser is killed in mid-session: on its disk is nothing of her', async () => {
  await glass.press('I’m done')
  const profile = `${chain.data}/profile`
  const first = await browserWithProfile(profile)
  const before = await openGlassIn(first.context, kiosk.url)
  await shows(before, 'attract')
  await swipe(ANNELORE)
  await shows(before, 'message')
  const hers = [...HERS, ...WORDS, await runOn(before)]
  await first.kill()
  const lying = textIn(profile)
  expect(lying.length).toBeGreaterThan(1000)
  expect(hers.filter((word) => lying.includes(word))).toEqual([])
  await swipe(BEATRIX)
  const second = await browserWithProfile(profile)
  const after = await openGlassIn(second.context, kiosk.url)
  await expect.poll(after.words, within).toContain(BEATRIX.name)
  await expectNothingOf(after, HERS, 0)
  await second.kill()
})
