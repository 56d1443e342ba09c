import type { Ms } from '@kairos/shared/time'

/** What is still to come in one life, in the order of time; of one time, what was planned first comes first. */
export class Agenda<T> {
  readonly #items: { at: Ms; what: T }[] = []

  /** Latest first, so that taking the next is cheap; what is planned is mostly for soon. */
  plan(at: Ms, what: T): void {
    let place = this.#items.length
    while (place > 0) {
      const before = this.#items[place - 1]
      if (before === undefined || before.at > at) break
      place--
    }
    this.#items.splice(place, 0, { at, what })
  }

  get nextAt(): Ms | undefined {
    return this.#items.at(-1)?.at
  }

  /** Takes the next that is before `until`. */
  take(until: Ms): { at: Ms; what: T } | undefined {
    const item = this.#items.at(-1)
    return item === undefined || item.at >= until ? undefined : this.#items.pop()
  }
}
