import { MINUTE, type Cancel, type Clock, type Ms } from './time.ts'

const TRY_AGAIN_AFTER: Ms = MINUTE

export type PacedParts = {
  clock: Clock
  /** Between two batches; folding, hubs and pages have the machine meanwhile. */
  pause: Ms
  /** Does one batch, in one transaction; true if it was the last. */
  batch: () => Promise<boolean>
  failed: (error: unknown) => void
}

/** Work that goes over many customers, one batch after another, until there is no more of it. */
export class Paced {
  readonly #parts: PacedParts
  #busy: Promise<void> | undefined
  #again = false
  #wake: (() => void) | undefined
  #cancel: Cancel | undefined
  #closed = false

  constructor(parts: PacedParts) {
    this.#parts = parts
  }

  /** There may be something to do. */
  begin(): void {
    this.#again = true
    this.#busy ??= this.#work()
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#cancel?.()
    this.#wake?.()
    await this.#busy
  }

  /** What begins while the last batch is under way is another round. */
  async #work(): Promise<void> {
    while (this.#again && !this.#closed) {
      this.#again = false
      try {
        if (await this.#parts.batch()) continue
        this.#again = true
        await this.#wait(this.#parts.pause)
      } catch (error) {
        this.#parts.failed(error)
        this.#again = true
        await this.#wait(TRY_AGAIN_AFTER)
      }
    }
    this.#busy = undefined
  }

  #wait(pause: Ms): Promise<void> {
    const { clock } = this.#parts
    return new Promise((wake) => {
      this.#wake = wake
      if (this.#closed) wake()
      else this.#cancel = clock.at(clock.now() + pause, wake)
    })
  }
}
