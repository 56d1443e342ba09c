import { SECOND, type Ms } from '@kairos/shared/time'
import type { Slice } from './bulk.ts'

/** How fast a hub applies what it reads: so many rows in one transaction, then so long for everybody else. */
export type Pace = { rows: number; pause: Ms }

/**
 * Whoever holds a card waits for the slice that is being applied, and for those who wait with her. Of rows with two
 * identities each, 50 keep a hub for 3.4 ms of processor time (the middle), 20 for 1.8 ms.
 */
export const PACED: Pace = { rows: 20, pause: 10 }
export const FLAT_OUT: Pace = { rows: 1000, pause: 0 }

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
