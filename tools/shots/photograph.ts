import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, CDPSession, Page } from 'playwright-core'
import type { Shot } from './contact-sheet.ts'
import type { Exhibit, Size, Surface } from './fixtures/exhibits.ts'
import type { Guest } from './guests.ts'
import { checkFocus } from './check-focus.ts'
import { inspectPage, type InspectionRules } from './inspect-page.ts'
import { addAxe, runAxe } from './run-axe.ts'

/**
 * What each surface is held to. A title that is read from two metres needs capitals of 24 mm (0.7 degrees):
 * 93 px of type on a 32-inch kiosk that stands, whose pixels are 0.37 mm.
 */
const RULES: Record<Surface, InspectionRules> = {
  kiosk: { target: 44, mayScroll: false, reachFrom: 1 / 3, title: 93 },
  cart: { target: 56, mayScroll: false, reachFrom: 0.5, title: 32 },
  aisle: { target: 44, mayScroll: false, reachFrom: 0, title: 110 },
  tablet: { target: 44, mayScroll: true, reachFrom: 0, title: 0 },
}

/** A lying kiosk is a smaller glass in front of fewer people. */
const LYING_TITLE = 72
const THUMBNAIL_HEIGHT = { standing: 480, lying: 270 }

function rulesFor({ surface, text }: Exhibit, size: Size): InspectionRules {
  const rules = RULES[surface]
  const lying = surface === 'kiosk' && size.width > size.height
  const title = lying ? LYING_TITLE : rules.title
  // Text twice as large may make a page longer than its glass; nothing may be lost.
  return text === 1 ? { ...rules, title } : { ...rules, title, mayScroll: true, reachFrom: 0 }
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

const troublesOf = (troubles: string[]) =>
  troubles.splice(0).map((detail) => ({ check: 'error' as const, element: 'page', detail }))

/** Photographs and checks one surface's exhibits at one size, one after another in the same page. */
export async function photographExhibits(
  browser: Browser,
  url: string,
  exhibits: readonly Exhibit[],
  size: Size,
  folder: string,
): Promise<Shot[]> {
  const { page, troubles, devtools, close } = await openPage(browser, size)
  await page.goto(url)
  await addAxe(page)
  const shots: Shot[] = []
  for (const exhibit of exhibits) {
    await page.evaluate((id) => globalThis.showExhibit(id), exhibit.id)
    await settle(page)
    const findings = [...(await page.evaluate(inspectPage, rulesFor(exhibit, size))), ...(await runAxe(page))]
    if (exhibit.focus === true) findings.push(...(await checkFocus(page)))
    const stem = `${exhibit.id}-${size.width}x${size.height}`.replaceAll(/[^a-z0-9-]+/gi, '')
    const files = await capture(devtools, size, folder, stem)
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
    const rules = { target: 24, mayScroll: guest.mayScroll, reachFrom: 0, title: 0 }
    const findings = [...(await opened.page.evaluate(inspectPage, rules)), ...(await runAxe(opened.page))]
    const stem = `guest-${guest.name}-${size.width}x${size.height}`.replaceAll(/[^a-z0-9-]+/gi, '-')
    const files = await capture(opened.devtools, size, folder, stem)
    const all = [...findings, ...troublesOf(opened.troubles)]
    shots.push({ surface: 'other pages', name: guest.name, variant: 'usual', ...size, ...files, findings: all })
    await opened.close()
  }
  return shots
}
