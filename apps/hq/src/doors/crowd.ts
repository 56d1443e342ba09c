import { MINUTE, SECOND, type Ms } from '@kairos/shared/time'

const WITHIN: Ms = 10 * SECOND
/** So many hubs that come within that time need no spreading. */
const FEW = 20
/** What one hub's first questions cost HQ, generously. */
const EACH: Ms = 20
const LONGEST: Ms = MINUTE

/**
 * Spreads hubs that come all at once, as they do when HQ was away: each is told to wait for a random part of the time
 * that it takes HQ to answer all of them.
 */
export class Crowd {
  #came: Ms[] = []

  /** One more came; how long it is to wait. `share`: at random, from 0 up to 1. */
  arrived(now: Ms, share: number): Ms {
    this.#came = [...this.#came.filter((at) => at > now - WITHIN && at <= now), now]
    const most = this.#came.length > FEW ? Math.min(LONGEST, this.#came.length * EACH) : 0
    return Math.floor(share * most)
  }
}
