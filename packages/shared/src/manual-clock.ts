import type { Cancel, Clock, Ms } from './time.ts'

/** A clock of which a test moves the hands. */
export class ManualClock implements Clock {
  #now: Ms
  readonly #waiting = new Set<{ at: Ms; wake: () => void }>()

  constructor(now: Ms = 0) {
    this.#now = now
  }

  now(): Ms {
    return this.#now
  }

  at(at: Ms, wake: () => void): Cancel {
    const waiting = { at, wake }
    this.#waiting.add(waiting)
    return () => void this.#waiting.delete(waiting)
  }

  /** How many still wait. */
  get waiting(): number {
    return this.#waiting.size
  }

  /** Moves the hands on to whoever is due next by then, and wakes it; on to then, and false, if nobody is. */
  wakeNext(until: Ms): boolean {
    const [next] = [...this.#waiting].filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)
    this.#now = Math.max(this.#now, next ? next.at : until)
    if (!next) return false
    this.#waiting.delete(next)
    next.wake()
    return true
  }

  /** So much time passes; whoever is due is woken in order, each at its own time. */
  move(ms: Ms): void {
    const until = this.#now + ms
    while (this.wakeNext(until));
  }
}
