import { MINUTE, SECOND, type Ms } from '@kairos/shared/time'

const FIRST: Ms = 2 * SECOND
const LONGEST: Ms = MINUTE

/**
 * How long a hub that was refused waits before it tries again: longer each time, and a random part of it, so that
 * many do not come back at once. `share`: at random, from 0 up to 1.
 */
export const backOff = (refusals: number, share: number): Ms => {
  const most = Math.min(LONGEST, FIRST * 2 ** Math.min(refusals, 10))
  return Math.round(most / 2 + (share * most) / 2)
}
