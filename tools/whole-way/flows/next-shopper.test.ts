import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { SECOND } from '@kairos/shared/time'
import type { Store } from '../floor/store.ts'
import { openGlass, openLookingBrowser, type Glass } from './glass.ts'
import { ANNELORE, BEATRIX, everybodyLeaves, openHall, pay, SANDALS, WORDS } from './hall.ts'
import { expectForgotten, expectNothingOf, runOn } from './traces.ts'

vi.setConfig({ testTimeout: 120_000 })
const within = { timeout: 20_000, interval: 50 }
let browser: Browser
let store: Store
let kiosk: Awaited<ReturnType<Store['host']>>
let glass: Glass

beforeAll(async () => {
  ;[browser, store] = await Promise.all([openLookingBrowser(), openHall()])
  kiosk = await store.host({ screen: 'kiosk-1', role: 'kiosk', zone: 'entrance' })
  glass = await openGlass(browser, kiosk.url)
})
afterAll(async () => {
  await browser?.close()
  await store?.close()
})
afterEach(() => everybodyLeaves(store))

const shows = (state: string) => expect.poll(glass.is, within).toBe(state)
/** Seconds pass until the glass shows something else. */
const waitFor = (state: string) =>
  expect
    .poll(async () => {
      store.pass(SECOND)
      return glass.is()
    }, within)
    .toBe(state)

/** How many times as large as usual the letters are. */
const letters = () => glass.page.evaluate(() => document.documentElement.style.getPropertyValue('--text'))

/** How a session at a kiosk ends, each leading to a glass that is nobody's. */
const ENDS: readonly [how: string, end: () => Promise<void>][] = [
  ['she is done', () => glass.press('I’m done')],
  ['it was not she', () => glass.way('That’s not me')],
  [
    'she asked what is known of her',
    async () => {
      await glass.way('What you know about me')
      await shows('about')
      await glass.press('Back')
      await glass.press('I’m done')
    },
  ],
  [
    'she had made the letters larger',
    async () => {
      await glass.way('Larger letters')
      await glass.press('Close')
      await expect.poll(letters, within).toBe('2')
      await glass.press('I’m done')
    },
  ],
  [
    'she went away',
    async () => {
      store.pass(46 * SECOND)
      await shows('stillThere')
      await waitFor('attract')
    },
  ],
  [
    'she went on as a guest, who went away',
    async () => {
      await glass.way('Go on without a card')
      await shows('guest')
      await expectNothingOf(glass, [...WORDS, ANNELORE.name], glass.wire.length)
      await glass.press('I’m done')
    },
  ],
  [
    'she took a code along',
    async () => {
      await glass.answer('show-me')
      await waitFor('message')
      await glass.answer('take-it')
      await shows('handover')
      await glass.press('I’m done')
    },
  ],
  ['she paid at the till', async () => void (await pay(store, ANNELORE))],
  [
    'the hub was out of reach for a while',
    async () => {
      store.toHub.set(false)
      await shows('offline')
      await expectNothingOf(glass, [...WORDS, ANNELORE.name], glass.wire.length)
      store.toHub.set(true)
    },
  ],
]

/** A page's whole memory takes long to look through: these stand for the others. */
const SEARCHED: ReadonlySet<string> = new Set([
  'she is done',
  'she took a code along',
  'the hub was out of reach for a while',
])

describe('the next shopper sees nothing of the last', () => {
  test.each(ENDS)('the end was: %s', async (how, end) => {
    await shows('attract')
    await kiosk.swipe(ANNELORE.card)
    await shows('message')
    await expect.poll(glass.title, within).toBe(SANDALS.title)
    const hers = [ANNELORE.name, ANNELORE.card, ANNELORE.member, await runOn(glass)]
    await end()
    await shows('attract')
    await expect.poll(letters, within).toBe('1')
    const since = glass.wire.length
    await expectNothingOf(glass, [...hers, ...WORDS], since)
    if (SEARCHED.has(how)) await expectForgotten(glass, [...hers, ...WORDS])
    await kiosk.swipe(BEATRIX.card)
    await expect.poll(glass.words, within).toContain(BEATRIX.name)
    await expectNothingOf(glass, hers, since)
  })

  test('the end was: another card, while hers was still on the glass', async () => {
    await shows('attract')
    await kiosk.swipe(ANNELORE.card)
    await shows('message')
    const hers = [ANNELORE.name, ANNELORE.card, ANNELORE.member, await runOn(glass)]
    await kiosk.swipe(BEATRIX.card)
    await expect.poll(glass.words, within).toContain(BEATRIX.name)
    await expectNothingOf(glass, hers, glass.wire.length)
    await expectForgotten(glass, hers)
  })

  test('the end was: a number was keyed, which stays nowhere', async () => {
    await shows('attract')
    const before = glass.wire.length
    await glass.press('Key your number')
    await shows('keypad')
    await glass.key(ANNELORE.member)
    await shows('message')
    const hers = [ANNELORE.name, ANNELORE.card, ANNELORE.member, await runOn(glass)]
    // Whose it is nobody is told who may have keyed somebody else's.
    await expectNothingOf(glass, [ANNELORE.name, ANNELORE.card], before)
    await glass.press('I’m done')
    await shows('attract')
    await expectNothingOf(glass, [...hers, ...WORDS], glass.wire.length)
    await expectForgotten(glass, [...hers, ...WORDS])
  })

  test('the end was: nobody is to speak to her', async () => {
    await shows('attract')
    await kiosk.swipe(BEATRIX.card)
    await shows('message')
    const hers = [BEATRIX.name, BEATRIX.card, BEATRIX.member, await runOn(glass), ...WORDS]
    await glass.way('Please leave me in peace')
    await glass.press('Yes, please')
    await shows('quiet')
    await expectNothingOf(glass, hers, glass.wire.length)
    await glass.press('I’m done')
    await shows('attract')
    await expectForgotten(glass, hers)
  })
})

test('the pages keep nothing of anybody between them: no cookie, no storage, no cache', async () => {
  const { cookies, origins } = await glass.page.context().storageState({ indexedDB: true })
  expect([cookies, origins]).toEqual([[], []])
  expect(await glass.page.evaluate(async () => [...(await caches.keys()), history.length])).toEqual([
    expect.any(Number),
  ])
})
