import { setImmediate } from 'node:timers/promises'
import type { Cancel, Clock, Ms } from '@kairos/shared/time'

type Waiting = { at: Ms; wake: () => void }

/** A clock whose hands are moved. Whatever is due is woken in order, and what it set going is let settle. */
export class ManualClock implements Clock {
  #now: Ms = 0
  readonly #waiting = new Set<Waiting>()

  now(): Ms {
    return this.#now
  }

  at(at: Ms, wake: () => void): Cancel {
    const waiting = { at, wake }
    this.#waiting.add(waiting)
    return () => void this.#waiting.delete(waiting)
  }

  get waiting(): number {
    return this.#waiting.size
  }

  async advance(ms: Ms): Promise<void> {
    const until = this.#now + ms
    await setImmediate()
    for (;;) {
      const [next] = [...this.#waiting].filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)
      if (!next) break
      this.#waiting.delete(next)
      this.#now = Math.max(this.#now, next.at)
      next.wake()
      await setImmediate()
    }
    this.#now = until
  }
}
