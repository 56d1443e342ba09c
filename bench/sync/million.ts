import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Customers } from './customers.ts'
import { fillHub } from './filled-hub.ts'
import { IN_STORE, chainOf, costOf, leaves, openHq, openHub, stateOf } from './programs.ts'
import { kiosk, recognise } from './screens.ts'
import { tell } from './told.ts'
import { inMs, load, mb, spread, until, verdict, whole } from './words.ts'

const COUNT = 1_000_000
const CARDS = 10_000
const STARTS = 3
const AIM = { mb: 250, seconds: 1 }

/** `--only million`: a hub that holds a million customers: its memory, and how soon after its start it serves. */
export async function million(customers: Customers, scale: number): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'kairos-bench-million-'))
  const count = COUNT * scale
  try {
    const key = await chainOf(data, customers, 1)
    // A first start brings the playbook.
    const hq = await openHq(data)
    const first = await openHub(data, hq.url)
    await until('the first customer', async () => ((await stateOf(first)).customers > 0 ? true : undefined))
    await first.stop()
    await hq.stop()
    const file = join(data, 'hub', 'hub.sqlite')
    const began = performance.now()
    fillHub(file, customers, count, key)
    const built = (performance.now() - began) / 1000
    const starts: number[] = []
    for (let start = 0; start < STARTS; start++) {
      const asked = performance.now()
      // Head office is away: a hub serves from its disk.
      const hub = await openHub(data, hq.url)
      const socket = await kiosk(hub)
      await recognise(socket, start)
      starts.push((performance.now() - asked) / 1000)
      socket.disconnect()
      await hub.stop()
    }
    const hub = await openHub(data, hq.url)
    const started = costOf(hub).mb
    const socket = await kiosk(hub)
    const times: number[] = []
    const here: number[] = []
    for (let card = 0; card < CARDS * scale; card++) {
      const n = Math.floor(Math.random() * count)
      times.push(await recognise(socket, n))
      if (!here.includes(n)) here.push(n)
      const first = here.length > IN_STORE ? here.shift() : undefined
      if (first !== undefined) await leaves(hub, first)
    }
    const used = costOf(hub).mb
    socket.disconnect()
    await hub.stop()
    const start = spread(starts)
    const most = Math.max(started, used)
    tell(`a hub with ${whole(count)} customers: memory`, `<= ${AIM.mb} MB`, `${most.toFixed(0)} MB`, most <= AIM.mb)
    tell('  start to the first card', `<= ${AIM.seconds} s`, `${start.p50.toFixed(2)} s`, start.p50 <= AIM.seconds)
    console.log(`
A hub with ${whole(count)} customers, its file ${mb(statSync(file).size)}, built through its own storage in ${built.toFixed(0)} s (${load()})
  from start to the first card recognised  ${start.p50.toFixed(2)} s in the middle of ${STARTS} starts, at most ${start.max.toFixed(2)} s ${verdict(`<= ${AIM.seconds} s`, start.p50 <= AIM.seconds)}
  resident memory                          ${started.toFixed(0)} MB after the start, ${used.toFixed(0)} MB after ${whole(times.length)} cards, ${whole(here.length)} in the store ${verdict(`<= ${AIM.mb} MB`, most <= AIM.mb)}
  a card, one after the other              ${inMs(spread(times))}`)
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}
