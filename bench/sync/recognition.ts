import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Socket } from 'socket.io-client'
import type { Customers } from './customers.ts'
import { IN_STORE, chainOf, leaves, openHq, openHub, stateOf, type Program } from './programs.ts'
import { kiosk, recognise } from './screens.ts'
import { tell } from './told.ts'
import { inMs, load, pause, spread, until, verdict, whole } from './words.ts'

/** How many customers the store has. */
const COUNT = 200_000
/** Some fifty cards a second: far more than any store's. */
const EVERY = 20
const IDLE_FOR = 20_000
const AIM = 1.5

/**
 * Holds cards of random customers whom the hub has, at a steady pace whatever the answers take, until told to stop.
 * What waits for its turn counts from when the card was held.
 */
async function holdCards(hub: Program, socket: Socket, known: () => number, stop: () => boolean): Promise<number[]> {
  const answers: Promise<number>[] = []
  const here = new Map<number, Promise<number>>()
  const left: Promise<void>[] = []
  for (let due = performance.now(); !stop(); due += EVERY) {
    await pause(Math.max(0, due - performance.now()))
    let n: number
    do n = Math.floor(Math.random() * known())
    while (here.has(n))
    const answer = recognise(socket, n)
    here.set(n, answer)
    // Whether one failed is looked at when all are there.
    answer.catch(() => {})
    answers.push(answer)
    const [first] = here
    if (here.size <= IN_STORE || !first) continue
    here.delete(first[0])
    left.push(first[1].then(() => leaves(hub, first[0])))
  }
  await Promise.all(left)
  return Promise.all(answers)
}

async function whileReading(data: string, hq: Program, count: number, name: string, program?: string) {
  const hub = await openHub(data, hq.url, name, program)
  let known = 0
  let caughtUp = false
  const look = async () => {
    const { customers, lag, line } = await stateOf(hub)
    caughtUp = customers >= count && lag.documents === 0 && line === 'up'
    // Rows come in the order of change, which is that of the customers here.
    known = customers
    return caughtUp || undefined
  }
  await until('some customers', async () => ((await look()) ?? known >= 2000) || undefined, 2)
  const socket = await kiosk(hub)
  const [before, began] = [known, performance.now()]
  const holding = holdCards(
    hub,
    socket,
    () => known,
    () => caughtUp,
  )
  await until('all customers', look, 500)
  const seconds = (performance.now() - began) / 1000
  const times = await holding
  return { hub, socket, times, seconds, rows: count - before }
}

/** `--only recognition`: how long a held card takes at a hub, idle and while it reads everything. */
export async function recognition(customers: Customers, scale: number): Promise<void> {
  const count = COUNT * scale
  const data = mkdtempSync(join(tmpdir(), 'kairos-bench-recognition-'))
  await chainOf(data, customers, count)
  const hq = await openHq(data)
  try {
    const paced = await whileReading(data, hq, count, 'paced')
    await until('nothing to send', async () => ((await stateOf(paced.hub)).unsent === 0 ? true : undefined))
    const end = performance.now() + IDLE_FOR
    const idle = spread(
      await holdCards(
        paced.hub,
        paced.socket,
        () => count,
        () => performance.now() > end,
      ),
    )
    paced.socket.disconnect()
    await paced.hub.stop()
    const flat = await whileReading(data, hq, count, 'flat-out', 'bench/sync/flat-out-hub.ts')
    flat.socket.disconnect()
    await flat.hub.stop()
    const [whilePaced, whileFlat] = [spread(paced.times), spread(flat.times)]
    const ratio = whilePaced.p99 / idle.p99
    const seconds = `${paced.seconds.toFixed(0)} s`
    tell(
      `recognition p99 during a paced bootstrap of ${whole(count)}`,
      `<= ${AIM} times idle`,
      `${ratio.toFixed(1)} times`,
      ratio <= AIM,
    )
    tell('  which took', '', seconds)
    console.log(`
Recognition of a held card at a hub of ${whole(count)}, ${1000 / EVERY} a second with ${whole(IN_STORE)} in the store, by its socket (${load()}):
  idle                       ${inMs(idle)}
  during a paced bootstrap   ${inMs(whilePaced)}; ${whole(paced.times.length)} cards
    p99 ${(whilePaced.p99 / idle.p99).toFixed(1)} times idle ${verdict(`<= ${AIM}`, whilePaced.p99 <= AIM * idle.p99)}; the bootstrap took ${paced.seconds.toFixed(0)} s, ${whole(paced.rows / paced.seconds)} customers/s
  during one flat out        ${inMs(whileFlat)}; ${whole(flat.times.length)} cards
    p99 ${(whileFlat.p99 / idle.p99).toFixed(1)} times idle; it took ${flat.seconds.toFixed(1)} s, ${whole(flat.rows / flat.seconds)} customers/s`)
  } finally {
    await hq.stop()
    rmSync(data, { recursive: true, force: true })
  }
}
