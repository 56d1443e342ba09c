import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeSureSwipe, SURESWIPE } from '@kairos/devices/models/magtek-sureswipe'
import { sendReports } from '@kairos/devices/virtual'
import { cardOf, type Customers } from '../sync/customers.ts'
import { chainOf, openHq, openHub, stateOf, type Program } from '../sync/programs.ts'
import { until, whole } from '../sync/words.ts'
import { MARKS_FOLDER } from './marks.ts'

/** One store of a chain: head office and the hub, as real programs on real files; the hub has read everything. */
export type GlassStore = {
  data: string
  marks: string
  hq: Program
  hub: Program
  customers: Customers
  count: number
  close: () => Promise<void>
}
/** Where a screen's host takes reports of virtual devices. */
export type DeviceDoor = { port: number; token: string }

export async function openGlassStore(customers: Customers, count: number): Promise<GlassStore> {
  const data = mkdtempSync(join(tmpdir(), 'kairos-bench-glass-'))
  const marks = join(data, 'marks')
  mkdirSync(marks)
  process.env[MARKS_FOLDER] = marks
  await chainOf(data, customers, count)
  const hq = await openHq(data)
  const hub = await openHub(data, hq.url, 'hub', 'bench/glass/watched-hub.ts')
  const began = performance.now()
  await until(
    'the hub has read everything',
    async () => {
      const { customers: has, lag, line } = await stateOf(hub)
      return has >= count && lag.documents === 0 && line === 'up' ? true : undefined
    },
    500,
    600_000,
  )
  console.log(`The hub holds ${whole(count)} customers, read in ${whole((performance.now() - began) / 1000)} s`)
  return {
    data,
    marks,
    hq,
    hub,
    customers,
    count,
    async close() {
      await hub.stop()
      await hq.stop()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

/** The hub's token for screens, in a file, as a screen's host wants it. */
export function tokenFile({ data, hub }: GlassStore): string {
  const file = join(data, 'screen.token')
  writeFileSync(file, hub.tokens['screen'] ?? '', { mode: 0o600 })
  return file
}

/** Every customer once, in no order: a prime stride through all of them. */
export const customerAt = (index: number, count: number): number => (index * 48_271 + 11) % count

/** Her card is swiped: one report of 337 bytes, as the reader sends it. */
export function swipe(at: DeviceDoor, n: number): Promise<void> {
  const { value } = cardOf(n)
  return sendReports(at, SURESWIPE, [encodeSureSwipe(`%${value}^BENCH?`, `;${value}=0000?`)])
}
