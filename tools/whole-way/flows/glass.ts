import type { Browser, BrowserContext } from 'playwright-core'
import { vi } from 'vitest'
import { openBrowser } from '../running-chain.ts'

/** How large the glass of each kind is here, in CSS pixels. */
export const KIOSK = { width: 1080, height: 1920 }
export const CART = { width: 1024, height: 600 }
export const AISLE = { width: 1920, height: 1080 }

/** A browser whose heap snapshots hold every string as long as it is. */
export const openLookingBrowser = (): Promise<Browser> => openBrowser('--js-flags=--heap-snapshot-string-limit=1000000')

export type Glass = Awaited<ReturnType<typeof openGlassIn>>

/** A screen's page in a real browser, that has a profile of its own. */
export async function openGlass(browser: Browser, url: string, size = KIOSK): Promise<Glass> {
  const settings = { viewport: size, hasTouch: true, reducedMotion: 'reduce', locale: 'en-GB' } as const
  return openGlassIn(await browser.newContext(settings), url)
}

/** Everything that a page hears and says over its sockets and writes to its console is kept, in order. */
export async function openGlassIn(context: BrowserContext, url: string) {
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  const wire: string[] = []
  const log: string[] = []
  await devtools.send('Network.enable')
  devtools.on('Network.webSocketFrameReceived', ({ response }) => wire.push(response.payloadData))
  devtools.on('Network.webSocketFrameSent', ({ response }) => wire.push(response.payloadData))
  page.on('console', (message) => log.push(message.text()))
  page.on('pageerror', (error) => log.push(error.message))
  await page.goto(url)
  const glass = page.locator('.glass')
  const press = (name: string | RegExp) => page.getByRole('button', { name }).first().tap()
  return {
    page,
    devtools,
    wire,
    log,
    press,
    /** The state on the glass, as the page itself names it. */
    is: () => glass.getAttribute('data-state'),
    words: () => glass.innerText(),
    /** The title of what is on the glass: of the message, of the slide, or of whatever else is said. */
    title: () => glass.locator('.title').first().innerText(),
    answer: (response: string) => glass.locator(`[data-response="${response}"]`).tap(),
    /** One of the ways that are behind the menu's button. */
    async way(name: string): Promise<void> {
      const way = page.getByRole('dialog').getByRole('button', { name })
      // A page that loses its host for a moment, as on a busy machine, closes its menu.
      await vi.waitFor(
        async () => {
          if (!(await way.isVisible())) await press('Help & settings')
          await way.tap({ timeout: 5_000 })
        },
        { timeout: 30_000, interval: 50 },
      )
    },
    /** Keys a number on the glass, and ends it. */
    async key(number: string): Promise<void> {
      for (const digit of number) await page.locator('.pad').getByRole('button', { name: digit, exact: true }).tap()
      await press('OK')
    },
    /** Another page with the same profile, as after a crash. */
    again: () => openGlassIn(context, url),
  }
}
