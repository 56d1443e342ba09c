import type { Result } from '@kairos/shared/result'
import { SECOND, type Cancel, type Clock, type Ms } from '@kairos/shared/time'
import type { Trouble } from './read-json.ts'

/** What is known of something that is read again and again. The last good value stays while there is trouble. */
export type Polled<T> =
  | { is: 'loading' }
  | { is: 'here'; value: T }
  | { is: 'trouble'; why: Trouble; since: Ms; value?: T }

/** A reading that takes longer than this counts as unreachable. */
export const PATIENCE: Ms = 8 * SECOND

export type PollOptions<T> = {
  clock: Clock
  /** From the end of one reading to the start of the next. */
  every: Ms
  read: (signal: AbortSignal) => Promise<Result<T, Trouble>>
}

/**
 * Reads, waits, reads again, while it is running and not paused. An answer equal to the last one keeps
 * the same object, so that a page that has nothing new to show does not render.
 */
export class Poll<T> {
  readonly #options: PollOptions<T>
  readonly #listeners = new Set<() => void>()
  #state: Polled<T> = { is: 'loading' }
  #running = false
  #paused = false
  #wait: Cancel | undefined
  #reading: AbortController | undefined

  constructor(options: PollOptions<T>) {
    this.#options = options
  }

  readonly state = (): Polled<T> => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  start(): void {
    this.#running = true
    this.#next()
  }

  stop(): void {
    this.#running = false
    this.#halt()
  }

  /** A page that nobody sees asks for nothing; seen again, it asks at once. */
  pause(paused: boolean): void {
    if (this.#paused === paused) return
    this.#paused = paused
    if (paused) this.#halt()
    else this.#next()
  }

  /** Reads now instead of at the end of the wait: something was just done that changes the answer. */
  hurry(): void {
    this.#halt()
    this.#next()
  }

  #halt(): void {
    this.#wait?.()
    this.#wait = undefined
    this.#reading?.abort()
    this.#reading = undefined
  }

  #next(): void {
    if (!this.#running || this.#paused || this.#reading) return
    const { clock, every, read } = this.#options
    const reading = new AbortController()
    this.#reading = reading
    const giveUp = clock.at(clock.now() + PATIENCE, () => reading.abort())
    const taken = async () => {
      const result = await read(reading.signal)
      giveUp()
      // A reading that was called off is not the current one any more; one that took too long still is.
      if (this.#reading !== reading) return
      this.#reading = undefined
      this.#take(result)
      this.#wait = clock.at(clock.now() + every, () => this.#next())
    }
    void taken()
  }

  #take(result: Result<T, Trouble>): void {
    const before = this.#state
    const next = this.#after(before, result)
    if (next === before) return
    this.#state = next
    for (const listener of this.#listeners) listener()
  }

  #after(before: Polled<T>, result: Result<T, Trouble>): Polled<T> {
    const known = before.is === 'loading' ? undefined : before.value
    if (result.ok) {
      const same = known !== undefined && JSON.stringify(known) === JSON.stringify(result.value)
      if (before.is === 'here' && same) return before
      return { is: 'here', value: same ? known : result.value }
    }
    if (before.is === 'trouble' && before.why === result.error) return before
    const since = before.is === 'trouble' ? before.since : this.#options.clock.now()
    return { is: 'trouble', why: result.error, since, ...(known !== undefined && { value: known }) }
  }
}
