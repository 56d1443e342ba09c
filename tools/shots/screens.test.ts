import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openBrowser } from '../whole-way/running-chain.ts'
import { exhibits } from './fixtures/exhibits.ts'
import { serveGallery } from './serve-gallery.ts'

let browser: Browser
let page: Page
let gallery: Awaited<ReturnType<typeof serveGallery>>
const within = { timeout: 60_000 }
const all = exhibits(true)

beforeAll(async () => {
  gallery = await serveGallery()
  browser = await openBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await gallery?.close()
})

/** Stands in for the browser's voice: what it was asked to say, and when it was told to be silent. */
const standInForVoice = () => {
  globalThis.said = []
  const speak = ({ text, lang }: SpeechSynthesisUtterance) => globalThis.said.push(`${lang}: ${text}`)
  const cancel = () => globalThis.said.push('(silence)')
  Object.defineProperty(globalThis, 'speechSynthesis', { value: { speak, cancel } })
}
const said = () => page.evaluate(() => globalThis.said)

declare global {
  var said: string[]
}

beforeEach(async () => {
  await page?.close()
  page = await browser.newPage({ viewport: { width: 1080, height: 1920 }, hasTouch: true })
  await page.addInitScript(standInForVoice)
  await page.goto(gallery.pages.screens)
})

async function show(name: string, surface = 'kiosk', words = 'usual'): Promise<void> {
  const found = all.find(
    (one) =>
      one.surface === surface &&
      one.name === name &&
      (one.variant === words || one.variant === `Marlow & Finch, ${words}`) &&
      one.size.width !== 1920,
  )
  if (found === undefined) throw new Error(`no ${surface} shows ${name}`)
  await page.evaluate((id) => globalThis.showExhibit(id), found.id)
}
const pressed = () =>
  page.evaluate(() => globalThis.pressed.filter(({ press }) => press !== 'rendered' && press !== 'painted'))
const rendered = () =>
  page.evaluate(() => globalThis.pressed.flatMap((press) => (press.press === 'rendered' ? [press] : [])).at(-1))

test('the page says what it has really rendered: the state, the message, how many words', async () => {
  await show('message')
  await expect.poll(rendered, within).toMatchObject({ state: 'message', message: { dialogue: 'sandals-in' } })
  const words = (await rendered())?.words ?? 0
  expect(words).toBeGreaterThan(5)
})

test('a host that answers with the same frame again hears nothing new', async () => {
  const count = () => page.evaluate(() => globalThis.pressed.filter(({ press }) => press === 'rendered').length)
  await show('closed')
  await expect.poll(count, within).toBe(1)
  await page.evaluate(async () => {
    for (let n = 0; n < 5; n += 1) {
      globalThis.sameAgain()
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done))))
    }
  })
  expect(await count()).toBe(1)
})

test('what the page was told and cannot be seen is not said to be there', async () => {
  await page.addStyleTag({ content: '.words { visibility: hidden }' })
  await show('message')
  await expect.poll(rendered, within).toMatchObject({ state: 'message' })
  expect(await rendered()).not.toHaveProperty('message')
})

test('touch gives no focus, in the menu neither, so that a scanner’s Enter presses nothing', async () => {
  await show('message')
  await page.locator('.menu-button').tap()
  await page.getByRole('dialog').waitFor()
  await page.getByRole('button', { name: 'Larger letters' }).tap()
  expect(await page.evaluate(() => document.activeElement?.matches('button, input, [role=radio]'))).toBe(false)
  await page.keyboard.press('Enter')
  const comfort = { reach: false, speech: false, large: true }
  expect(await pressed()).toEqual([{ press: 'comfort', comfort }])
})

test('one finds the ways and the languages in the menu, and a choice closes it', async () => {
  await show('message')
  await page.locator('.menu-button').tap()
  await page.getByRole('button', { name: 'What you know about me' }).tap()
  await expect.poll(() => page.getByRole('dialog').count(), within).toBe(0)
  await page.locator('.menu-button').tap()
  await page.getByRole('radio', { name: 'Deutsch' }).tap()
  await expect.poll(() => page.getByRole('dialog').count(), within).toBe(0)
  expect(await pressed()).toEqual([
    { press: 'way', way: 'about' },
    { press: 'language', language: 'de' },
  ])
})

test('a new state closes the menu', async () => {
  await show('message')
  await page.locator('.menu-button').tap()
  await page.getByRole('dialog').waitFor()
  await show('stillThere')
  await expect.poll(() => page.getByRole('dialog').count(), within).toBe(0)
})

test('whoever has called somebody can call it off in the menu', async () => {
  await show('welcome')
  await page.locator('.menu-button').tap()
  await page.getByRole('button', { name: 'No help needed any more' }).tap()
  expect(await pressed()).toEqual([{ press: 'callOff' }])
})

test('in speech mode a state is read aloud, in its language, and falls silent when the next one comes', async () => {
  await show('message', 'kiosk', 'aloud')
  await expect
    .poll(said, within)
    .toEqual([
      'en: Your sandals are in, in your size',
      'en: A pair in 39 is put by for you at the desk on the first floor.',
      'en: Bring them to me',
      'en: I’ll go up',
      'en: Not today',
    ])
  await show('quiet')
  await expect.poll(async () => (await said()).at(-1), within).toBe('(silence)')
  expect(await said()).toHaveLength(6)
})

test('a cart’s basket goes to the till', async () => {
  await page.setViewportSize({ width: 1024, height: 600 })
  await show('message with basket', 'cart')
  await page.getByRole('button', { name: '12 items: take them to the till' }).tap()
  expect(await pressed()).toEqual([{ press: 'toTill' }])
})

test('in Arabic the whole page is from right to left, in a face of its own', async () => {
  await show('message', 'kiosk', 'ar')
  expect(await page.evaluate(() => [document.documentElement.dir, document.documentElement.lang])).toEqual([
    'rtl',
    'ar',
  ])
  const loaded = () =>
    page.evaluate(() => [...document.fonts].filter(({ status }) => status === 'loaded').map(({ family }) => family))
  await expect.poll(loaded, within).toEqual(expect.arrayContaining([expect.stringContaining('Arabic')]))
})

test('each app is shown with its own styles alone, as in a store', async () => {
  const drawn = (of: string) =>
    page.evaluate(
      (surface) =>
        [...document.styleSheets].some((sheet) => [...sheet.cssRules].some(({ cssText }) => cssText.includes(surface))),
      of,
    )
  expect([await drawn('.glass'), await drawn('.tablet')]).toEqual([true, false])
  await page.goto(gallery.pages.tablet)
  expect([await drawn('.glass'), await drawn('.tablet')]).toEqual([false, true])
})
