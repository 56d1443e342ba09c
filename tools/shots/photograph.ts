import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, CDPSession, Page } from 'playwright-core'
import type { Shot } from './contact-sheet.ts'
import type { Exhibit, Size, Surface } from './fixtures/exhibits.ts'
import type { Guest } from './guests.ts'
import { checkFocus } from './check-focus.ts'
import { inspectPage, type InspectionRules } from './inspect-page.ts'
import { addAxe, runAxe } from './run-axe.ts'
import type { GalleryPages } from './serve-gallery.ts'

/** What each surface is held to, in CSS px; what must be read, in millimetres of a capital's height. */
const RULES: Record<Surface, { target: number; mayScroll: boolean; reachFrom: number }> = {
  kiosk: { target: 44, mayScroll: false, reachFrom: 1 / 3 },
  cart: { target: 56, mayScroll: false, reachFrom: 0.5 },
  aisle: { target: 44, mayScroll: false, reachFrom: 0 },
  tablet: { target: 44, mayScroll: true, reachFrom: 0 },
}

/** The glass that a surface is drawn for, from corner to corner. */
const INCHES: Record<Surface, number> = { kiosk: 32, cart: 7, aisle: 32, tablet: 10 }

/**
 * Capitals subtend 0.7 degrees (EN 301 549, 5.1.4). A standing kiosk's title is read from two metres: 24 mm; a lying
 * one's is a smaller glass in front of fewer people; an aisle's sentence in walking past, from a little further. Every
 * other word of a kiosk is read from 60 cm: 7.3 mm.
 * A cart's 7 inches hold that only where somebody asks for large letters: 6.1 mm at 50 cm.
 */
function capitals({ surface, text, size, name }: Exhibit): { title: number; words: number } {
  if (surface === 'tablet' || INSTALLERS.has(name)) return { title: 0, words: 0 }
  if (surface === 'cart') return { title: text === 2 ? 6.1 : 3.3, words: text === 2 ? 6.1 : 0 }
  const lying = size.width > size.height
  if (surface === 'aisle') return { title: lying ? 28 : 24, words: 7.3 }
  return { title: lying ? 18.5 : 24, words: 7.3 }
}

/** How high a capital is, of the size of its letters. */
const CAPITAL = 0.7
const MM_PER_INCH = 25.4
/** The installer stands close, and tries the corners. */
const INSTALLERS: ReadonlySet<string> = new Set(['selfTest', 'selfTest, tone played'])
/** A cart's menu is the whole glass: it is opened in standing still. */
const CART_MENU_FROM = 0.3
/** What a telephone or a till reads well. */
const CODE_MM = 25
const THUMBNAIL_HEIGHT = { standing: 480, lying: 270 }

function reachOf({ surface, name, text, reach }: Exhibit): number {
  // Text twice as large may make a page longer than its glass; nothing may be lost.
  if (INSTALLERS.has(name) || text === 2) return 0
  if (surface === 'cart' && name.startsWith('menu')) return CART_MENU_FROM
  return reach ? 0.5 : RULES[surface].reachFrom
}

function rulesFor(exhibit: Exhibit): InspectionRules {
  const { surface, size, text } = exhibit
  const rules = RULES[surface]
  const pxPerMm = Math.hypot(size.width, size.height) / INCHES[surface] / MM_PER_INCH
  const { title, words } = capitals(exhibit)
  return {
    ...rules,
    mayScroll: rules.mayScroll || text === 2,
    reachFrom: reachOf(exhibit),
    title: (title * pxPerMm) / CAPITAL,
    words: (words * pxPerMm) / CAPITAL,
    code: CODE_MM * pxPerMm,
  }
}

async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
    await Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity)
        .map((animation) => animation.finished),
    )
  })
}

async function capture(devtools: CDPSession, size: Size, folder: string, stem: string) {
  const wanted = size.height > size.width ? THUMBNAIL_HEIGHT.standing : THUMBNAIL_HEIGHT.lying
  const clip = { x: 0, y: 0, ...size, scale: wanted / size.height }
  const small = await devtools.send('Page.captureScreenshot', { format: 'png', clip, optimizeForSpeed: true })
  const file = `${stem}.png`
  const thumbnail = `${stem}.small.png`
  writeFileSync(join(folder, thumbnail), Buffer.from(small.data, 'base64'))
  const large = await devtools.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true })
  writeFileSync(join(folder, file), Buffer.from(large.data, 'base64'))
  return { file, thumbnail }
}

async function openPage(browser: Browser, size: Size) {
  const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce', locale: 'en-GB' })
  const page = await context.newPage()
  const troubles: string[] = []
  page.on('pageerror', (error) => troubles.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text())
  })
  return { page, troubles, devtools: await context.newCDPSession(page), close: () => context.close() }
}

async function pressIfThere(page: Page, selector: string): Promise<void> {
  const element = page.locator(selector).first()
  if ((await element.count()) > 0) await element.click()
}

const troublesOf = (troubles: string[]) =>
  troubles.splice(0).map((detail) => ({ check: 'error' as const, element: 'page', detail }))

/** Which app shows it, so which page of the gallery. */
export const appOf = ({ surface }: Exhibit): keyof GalleryPages => (surface === 'tablet' ? 'tablet' : 'screens')

/** Photographs and checks exhibits of one app and one size, one after another in the same page. */
export async function photographExhibits(
  browser: Browser,
  pages: GalleryPages,
  exhibits: readonly Exhibit[],
  folder: string,
): Promise<Shot[]> {
  const shots: Shot[] = []
  const [begin] = exhibits
  if (begin === undefined) return shots
  const { page, troubles, devtools, close } = await openPage(browser, begin.size)
  await page.goto(pages[appOf(begin)])
  await addAxe(page)
  for (const exhibit of exhibits) {
    await page.evaluate((id) => globalThis.showExhibit(id), exhibit.id)
    const { size, pressed } = exhibit
    if (pressed !== undefined) await pressIfThere(page, pressed)
    await settle(page)
    const findings = [...(await page.evaluate(inspectPage, rulesFor(exhibit))), ...(await runAxe(page))]
    if (exhibit.focus === true) findings.push(...(await checkFocus(page)))
    const files = await capture(devtools, size, folder, exhibit.id)
    const { surface, name, variant } = exhibit
    shots.push({ surface, name, variant, ...size, ...files, findings: [...findings, ...troublesOf(troubles)] })
  }
  await close()
  return shots
}

/** Photographs and checks a page that stands at its own address. */
export async function photographGuest(browser: Browser, guest: Guest, folder: string): Promise<Shot[]> {
  const shots: Shot[] = []
  for (const size of guest.sizes) {
    const opened = await openPage(browser, size)
    await opened.page.goto(guest.url)
    await opened.page.waitForSelector(guest.ready)
    await settle(opened.page)
    await addAxe(opened.page)
    const rules = { target: 24, mayScroll: guest.mayScroll, reachFrom: 0, title: 0, words: 0, code: 0 }
    const findings = [...(await opened.page.evaluate(inspectPage, rules)), ...(await runAxe(opened.page))]
    const stem = `guest-${guest.name}-${size.width}x${size.height}`.replaceAll(/[^a-z0-9-]+/gi, '-')
    const files = await capture(opened.devtools, size, folder, stem)
    const all = [...findings, ...troublesOf(opened.troubles)]
    shots.push({ surface: 'other pages', name: guest.name, variant: 'usual', ...size, ...files, findings: all })
    await opened.close()
  }
  return shots
}
