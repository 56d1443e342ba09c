import type { Cancel, Clock, Ms } from './time.ts'

type Waiting = { at: Ms; wake: () => void }

/**
 * A clock that runs with another one, ahead of it by an offset that can be moved forward.
 * For tests and the dock's launcher; the programs that ship are never given one.
 */
export class SettableClock implements Clock {
  readonly #under: Clock
  readonly #waiting = new Map<Waiting, Cancel>()
  #ahead: Ms

  constructor(under: Clock, ahead: Ms = 0) {
    this.#under = under
    this.#ahead = ahead
  }

  now(): Ms {
    return this.#under.now() + this.#ahead
  }

  at(at: Ms, then: () => void): Cancel {
    const waiting = { at, wake: then }
    this.#arm(waiting)
    return () => {
      this.#waiting.get(waiting)?.()
      this.#waiting.delete(waiting)
    }
  }

  /** How far this clock is ahead of the one under it. */
  get ahead(): Ms {
    return this.#ahead
  }

  /** Moves the clock to `ahead` of the one under it; whatever became due fires soon, the earliest first. */
  set(ahead: Ms): void {
    this.#ahead = ahead
    const waiting = [...this.#waiting].toSorted(([a], [b]) => a.at - b.at)
    for (const [each, cancel] of waiting) {
      cancel()
      this.#arm(each)
    }
  }

  #arm(waiting: Waiting): void {
    const cancel = this.#under.at(waiting.at - this.#ahead, () => {
      this.#waiting.delete(waiting)
      waiting.wake()
    })
    this.#waiting.set(waiting, cancel)
  }
}
