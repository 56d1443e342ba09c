import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openBrowser } from '../../tools/whole-way/running-chain.ts'
import { cardOf } from '../sync/customers.ts'
import { leaves, stateOf, tellHub } from '../sync/programs.ts'
import { load, until, whole } from '../sync/words.ts'
import { confirmedIn } from './confirmed.ts'
import { openClockedHost } from './clocked-host.ts'
import { leftBehind } from './left-behind.ts'
import { heldBy, PARTS, type Held, type Part } from './memory.ts'
import { Kiosk, type Manner, type Passed } from './shopper.ts'
import { slopeOf } from './slope.ts'
import { customerAt, type GlassStore } from './store.ts'

const SESSIONS = 10_000
/** What starts up, or fills to its size once, has done so after so many. */
const SETTLED_AFTER = 1000
const SAMPLED_EVERY = 250
/** So often one session is looked at closely for what it leaves behind. */
const LOOKED_AT = 1 / 20
/**
 * A heap that surely grows by less is flat, in kB per 1,000 sessions: of 500 shoppers a day for a year that is 9 MB.
 * “Surely”: two standard errors beyond the slope. Too few sessions show nothing, and so do not meet it.
 */
const FLAT = 50

const LEFT_TRIES = 5
const LEFT_WITHIN = 10_000

const manner = (): Manner => {
  const chance = Math.random()
  return chance < 0.6 ? 'answers' : chance < 0.95 ? 'leaves' : 'walks away'
}

/** She is in the store no more: three of ten have paid, the others go by the exit. */
async function goes(store: GlassStore, n: number, session: number): Promise<void> {
  if (session % 10 >= 3) return leaves(store.hub, n)
  const line = { sku: 'L-1', name: 'Loaf', category: 'grocery', quantity: 1, amount: 420 }
  const receipt = { till: 'till-1', receipt: `r${session}`, total: 420, lines: [line], identity: cardOf(n) }
  return tellHub(store.hub, '/v1/receipts', receipt)
}

/** What would tell the next shopper who was here. */
async function wordsOf(store: GlassStore, n: number, page: Page): Promise<string[]> {
  const { profile } = JSON.parse(store.customers.documentOf(n)) as { profile: { first?: string } }
  const message = await page.evaluate(() => document.querySelector('[data-message]')?.getAttribute('data-message'))
  const { run } = JSON.parse(message ?? '{}') as { run?: string }
  return [profile.first, run, cardOf(n).value, store.customers.idOf(n)].filter((word) => word !== undefined)
}

function slopesOf(held: readonly Held[], settledAfter: number): { words: string; isFlat: boolean } {
  const settled = held.filter(({ sessions }) => sessions >= settledAfter)
  const [first, last] = [settled[0], settled.at(-1)]
  if (!first || !last || settled.length < 3) return { words: '  too few sessions for a slope', isFlat: false }
  let isFlat = true
  const lines = Object.entries(PARTS).map(([part, unit]) => {
    const of = part as Part
    const { slope, error } = slopeOf(settled.map((one) => ({ x: one.sessions, y: one[of] })))
    const size = (n: number) => whole(unit === '' ? n : n / 1000).padStart(9)
    const per = (n: number) => (unit === '' ? n * 1000 : n).toFixed(2)
    const isHeap = part.endsWith('heap')
    const flat = slope + 2 * error <= FLAT
    if (isHeap) isFlat &&= flat
    const judged = isHeap ? `   aim <= ${FLAT}: ${flat ? 'met' : 'MISSED'}` : ''
    return `  ${part.padEnd(26)}${size(first[of])} ${size(last[of])} ${unit.padEnd(3)} ${per(slope).padStart(9)} ± ${per(error)}${judged}`
  })
  const head = `  ${''.padEnd(26)}${`at ${whole(first.sessions)}`.padStart(9)} ${`at ${whole(last.sessions)}`.padStart(9)}      kB (or number) per 1,000 sessions`
  return { words: [head, ...lines].join('\n'), isFlat }
}

/** `--only sessions`: many shoppers one after the other at one kiosk. */
export async function sessions(store: GlassStore, scale: number, minutes: number): Promise<boolean> {
  const host = await openClockedHost({
    data: join(store.data, 'kiosk'),
    hubUrl: store.hub.url,
    hubToken: store.hub.tokens['screen'] ?? '',
    screen: 'glass-1',
  })
  const browser = await openBrowser('--disable-frame-rate-limit', '--disable-gpu-vsync')
  try {
    // Memory is measured here, not drawing: a page that does not move, drawn in few pixels, as fast as it can be.
    const context = await browser.newContext({
      viewport: { width: 1080, height: 1920 },
      deviceScaleFactor: 0.25,
      reducedMotion: 'reduce',
    })
    const page = await context.newPage()
    await page.goto(host.url)
    await page.locator('[data-state=attract]').waitFor()
    const cdp = await context.newCDPSession(page)
    await cdp.send('Performance.enable')
    const kiosk = new Kiosk(page, host)
    const all: Passed[] = []
    const held: Held[] = []
    const left: string[] = []
    let looked = 0
    let gone = Promise.resolve()
    const began = performance.now()
    const broken = new Set<string>()
    /** A page that lost its host for a moment (a machine that is too busy) shows nobody; the session is counted apart. */
    const brokenOff = async (n: number, error: unknown): Promise<undefined> => {
      broken.add(store.customers.idOf(n))
      console.log(`  broken off: customer ${n}: ${String(error)}`)
      const attract = page.locator('[data-state=attract]')
      // A machine that is too busy may lose it once more.
      for (let times = 0; times < LEFT_TRIES && !(await attract.isVisible()); times++) {
        await kiosk.isLeft()
        await attract.waitFor({ timeout: LEFT_WITHIN }).catch(() => {})
      }
      await attract.waitFor({ timeout: LEFT_WITHIN })
    }
    const isOver = () => performance.now() - began > minutes * 60_000
    for (let session = 1; session <= SESSIONS * scale && !isOver(); session++) {
      const n = customerAt(session, store.count)
      let words: string[] | undefined
      const isLooked = Math.random() < LOOKED_AT
      const served = await kiosk
        .serve(n, manner(), async () => void (isLooked && (words = await wordsOf(store, n, page))))
        .catch((error: unknown) => brokenOff(n, error))
      if (served) all.push(served)
      // While the next one swipes her card, she goes.
      const before = gone
      gone = goes(store, n, session)
      await before
      if (words) {
        looked += 1
        for (const word of await leftBehind(page, words)) left.push(`session ${session}: ${word}`)
      }
      if (session % Math.round(SAMPLED_EVERY * scale) === 0)
        held.push(await heldBy(session, store, host, { browser, cdp }))
      if (session % Math.round(1000 * scale) === 0)
        console.log(
          `${slopesOf(held, SETTLED_AFTER * scale).words}\n  ${whole(session)} sessions after ${whole((performance.now() - began) / 1000)} s (${load()})`,
        )
    }
    await gone
    const seconds = (performance.now() - began) / 1000
    await until('all facts are at head office', async () =>
      (await stateOf(store.hub)).unsent === 0 ? true : undefined,
    )
    const { chosen, confirmed, lost, visits } = confirmedIn(store, broken)
    const sum = (of: (passed: Passed) => number) => whole(all.reduce((total, one) => total + of(one), 0))
    const { words, isFlat } = slopesOf(held, SETTLED_AFTER * scale)
    const known = left.length === 0
    console.log(`
${whole(all.length)} shoppers one after the other at one kiosk, ${(all.length / seconds).toFixed(1)} a second (${load()}); ${sum((one) => one.messages)} messages seen, ${sum((one) => one.answers)} answered; ${sum((one) => one.again)} times something was done again because nothing came of it; ${whole(broken.size)} sessions broken off, which stand above.
The host’s clock is moved forward by 2 s while she reads a message; frames are drawn as fast as they can be.
${words}
  aim                                       measured
  no message lost                           ${whole(lost.length)} of ${whole(chosen)} that the hub chose were not confirmed by the glass: ${lost.length === 0 ? 'met' : 'MISSED'}; ${whole(confirmed)} shown, ${whole(visits)} visits in the hub’s outbox, all at head office
  nothing of her for the next               ${whole(left.length)} words left behind in ${whole(looked)} sessions that were looked at: ${known ? 'met' : 'MISSED'}
  heaps flat after ${whole(SETTLED_AFTER * scale).padEnd(6)}                   ${isFlat ? 'met' : 'MISSED'} (slope and two standard errors <= ${FLAT} kB per 1,000)`)
    for (const each of [...lost, ...left].slice(0, 20)) console.log(`  ${each}`)
    return isFlat && known && lost.length === 0
  } finally {
    await browser.close()
    host.close()
  }
}
