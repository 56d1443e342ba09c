import { MINUTE, type Ms } from '@kairos/shared/time'

const MOST_WRONG = 5
const WITHIN: Ms = 10 * MINUTE

/**
 * Keyed numbers can be guessed: after a few wrong ones a screen has to wait. By screen, so that one
 * guesser does not lock out the store.
 */
export class Attempts {
  readonly #wrong = new Map<string, Ms[]>()

  /** How long this screen has to wait before the next number; 0 if it need not. */
  wait(screen: string, now: Ms): Ms {
    const recent = (this.#wrong.get(screen) ?? []).filter((at) => at > now - WITHIN)
    this.#wrong.set(screen, recent)
    const oldest = recent[0]
    return recent.length < MOST_WRONG || oldest === undefined ? 0 : oldest + WITHIN - now
  }

  wrong(screen: string, now: Ms): void {
    this.#wrong.set(screen, [...(this.#wrong.get(screen) ?? []), now].slice(-MOST_WRONG))
  }

  /** What counted as wrong at that time, while head office was asked, was right after all. */
  right(screen: string, at: Ms): void {
    const wrong = this.#wrong.get(screen) ?? []
    this.#wrong.set(screen, wrong.toSpliced(wrong.indexOf(at), wrong.includes(at) ? 1 : 0))
  }
}
