import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCountedLine, type CountedLine } from './counted-line.ts'
import { hashesOf, type Customers } from './customers.ts'
import { changeLatency } from './latency.ts'
import { chainOf, change, costOf, openHq, openHub, stateOf, type Program } from './programs.ts'
import { shipFile } from './shipped-file.ts'
import { tell } from './told.ts'
import { load, mb, pause, until, verdict, whole } from './words.ts'

const COUNT = 200_000
const ROUNDS = 2
const AIM = { times: 2, bytes: 50e6 }
const QUIET = 500

/** From the start of an empty hub's process until it holds everybody. */
async function bootstrapOnce(data: string, hq: Program, count: number, name: string) {
  const line = await openCountedLine(hq.url)
  const before = costOf(hq).cpu
  const began = performance.now()
  const hub = await openHub(data, line.url, name)
  const open = performance.now()
  await until(
    'all customers',
    async () => {
      const { lag, reading, line: is } = await stateOf(hub)
      return is === 'up' && reading === undefined && lag.documents === 0 ? true : undefined
    },
    100,
  )
  const seconds = { all: (performance.now() - began) / 1000, reading: (performance.now() - open) / 1000 }
  const { customers } = await stateOf(hub)
  if (customers !== count) throw new Error(`the hub has ${customers} customers of ${count}`)
  return { hub, line, seconds, down: line.down(), cpu: { hub: costOf(hub).cpu, hq: costOf(hq).cpu - before } }
}

/** When nothing has passed for a while, whatever was to come has come. */
async function quiet(line: CountedLine): Promise<void> {
  for (let seen = -1; seen !== line.down() + line.up();) {
    seen = line.down() + line.up()
    await pause(QUIET)
  }
}

/** Bytes per changed customer, down and up, when so many change at a time. */
async function bytesPerChange(hq: Program, line: CountedLine, customers: Customers, atOnce: number, times: number) {
  await quiet(line)
  const [down, up] = [line.down(), line.up()]
  for (let time = 0; time < times; time++) {
    await change(
      hq,
      Array.from({ length: atOnce }, (_, n) => customers.idOf(time * atOnce + n)),
    )
    await quiet(line)
  }
  const changed = atOnce * times
  const words = `${whole((line.down() - down) / changed)} bytes down, ${whole((line.up() - up) / changed)} up`
  tell(`a changed customer on the wire, ${whole(atOnce)} at a time`, '', words)
  return words
}

/** `--only bootstrap`: a new hub, beside a bare file; what a change costs on the wire, and how long it takes. */
export async function bootstrap(customers: Customers, scale: number): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'kairos-bench-bootstrap-'))
  const count = COUNT * scale
  const [card] = hashesOf(count - 1, await chainOf(data, customers, count))
  if (card === undefined) throw new Error('everybody has a card')
  const hq = await openHq(data)
  try {
    const told: string[] = []
    const ratios: number[] = []
    let bytes = 0
    for (let round = 1; round <= ROUNDS; round++) {
      const { hub, line, seconds, down, cpu } = await bootstrapOnce(data, hq, count, `hub-${round}`)
      await hub.stop()
      line.close()
      const file = await shipFile(data, join(data, `hub-${round}`, 'hub.sqlite'), card)
      ratios.push(seconds.reading / file.shipped)
      bytes = Math.max(bytes, down)
      told.push(
        `  hub   ${seconds.reading.toFixed(1)} s (${seconds.all.toFixed(1)} with the start of its process), ${whole(count / seconds.reading)} customers/s, ${mb(down)} down; processor: hub ${cpu.hub.toFixed(1)} s, HQ ${cpu.hq.toFixed(1)} s
  file  ${file.shipped.toFixed(1)} s, ${mb(file.bytes)}; made by head office in ${file.made.toFixed(1)} s before that`,
      )
    }
    const ratio = Math.min(...ratios)
    tell(
      `bootstrap of ${whole(count)}, beside the bare file`,
      '<= 2 times',
      `${ratio.toFixed(1)} times`,
      ratio <= AIM.times,
    )
    tell('bootstrap, on the wire', '<= 50 MB', mb(bytes), bytes <= AIM.bytes)
    console.log(`
Bootstrap of ${whole(count)} customers, flat out, real processes over loopback, ${ROUNDS} rounds (${load()})
${told.join('\n')}
  Both end where a customer is served. The hub: every row read, checked and stored in transactions of its own, synced each,
  while it serves; head office reads its tables and compresses. The file, ready at head office: compressed at the same level
  as it is sent, unpacked, written, synced once, opened, one card found and her document read.
  the hub takes ${ratio.toFixed(1)} times the file's time in the better round ${verdict(`<= ${AIM.times}`, ratio <= AIM.times)}; ${mb(bytes)} on the wire ${verdict('<= 50 MB', bytes <= AIM.bytes)}`)
    const line = await openCountedLine(hq.url)
    const hub = await openHub(data, line.url, `hub-${ROUNDS}`)
    await until('the line', async () => ((await stateOf(hub)).line === 'up' ? true : undefined))
    console.log(`
Changed customers on the wire, frames and all that is said about them (documents: median ${customers.median} bytes)
  one at a time     ${await bytesPerChange(hq, line, customers, 1, 20)}
  200 at a time     ${await bytesPerChange(hq, line, customers, 200, 5)}
  2,000 at a time   ${await bytesPerChange(hq, line, customers, 2000, 2)}`)
    await changeLatency(hq, hub, customers, count)
    await hub.stop()
    line.close()
  } finally {
    await hq.stop()
    rmSync(data, { recursive: true, force: true })
  }
}
