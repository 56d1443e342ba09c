import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openHubDatabase } from '@kairos/hub/storage/open'
import { sqliteReplica } from '@kairos/hub/storage/sqlite-replica'
import { compareAll } from '@kairos/replica/comparing'
import { FLAT_OUT, PACED, type Pace } from '@kairos/replica/pace'
import { ok } from '@kairos/shared/result'
import { cpuWatch } from '../cpu-time.ts'
import type { Customers } from './customers.ts'
import { fillHub } from './filled-hub.ts'
import { inMs, load, spread, whole } from './words.ts'
import { tell } from './told.ts'

const COUNTS = [200_000, 1_000_000]
const KEY = { hex: 'ab'.repeat(32) }
const AIM = 10

/** A hub's end of the comparison, HQ answering at once: how long each slice holds the thread, and the seconds of all. */
async function compared(file: string, pace: Pace) {
  const database = openHubDatabase(file)
  const { storage } = sqliteReplica(database)
  const [clock, cpu]: [number[], number[]] = [[], []]
  const seconds = cpuWatch()
  let [began, held] = [performance.now(), cpuWatch()]
  const port = {
    compare: async () => {
      clock.push(performance.now() - began)
      cpu.push(held() * 1000)
      return ok({ is: 'same' as const })
    },
  }
  // As quickly as it goes: what lies between slices belongs to others.
  const wait = async () => {
    await new Promise((turn) => setImmediate(turn))
    ;[began, held] = [performance.now(), cpuWatch()]
  }
  const pacing = { pace: () => pace, wait, bulkAbove: 0, bulkRows: 0 }
  const said = await compareAll(storage, port, pacing, () => true)
  database.close()
  if (said !== 'same') throw new Error(`the comparison ended as ${said}`)
  return { clock: spread(clock), cpu: spread(cpu), slices: clock.length, seconds: seconds() }
}

/** `--only digest`: what the daily comparison with HQ costs a hub, and for how long a slice of it keeps others waiting. */
export async function digest(customers: Customers, scale: number): Promise<void> {
  for (const full of COUNTS) {
    const count = full * scale
    const folder = mkdtempSync(join(tmpdir(), 'kairos-bench-digest-'))
    try {
      const file = join(folder, 'hub.sqlite')
      fillHub(file, customers, count, KEY)
      const [paced, flat] = [await compared(file, PACED), await compared(file, FLAT_OUT)]
      const words = ({ clock, cpu, slices, seconds }: typeof paced) =>
        `${whole(slices)} slices, ${seconds.toFixed(1)} s of processor time in all
    a slice, of processor time  ${inMs(cpu)}
    by the clock                ${inMs(clock)}`
      console.log(`
The daily comparison at a hub of ${whole(count)} customers; head office answers at once (${load()})
  somebody is in the store: ${words(paced)}
  nobody is: ${words(flat)}`)
      const longest = Math.max(paced.cpu.p99, flat.cpu.p99)
      tell(
        `comparison of ${whole(count)}: a slice holds the thread, p99 of processor time`,
        `<= ${AIM} ms`,
        `${longest.toFixed(1)} ms`,
        longest <= AIM,
      )
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
}
