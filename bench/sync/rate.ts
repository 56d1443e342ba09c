import type { CustomerId } from '@kairos/shared/ids'
import type { IdentityHash } from '@kairos/shared/identity'
import { cpuWatch } from '../cpu-time.ts'

export type Row = { change: number; customer: CustomerId; identities: IdentityHash[]; document: string }
/** Customers a second: of processor time, and by the clock. */
export type Rate = { cpu: number; clock: number }

/** Measures something that goes through so many rows. */
export async function rateOf(rows: number, work: () => Promise<void> | void): Promise<Rate> {
  const [seconds, began] = [cpuWatch(), performance.now()]
  await work()
  return { cpu: rows / seconds(), clock: (rows * 1000) / (performance.now() - began) }
}
