import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { addAxe, runAxe } from '../../shots/run-axe.ts'
import { CART, openGlass, openLookingBrowser, type Glass } from './glass.ts'
import { ANNELORE, BEATRIX, everybodyLeaves, hallFiles, SANDALS, WORDS } from './hall.ts'
import { startPrograms, type Programs, type ScreenProgram } from './programs.ts'
import { expectNothingOf } from './traces.ts'

vi.setConfig({ testTimeout: 180_000 })
/** Programs that are started again take their time on a busy machine. */
const within = { timeout: 60_000, interval: 100 }
let browser: Browser
let chain: Programs
let kiosk: ScreenProgram
let cart: ScreenProgram
let kioskGlass: Glass
let cartGlass: Glass

beforeAll(async () => {
  ;[browser, chain] = await Promise.all([openLookingBrowser(), startPrograms(hallFiles)])
  await chain.enrol(ANNELORE, BEATRIX)
  kiosk = await chain.screen({ screen: 'kiosk-1', role: 'kiosk', zone: 'entrance' })
  cart = await chain.screen({ screen: 'cart-1', role: 'cart' })
  kioskGlass = await openGlass(browser, kiosk.url)
  cartGlass = await openGlass(browser, cart.url, CART)
})
afterAll(async () => {
  await browser?.close()
  expect(await chain?.close()).toEqual([])
})
afterEach(() => everybodyLeaves(chain))

const shows = (glass: Glass, state: string) => expect.poll(glass.is, within).toBe(state)
const says = (glass: Glass, words: string) => expect.poll(glass.words, within).toContain(words)
const answersAtHq = async (name: string): Promise<number> =>
  (await chain.atHq(`/v1/customers/${name}`)).text.split('"what":"response"').length - 1
const hubSays = (words: string) =>
  expect.poll(async () => (await chain.atHub('/v1/state')).text, within).toContain(words)
/** Head office and hub have heard all of one another. */
async function atRest(): Promise<void> {
  for (const words of ['"line":"up"', '"unsent":0', '"uncontained":0']) await hubSays(words)
}

test('without its line to head office a kiosk is as always; killed in mid-session, its hub has lost nothing', async () => {
  await hubSays('"customers":2')
  chain.toHq.set(false)
  await hubSays('"line":"down"')
  await shows(kioskGlass, 'attract')
  await kiosk.readers().swipe(ANNELORE.card)
  await shows(kioskGlass, 'message')
  await kioskGlass.answer('not-today')
  await shows(kioskGlass, 'welcome')
  await chain.hub.end('SIGKILL')
  await shows(kioskGlass, 'offline')
  await says(kioskGlass, 'This screen can’t read cards just now.')
  await expectNothingOf(kioskGlass, [ANNELORE.name, ANNELORE.card, ...WORDS], kioskGlass.wire.length)
  await chain.hub.start()
  await shows(kioskGlass, 'attract')
  expect(await answersAtHq(ANNELORE.name)).toBe(0)
  await kiosk.readers().swipe(ANNELORE.card)
  // Her visit goes on, and what she answered in it is answered.
  await shows(kioskGlass, 'welcome')
  chain.toHq.set(true)
  await expect.poll(() => answersAtHq(ANNELORE.name), within).toBe(1)
  await atRest()
  expect(await answersAtHq(ANNELORE.name)).toBe(1)
  await kioskGlass.press('I’m done')
})

test('head office is killed in mid-session: the kiosk goes on, and what was answered arrives once', async () => {
  await shows(kioskGlass, 'attract')
  await kiosk.readers().swipe(BEATRIX.card)
  await shows(kioskGlass, 'message')
  await chain.hq.end('SIGKILL')
  await hubSays('"line":"down"')
  await expect.poll(kioskGlass.title, within).toBe(SANDALS.title)
  await kioskGlass.answer('show-me')
  await shows(kioskGlass, 'thanks')
  await kioskGlass.press('I’m done')
  await shows(kioskGlass, 'attract')
  await chain.hq.start()
  await atRest()
  expect(await answersAtHq(BEATRIX.name)).toBe(1)
})

test('a cart without its hub keeps her message, says that it may be old, takes one answer, and delivers it once', async () => {
  const before = await answersAtHq(ANNELORE.name)
  await shows(cartGlass, 'attract')
  await cart.readers().swipe(ANNELORE.card)
  await shows(cartGlass, 'message')
  await chain.hub.end('SIGKILL')
  await says(cartGlass, 'This cart is offline; what you see may be a little old.')
  await expect.poll(cartGlass.title, within).toBe(SANDALS.title)
  await cartGlass.answer('not-today')
  await expect.poll(() => cartGlass.page.locator('[data-response]').count(), within).toBe(0)
  await shows(cartGlass, 'message')
  await addAxe(cartGlass.page)
  expect(await runAxe(cartGlass.page)).toEqual([])
  await chain.hub.start()
  await shows(cartGlass, 'welcome')
  await expect.poll(cartGlass.words, within).not.toContain('This cart is offline')
  await atRest()
  expect(await answersAtHq(ANNELORE.name)).toBe(before + 1)
})

test('head office and hub are killed at once: a cart goes on counting, and hands its basket over when they are back', async () => {
  await shows(cartGlass, 'attract')
  await cart.readers().swipe(BEATRIX.card)
  await shows(cartGlass, 'message')
  await cart.readers().scan('5901234123457', ']E0')
  await says(cartGlass, '1 item: take it to the till')
  await Promise.all([chain.hub.end('SIGKILL'), chain.hq.end('SIGKILL')])
  await says(cartGlass, 'This cart is offline')
  await cart.readers().scan('5901234123457', ']E0')
  await says(cartGlass, '2 items: take them to the till')
  await Promise.all([chain.hub.start(), chain.hq.start()])
  await expect.poll(cartGlass.words, within).not.toContain('This cart is offline')
  await says(cartGlass, `Hello, ${BEATRIX.name}`)
  await cartGlass.press('2 items: take them to the till')
  await shows(cartGlass, 'atTill')
  await atRest()
})
