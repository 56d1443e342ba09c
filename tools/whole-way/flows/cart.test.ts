import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { SECOND } from '@kairos/shared/time'
import { openStore, type Store } from '../floor/store.ts'
import { AISLE, CART, openGlass, openLookingBrowser, type Glass } from './glass.ts'
import { ANNELORE, BEATRIX, pay } from './hall.ts'
import { readCode } from './read-code.ts'
import { expectForgotten, expectNothingOf, runOn } from './traces.ts'
import { aislesFiles, AISLE_WORDS } from './two-aisles.ts'

vi.setConfig({ testTimeout: 120_000 })
const within = { timeout: 20_000, interval: 50 }
const NAMES = [ANNELORE, BEATRIX].flatMap(({ name, card, member }) => [name, card, member])
let browser: Browser
let store: Store
let hosts: Record<'ann' | 'bea', Awaited<ReturnType<Store['host']>>>
let ann: Glass
let bea: Glass
let wine: Glass
let fish: Glass

beforeAll(async () => {
  ;[browser, store] = await Promise.all([openLookingBrowser(), openStore(aislesFiles)])
  await store.enrol(ANNELORE, BEATRIX)
  const [one, two, atWine, atFish] = await Promise.all([
    store.host({ screen: 'cart-1', role: 'cart' }),
    store.host({ screen: 'cart-2', role: 'cart' }),
    store.host({ screen: 'aisle-wine', role: 'aisle', zone: 'wine' }),
    store.host({ screen: 'aisle-fish', role: 'aisle', zone: 'fish' }),
  ])
  hosts = { ann: one, bea: two }
  ;[ann, bea, wine, fish] = await Promise.all([
    openGlass(browser, one.url, CART),
    openGlass(browser, two.url, CART),
    openGlass(browser, atWine.url, AISLE),
    openGlass(browser, atFish.url, AISLE),
  ])
})
afterAll(async () => {
  await browser?.close()
  await store?.close()
})

const shows = (glass: Glass, state: string) => expect.poll(glass.is, within).toBe(state)
const titled = (glass: Glass, title: string) => expect.poll(glass.title, within).toBe(title)
const count = async (name: string, what: string): Promise<number> =>
  JSON.stringify(await store.atHq(`/v1/customers/${name}`)).split(`"what":"${what}"`).length - 1

/** What is on every glass, by whose run it is and which message: no two glasses may have the same. */
async function expectEachOnOneGlass(): Promise<void> {
  const written = await Promise.all(
    [ann, bea, wine, fish].map(async ({ page }) => {
      const [message] = await page.locator('[data-message]').all()
      return message?.getAttribute('data-message')
    }),
  )
  const messages = written.filter((message) => message !== undefined && message !== null)
  expect(new Set(messages).size).toBe(messages.length)
}

describe('two shoppers with carts, and two aisles', () => {
  test('each is greeted at her cart, by her name', async () => {
    for (const glass of [ann, bea, wine, fish]) await shows(glass, 'attract')
    await hosts.ann.swipe(ANNELORE.card)
    await shows(ann, 'welcome')
    await expect.poll(ann.words, within).toContain(`Hello, ${ANNELORE.name}`)
    await hosts.bea.swipe(BEATRIX.card)
    await shows(bea, 'welcome')
  })

  test('a shelf’s code says where a cart is: what fits there is on it, and the aisle says something else', async () => {
    await hosts.ann.scan('SHELF-WINE')
    await titled(ann, AISLE_WORDS.wine.first)
    await expect.poll(ann.words, within).toContain('Wine')
    await titled(wine, AISLE_WORDS.wine.secondForAll)
    expect(await fish.is()).toBe('attract')
    await expectEachOnOneGlass()
  })

  test('whoever tracks carts says where the other one is, and in the aisle the two take turns', async () => {
    expect(await store.atHub('/v1/zones', { who: { screen: 'cart-2' }, zone: 'wine' })).toMatchObject({ kept: true })
    await titled(bea, AISLE_WORDS.wine.first)
    await expect.poll(bea.words, within).toContain('Wine')
    const seen = new Set<string>()
    await expect
      .poll(async () => {
        seen.add(await runOn(wine))
        store.pass(2 * SECOND)
        return seen.size
      }, within)
      .toBe(2)
    await expectEachOnOneGlass()
  })

  test('what is said follows her through the store, and leaves the aisle that she left', async () => {
    await hosts.ann.scan('SHELF-FISH')
    await titled(ann, AISLE_WORDS.fish.first)
    await expect.poll(ann.words, within).toContain('Fish')
    await titled(fish, AISLE_WORDS.fish.secondForAll)
    const hers = await runOn(ann)
    await store.atHub('/v1/zones', { who: { screen: 'cart-2' }, zone: 'fish' })
    await titled(bea, AISLE_WORDS.fish.first)
    await shows(wine, 'attract')
    expect(await runOn(bea)).not.toBe(hers)
    await expectEachOnOneGlass()
  })

  test('the aisles never said whose anything is, to nobody’s eyes, on no wire', async () => {
    for (const aisle of [wine, fish]) {
      await expectNothingOf(aisle, [...NAMES, AISLE_WORDS.forHer], 0)
      expect(await aisle.page.getByRole('button').count()).toBe(0)
    }
  })
})

describe('a cart’s basket', () => {
  test('things are counted, and handed to the till by a code', async () => {
    for (const code of ['5901234123457', '5901234123457', '4006381333931']) await hosts.ann.scan(code, ']E0')
    await expect.poll(ann.words, within).toContain('3 items: take them to the till')
    await ann.press('3 items: take them to the till')
    await shows(ann, 'atTill')
    const code = await readCode(ann.page)
    const items = [
      { code: '5901234123457', n: 2 },
      { code: '4006381333931', n: 1 },
    ]
    expect(await store.atHub(`/v1/baskets/${code}`)).toEqual({ status: 200, items })
    expect(await store.atHub(`/v1/baskets/${code}`)).toMatchObject({ status: 404 })
  })

  test('she pays, and her cart is for the next one: nothing of her is in it', async () => {
    const hers = [ANNELORE.name, ANNELORE.card, '5901234123457']
    await pay(store, ANNELORE)
    await shows(ann, 'attract')
    await expectNothingOf(ann, [...hers, AISLE_WORDS.forHer, 'to the till'], ann.wire.length)
    await expectForgotten(ann, [...hers, AISLE_WORDS.forHer])
    await shows(bea, 'message')
  })

  test('given back without having been paid for, it forgets its shopper and her basket as well', async () => {
    await hosts.bea.scan('4006381333931', ']E0')
    await expect.poll(bea.words, within).toContain('1 item: take it to the till')
    const hers = [BEATRIX.name, BEATRIX.card, await runOn(bea), AISLE_WORDS.forHer]
    expect(await store.atHub('/v1/leave', { who: { screen: 'cart-2' } })).toMatchObject({ kept: true })
    await shows(bea, 'attract')
    await shows(fish, 'attract')
    await expectNothingOf(bea, hers, bea.wire.length)
    await expectForgotten(bea, hers)
    await hosts.bea.scan('4006381333931', ']E0')
    await expect.poll(bea.words, within).toContain('1 item: take it to the till')
    expect(await bea.is()).toBe('guest')
  })

  test('what was on a glass counts as seen by her whose it was, in the aisle too', async () => {
    for (const { name } of [ANNELORE, BEATRIX]) await expect.poll(() => count(name, 'shown'), within).toBeGreaterThan(1)
  })
})

test('the pages have nothing to complain of', () => {
  const lines = [ann, bea, wine, fish].flatMap(({ log }) => log)
  expect(lines.filter((line) => !line.includes('WebSocket'))).toEqual([])
})
