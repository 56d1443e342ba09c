import { SECOND, type Ms } from '@kairos/shared/time'
import type { DeviceEvent } from '../device-event.ts'

/** No reader sends so many reports a second that make no sense; keyboards send 125 at most, the fastest mice 1,000. */
export const MOST_SENSELESS_REPORTS = 500
/** Nobody swipes, scans or types so fast. */
export const MOST_EVENTS = 100

/** Counts what a device sends in each second, and says when it is too much. */
export class FloodGauge {
  #from: Ms = 0
  #reports = 0
  #events = 0
  #makesSense = false

  /** A report came at `at` and yielded these events. Says in words what is wrong; absent when all is well. */
  take(at: Ms, events: readonly DeviceEvent[]): string | undefined {
    if (at - this.#from >= SECOND || at < this.#from) {
      this.#from = at
      this.#reports = this.#events = 0
      this.#makesSense = false
    }
    this.#reports++
    this.#events += events.length
    this.#makesSense ||= events.some(({ is }) => is !== 'unreadable')
    if (this.#events > MOST_EVENTS) return `It sent more than ${MOST_EVENTS} reads within a second`
    if (this.#reports > MOST_SENSELESS_REPORTS && !this.#makesSense)
      return `It sent more than ${MOST_SENSELESS_REPORTS} reports within a second, none of which made sense`
    return undefined
  }
}
