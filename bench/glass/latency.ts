import { join } from 'node:path'
import { openBrowser } from '../../tools/whole-way/running-chain.ts'
import { startProgram } from '../../tools/whole-way/running-program.ts'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { kiosk, recognise } from '../sync/screens.ts'
import { load, pause, whole } from '../sync/words.ts'
import { openFloor } from './bare.ts'
import { marksIn, monotonic, waitedForCore, type Mark } from './marks.ts'
import { isOnGlass, isState, openWatchedPage, type PageTells, type WatchedPage } from './page.ts'
import { leaves } from '../sync/programs.ts'
import { customerAt, swipe, tokenFile, type DeviceDoor, type GlassStore } from './store.ts'
import { tableOf, type Sample } from './stages.ts'

/** So many cards, each another customer's; and beside how many visits that are open in the store. */
const ROUNDS = [
  { cards: 1000, open: 0 },
  { cards: 500, open: 2000 },
]
/** Longer than it takes until every mark of the card before is written. */
const REST = 150
const FRAME = 1000 / 60

type Glass = {
  page: WatchedPage
  /** The processes that a card wakes on its way. */
  way: { host: number; hub: number }
  devices: DeviceDoor
  floor: Awaited<ReturnType<typeof openFloor>>
  bare: WatchedPage
}

const isSettled = (said: PageTells): said is PageTells =>
  isOnGlass(said) || isState('welcome')(said) || isState('unreadable')(said) || isState('keypad')(said)

/** A card from its report until it is on the glass, or until a page that has no message for her shows that. */
async function oneCard(store: GlassStore, { page, devices, way }: Glass, n: number): Promise<Sample> {
  const settled = page.heard.next(`customer ${n} on the glass`, isSettled)
  const waited = { host: waitedForCore(way.host), hub: waitedForCore(way.hub) }
  const from = monotonic()
  await swipe(devices, n)
  const seen = await settled
  const to = monotonic()
  if (seen.is === 'state' && seen.state !== 'welcome') throw new Error(`customer ${n}: the page shows ${seen.state}`)
  const free = page.heard.next('the glass is free', isState('attract'))
  await leaves(store.hub, n)
  await free
  return { from, to, waited, ...(seen.is === 'onGlass' ? { page: seen.times, zero: page.zero } : {}) }
}

/** The same with nothing in it. */
async function oneBare({ floor, bare }: Glass): Promise<Sample> {
  const painted = bare.heard.next('the floor on its glass', isOnGlass)
  const from = monotonic()
  const { asked, known, told } = await floor.ask()
  const { times } = await painted
  floor.clear()
  return { from, to: monotonic(), page: times, zero: bare.zero, bare: { asked, known, told } }
}

/** Opens visits of so many customers, at another kiosk, and leaves them open. */
async function fill(store: GlassStore, from: number, visits: number): Promise<void> {
  const socket = await kiosk(store.hub)
  for (let index = from; index < from + visits; index++) await recognise(socket, customerAt(index, store.count))
  socket.disconnect()
}

export async function latency(store: GlassStore, scale: number, minutes: number): Promise<boolean> {
  const watch = fileURLToPath(new URL('watch-host.ts', import.meta.url))
  const data = join(store.data, 'kiosk')
  const args = ['--hub', store.hub.url, '--hub-token-file', tokenFile(store), '--screen', 'glass-1', '--role', 'kiosk']
  const host = await startProgram('apps/kiosk/src/host/main.ts', [...args, '--data', data, '--no-hid'], {
    flags: ['--import', watch],
  })
  const parsed = (file: string): unknown => JSON.parse(readFileSync(join(data, file), 'utf8'))
  const { page: token } = parsed('secrets.json') as { page: string }
  const [floor, browser] = [await openFloor(), await openBrowser()]
  try {
    const page = await openWatchedPage(browser, `${host.url}/#token=${token}`)
    const bare = await openWatchedPage(browser, floor.url)
    await page.page.locator('[data-state=attract]').waitFor()
    const pid = host.child.pid ?? 0
    const way = { host: pid, hub: store.hub.pid }
    const glass: Glass = { page, way, bare, floor, devices: parsed('devices.json') as DeviceDoor }
    console.log(`
From a card's report to its message on the glass; the hub has ${whole(store.count)} customers. Chromium, headless, ${whole(1 / (FRAME / 1000))} frames a second.
Reports of 337 bytes go in at the host's device process, by its socket for virtual devices. Times are of one clock, the
machine's monotonic one; the page's is that by what Chromium says of its navigation's start: as asked ${whole(100)} times, it
is off by no more than ${page.error.early.toFixed(2)} ms one way and ${page.error.late.toFixed(2)} ms the other. A page's own times are rounded to 0.1 ms.`)
    let next = 0
    let met = true
    for (const { cards, open } of ROUNDS) {
      const visits = Math.round(open * scale)
      await fill(store, next, visits)
      next += visits
      const samples: Sample[] = []
      const began = monotonic()
      const isOver = () => monotonic() - began > (minutes * 60_000) / ROUNDS.length
      for (let card = 0; card < cards * scale && !isOver(); card++) {
        for (const one of [() => oneBare(glass), () => oneCard(store, glass, customerAt(next++, store.count))]) {
          // At no fixed place between two frames.
          await pause(REST + Math.random() * 2 * FRAME)
          samples.push(await one())
        }
      }
      await pause(REST)
      const marks: Mark[] = marksIn(store.marks)
      const { words, isMet } = tableOf(samples, marks)
      console.log(`\n${whole(visits)} visits open in the store (${load()})\n${words}`)
      if (open === 0) met = isMet
    }
    return met
  } finally {
    await browser.close()
    floor.close()
    await host.stop()
  }
}
