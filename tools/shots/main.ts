import { mkdirSync, rmSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { argv, cwd } from 'node:process'
import { parseArgs } from 'node:util'
import { chromium, type Browser } from 'playwright-core'
import { bringBrowser } from '../browser/bring-browser.ts'
import { browserArguments } from '../browser/find-browser.ts'
import { writeContactSheet, type Shot } from './contact-sheet.ts'
import { exhibits, type Exhibit } from './fixtures/exhibits.ts'
import { openGuests } from './guests.ts'
import { appOf, photographExhibits, photographGuest } from './photograph.ts'
import { serveGallery, type GalleryPages } from './serve-gallery.ts'

const { values } = parseArgs({
  args: argv.slice(2),
  options: {
    /** Only exhibits whose id contains this; `guests`: only the dock and head office. */
    only: { type: 'string', default: '' },
    /** Every state in every language, size, theme, scheme and comfort, rather than every two of them together. */
    all: { type: 'boolean', default: false },
    out: { type: 'string', default: join(import.meta.dirname, '..', '..', 'shots') },
  },
})
const folder = resolve(cwd(), values.out)

/** Two pages at a time: one paints while the other is looked at. */
const AT_A_TIME = 2

/** So many exhibits are shown one after another in one page. */
const AT_ONE_PAGE = 40

/** Exhibits of one app and one size in portions, so that two pages have about the same to do. */
function jobs(): Exhibit[][] {
  const wanted = exhibits(values.all).filter(({ id }) => id.includes(values.only))
  const bySize = Map.groupBy(wanted, (one) => `${appOf(one)} ${one.size.width}x${one.size.height}`)
  return [...bySize.values()].flatMap((members) =>
    Array.from({ length: Math.ceil(members.length / AT_ONE_PAGE) }, (_, n) =>
      members.slice(n * AT_ONE_PAGE, (n + 1) * AT_ONE_PAGE),
    ),
  )
}

async function photographAll(pages: GalleryPages, browser: Browser): Promise<Shot[]> {
  const queue = jobs()
  const results = queue.map((): Shot[] => [])
  let next = 0
  const work = async () => {
    for (let n = next++; n < queue.length; n = next++) {
      const job = queue[n]
      if (job !== undefined) results[n] = await photographExhibits(browser, pages, job, folder)
    }
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, work))
  const shots = results.flat()
  if (values.only === '' || values.only === 'guests') {
    const { guests, close } = await openGuests()
    for (const guest of guests) shots.push(...(await photographGuest(browser, guest, folder)))
    await close()
  }
  return shots
}

function report(shots: readonly Shot[]): number {
  let found = 0
  for (const { surface, name, variant, width, height, findings } of shots) {
    for (const { check, element, detail } of findings) {
      found += 1
      console.error(`${surface} ${width}x${height}, ${name} (${variant}): ${check}: ${element}: ${detail}`)
    }
  }
  const sheet = relative(cwd(), join(folder, 'index.html'))
  console.log(`${shots.length} shots, ${found === 0 ? 'nothing' : found} found. Contact sheet: ${sheet}`)
  return found === 0 ? 0 : 1
}

async function main(): Promise<number> {
  const browserPath = bringBrowser()
  if (!browserPath.ok) {
    const { what, where, todo } = browserPath.error
    console.error([what, where, todo].filter((part) => part !== undefined).join('. '))
    return 1
  }
  if (values.only === '') rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const gallery = await serveGallery()
  const browser = await chromium.launch({ executablePath: browserPath.value, args: [...browserArguments] })
  try {
    const shots = await photographAll(gallery.pages, browser)
    await writeContactSheet(folder, shots, browser)
    return report(shots)
  } finally {
    await browser.close()
    await gallery.close()
  }
}

process.exitCode = await main()
