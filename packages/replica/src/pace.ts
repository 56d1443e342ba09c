import { SECOND, type Ms } from '@kairos/shared/time'
import type { Slice } from './bulk.ts'

/**
 * How fast a hub applies what it reads: in one transaction from `fewest` to `most` rows, as many as take about `time`,
 * then so long for everybody else.
 */
export type Pace = { fewest: number; most: number; time: Ms; pause: Ms }

/**
 * Whoever holds a card waits for the slice that is being applied, and for those who wait with her. With 50 cards a second
 * at a hub of 40,000 customers, the slowest card in a hundred took 6.6 ms while nothing was read; 16 to 18 with slices of
 * 20 rows, whether 4 or 10 ms apart, and 10 with slices of 10 rows. A store of 200,000 is read in some five minutes so.
 */
export const PACED: Pace = { fewest: 10, most: 200, time: 2, pause: 10 }
/** Whoever comes into an empty store waits for one slice, once. The larger it is, the fewer pages are written twice. */
export const FLAT_OUT: Pace = { fewest: 1000, most: 5000, time: 300, pause: 0 }

/** The rows of the next slice: half as many after one that took too long, twice as many after one that took not half. */
export function nextRows({ fewest, most, time }: Pace, rows: number, took: Ms): number {
  const next = took > time ? Math.floor(rows / 2) : took < time / 2 ? rows * 2 : rows
  return Math.min(most, Math.max(fewest, next))
}

/** A screen or a till that asked so lately will ask again. */
const STILL_ASKING: Ms = 5 * SECOND

/** What tells whether anybody would notice a hub that is busy; `asked` is when anything last asked it. */
export type Floor = { visits: number; asked: Ms | undefined; now: Ms }

/** Paced while anybody is in the store, flat out when nobody is. */
export function paceFor({ visits, asked, now }: Floor): Pace {
  // A clock that was set back says nothing about how long ago it was: then somebody may be there.
  return visits > 0 || (asked !== undefined && now - asked < STILL_ASKING) ? PACED : FLAT_OUT
}

/**
 * Some of a batch's rows as a batch of their own. Rows stand in the order of change, so the last of them is a cursor:
 * whoever is stopped after it goes on with the rest. Only the last slice ends where the batch does.
 */
export function sliceOf(batch: Omit<Slice, 'rows'>, rows: Slice['rows'], isLast: boolean): Slice {
  const last = rows.at(-1)
  return isLast || last === undefined ? { ...batch, rows } : { rows, cursor: last.change, more: true }
}
