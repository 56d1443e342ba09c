import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { SECOND } from '@kairos/shared/time'
import type { Store } from '../floor/store.ts'
import { openGlass, openLookingBrowser, type Glass } from './glass.ts'
import { ANNELORE, BEATRIX, everybodyLeaves, openHall, pay, POLISH, SANDALS, TEN_OFF } from './hall.ts'
import { readCode } from './read-code.ts'

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

const shows = (state: string) => expect.poll(glass.is, within).toBe(state)
const titled = (title: string) => expect.poll(glass.title, within).toBe(title)
const says = (words: string) => expect.poll(glass.words, within).toContain(words)
const timeline = async (shopper: { name: string }): Promise<string> =>
  JSON.stringify(await store.atHq(`/v1/customers/${shopper.name}`))
const count = async (shopper: { name: string }, what: string) =>
  (await timeline(shopper)).split(`"what":"${what}"`).length - 1

afterEach(async () => {
  await everybodyLeaves(store)
  await shows('attract')
})

describe('a card at the kiosk', () => {
  test('she is greeted, answers, hears what follows, takes a code along, and goes', async () => {
    await shows('attract')
    await titled('The garden is open')
    await kiosk.swipe(ANNELORE.card)
    await shows('message')
    await says(`Hello, ${ANNELORE.name}`)
    await says(`${SANDALS.body} ${ANNELORE.name}`)
    await glass.answer('show-me')
    await shows('thanks')
    await titled('We bring them')
    store.pass(8 * SECOND)
    await shows('message')
    await titled(POLISH.title)
    await glass.answer('take-it')
    await shows('handover')
    await says(TEN_OFF)
    const code = await readCode(glass.page)
    expect(code).toMatch(/^[0-9A-Z]{10}$/)
    await expect.poll(async () => (await glass.words()).replaceAll(/\s/g, ''), within).toContain(code)
    await glass.press('I’m done')
    await shows('attract')
    expect(await pay(store, ANNELORE, [code])).toMatchObject({ fresh: true, unknownCoupons: [] })
    await expect.poll(() => count(ANNELORE, 'response'), within).toBe(2)
  })

  test('an easy no ends it, and what she answered counts as seen, however quickly she did', async () => {
    await kiosk.swipe(BEATRIX.card)
    await shows('message')
    await glass.answer('not-today')
    await shows('welcome')
    await expect.poll(() => count(BEATRIX, 'response'), within).toBe(1)
    await expect.poll(() => count(BEATRIX, 'shown'), within).toBe(1)
  })

  test('“That’s not me”: nothing of her stays on the glass, and her visit is over', async () => {
    await kiosk.swipe(ANNELORE.card)
    await shows('message')
    await glass.way('That’s not me')
    await shows('attract')
    expect(await glass.words()).not.toContain(ANNELORE.name)
    await expect.poll(async () => JSON.stringify(await store.atHub('/v1/state')), within).toContain('"visits":0')
  })

  test('“What you know about me” is said in plain words to her who holds her card', async () => {
    await kiosk.swipe(ANNELORE.card)
    await shows('message')
    await glass.way('What you know about me')
    await shows('about')
    const words = await glass.words()
    for (const told of [`We call you ${ANNELORE.name}.`, SANDALS.title, 'You haven’t said whether'])
      expect(words).toContain(told)
    await glass.press('Back')
    await shows('message')
  })

  test('somebody is called, comes, and is not needed any more', async () => {
    const wanted = store.tablet()
    await kiosk.swipe(ANNELORE.card)
    await shows('message')
    await glass.way('Ask a colleague to come')
    await says('We’ve asked a colleague to come to you.')
    await expect.poll(() => wanted.state()?.wanted, within).toMatchObject([{ screen: 'kiosk-1', zone: 'Entrance' }])
    await wanted.comes('kiosk-1')
    await says('A colleague is on the way to you.')
    await glass.way('No help needed any more')
    await expect.poll(() => wanted.state()?.wanted, within).toEqual([])
    wanted.close()
  })
})

describe('a number at the kiosk', () => {
  test('after two wrong ones it is said where a number stands; the right one is no proof of whose it is', async () => {
    await glass.press('Key your number')
    await shows('keypad')
    await glass.key('11111111')
    await says('We don’t know this number.')
    await glass.key('22222222')
    await shows('numberHelp')
    await glass.press('Try once more')
    await shows('keypad')
    await glass.key(ANNELORE.member)
    await shows('message')
    const words = await glass.words()
    expect(words).toContain(SANDALS.title)
    expect(words).not.toContain(ANNELORE.name)
    await glass.press('Help & settings')
    const ways = await glass.page.getByRole('dialog').getByRole('button').allInnerTexts()
    expect(ways).toContain('That’s not me')
    expect(ways).not.toContain('What you know about me')
    await glass.press('Close')
  })

  test('on the keypad beside the glass no key is seen, and it does the same', async () => {
    await kiosk.key(BEATRIX.member)
    await shows('message')
    expect(await glass.words()).not.toContain(BEATRIX.name)
  })

  test('whoever goes on without a card is told nothing personal, and may still key a number', async () => {
    await glass.way('Go on without a card')
    await shows('guest')
    await titled('The garden is open')
    await glass.press('Key your number')
    await shows('keypad')
    await glass.press('Back')
    await shows('attract')
  })
})

describe('time at the kiosk', () => {
  test('nobody touches it: it asks, she stays; it asks again, and then wipes what was hers', async () => {
    await kiosk.swipe(ANNELORE.card)
    await shows('message')
    store.pass(46 * SECOND)
    await shows('stillThere')
    expect(await glass.words()).not.toContain(ANNELORE.name)
    await glass.press('I’m still here')
    await shows('message')
    await titled(SANDALS.title)
    store.pass(46 * SECOND)
    await shows('stillThere')
    await expect
      .poll(async () => {
        store.pass(SECOND)
        return glass.is()
      }, within)
      .toBe('attract')
    await titled('The garden is open')
  })
})

describe('“Please leave me in peace”', () => {
  test('it is asked once, holds at once, and at her next visit nothing personal is said', async () => {
    await kiosk.swipe(BEATRIX.card)
    await shows('message')
    await glass.way('Please leave me in peace')
    await shows('quietAsked')
    await glass.press('No, leave it as it is')
    await shows('message')
    await glass.way('Please leave me in peace')
    await glass.press('Yes, please')
    await shows('quiet')
    expect(await glass.words()).not.toContain(BEATRIX.name)
    store.pass(8 * SECOND)
    await shows('attract')
    await expect.poll(() => timeline(BEATRIX), within).toContain('"given":false')
    await everybodyLeaves(store)
    await kiosk.swipe(BEATRIX.card)
    await shows('welcome')
    expect(await glass.words()).not.toMatch(new RegExp(`${BEATRIX.name}|${SANDALS.title}`, 'i'))
    await titled('The garden is open')
  })
})

test('the page has nothing to complain of', () => {
  // A busy machine may lose the line between page and host for a moment; the browser itself says so.
  expect(glass.log.filter((line) => !line.includes('WebSocket'))).toEqual([])
})
