import type { ScreenId, VisitId } from '@kairos/shared/ids'
import type { ScreenRole } from '@kairos/shared/screen-state'
import { MINUTE, type Ms } from '@kairos/shared/time'

/** Nobody waits so long for an associate. */
const GIVEN_UP_AFTER: Ms = 15 * MINUTE

export type Call = { screen: ScreenId; role: ScreenRole; since: Ms; visit?: VisitId; coming: boolean }

/** At which screens an associate is wanted. After a restart of the hub whoever still waits calls again. */
export class Calls {
  readonly #calls = new Map<ScreenId, Call>()

  /** Calling twice does not make her who waits wait longer. */
  ask(call: Omit<Call, 'coming'>): void {
    if (!this.#calls.has(call.screen)) this.#calls.set(call.screen, { ...call, coming: false })
  }

  coming(screen: ScreenId): void {
    const call = this.#calls.get(screen)
    if (call) this.#calls.set(screen, { ...call, coming: true })
  }

  over(screen: ScreenId): void {
    this.#calls.delete(screen)
  }

  of(screen: ScreenId): Call | undefined {
    return this.#calls.get(screen)
  }

  /** The longest waiting first. */
  all(now: Ms): Call[] {
    for (const [screen, { since }] of this.#calls) if (since <= now - GIVEN_UP_AFTER) this.#calls.delete(screen)
    return [...this.#calls.values()].toSorted((a, b) => a.since - b.since)
  }
}
