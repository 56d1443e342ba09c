import { MINUTE, type Ms } from '@kairos/shared/time'

/** At most so many wrong ones within so long. */
export type Limit = { wrong: number; within: Ms }
export const KEYED: Limit = { wrong: 5, within: 10 * MINUTE }
/** Cards cannot be guessed by hand; a reader that reads for ever, or a screen that is not one of ours, is held back. */
export const HELD: Limit = { wrong: 20, within: MINUTE }

/**
 * Keyed numbers can be guessed: after a few wrong ones a screen has to wait. By screen, so that one
 * guesser does not lock out the store.
 */
export class Attempts {
  readonly #limit: Limit
  readonly #wrong = new Map<string, Ms[]>()

  constructor(limit: Limit) {
    this.#limit = limit
  }

  /** How long this screen has to wait before the next number; 0 if it need not. */
  wait(screen: string, now: Ms): Ms {
    const recent = (this.#wrong.get(screen) ?? []).filter((at) => at > now - this.#limit.within)
    this.#wrong.set(screen, recent)
    const oldest = recent[0]
    return recent.length < this.#limit.wrong || oldest === undefined ? 0 : oldest + this.#limit.within - now
  }

  wrong(screen: string, now: Ms): void {
    this.#wrong.set(screen, [...(this.#wrong.get(screen) ?? []), now].slice(-this.#limit.wrong))
  }

  /** What counted as wrong at that time, while head office was asked, was right after all. */
  right(screen: string, at: Ms): void {
    const wrong = this.#wrong.get(screen) ?? []
    this.#wrong.set(screen, wrong.toSpliced(wrong.indexOf(at), wrong.includes(at) ? 1 : 0))
  }
}
