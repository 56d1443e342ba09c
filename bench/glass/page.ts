import type { Browser, CDPSession, Page } from 'playwright-core'
import { Heard } from './heard.ts'
import { monotonic } from './marks.ts'
import { TELLS, watchPage, type OnGlass } from './watch-page.ts'

export type PageTells = { is: 'onGlass'; times: OnGlass } | { is: 'state'; state: string }
/** A page in Chromium, watched. */
export type WatchedPage = {
  page: Page
  cdp: CDPSession
  heard: Heard<PageTells>
  /** The page's `performance.now()` 0, in milliseconds of the machine's monotonic clock. */
  zero: number
  /** How far `zero` may be off: what the page says its time is lies within the time that asking took. */
  error: { early: number; late: number }
}
export const isOnGlass = (said: PageTells) => said.is === 'onGlass'
export const isState =
  (state: string) =>
  (said: PageTells): said is Extract<PageTells, { is: 'state' }> =>
    said.is === 'state' && said.state === state

const KIOSK = { width: 1080, height: 1920 }
const ASKED = 100

export async function openWatchedPage(browser: Browser, url: string): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: KIOSK, hasTouch: true })
  const page = await context.newPage()
  const heard = new Heard<PageTells>()
  await page.exposeFunction(TELLS, heard.hear)
  await page.addInitScript(watchPage, TELLS)
  await page.goto(url)
  const cdp = await context.newCDPSession(page)
  await cdp.send('Performance.enable')
  const { metrics } = await cdp.send('Performance.getMetrics')
  const start = metrics.find(({ name }) => name === 'NavigationStart')?.value
  if (start === undefined) throw new Error('this browser does not say when its page began')
  // In seconds of Chromium's own ticks, which are the monotonic clock's.
  const zero = start * 1000
  return { page, cdp, heard, zero, error: await compared(page, zero) }
}

/** Asks the page for its time again and again: the narrowest of the spans in which it must have been is kept. */
async function compared(page: Page, zero: number): Promise<{ early: number; late: number }> {
  let best = { early: Infinity, late: Infinity }
  for (let time = 0; time < ASKED; time++) {
    const asked = monotonic()
    const said = zero + (await page.evaluate(() => performance.now()))
    const one = { early: said - asked, late: monotonic() - said }
    if (one.early + one.late < best.early + best.late) best = one
  }
  return best
}
