import type { z } from 'zod'
import type { Ms } from '@kairos/shared/time'
import type { By, HqStorage } from '../storage/storage.ts'
import type { pausedAnswerSchema } from './messages.ts'

export type PauserParts = {
  storage: HqStorage
  now: () => Ms
  /** Tells every hub whose line is up; resolves with the stores whose hubs have it on disk. */
  tell: (paused: boolean) => Promise<ReadonlySet<string>>
  stores: () => readonly string[]
}

/** Stops all speaking, everywhere, and lets it go on. */
export class Pauser {
  readonly #parts: PauserParts
  #paused: boolean

  /** `paused`: as storage has it at HQ's start. */
  constructor(parts: PauserParts, paused: boolean) {
    this.#parts = parts
    this.#paused = paused
  }

  /** What a hub is told at hello. */
  get paused(): boolean {
    return this.#paused
  }

  /** Hubs are told again even if nothing changes: that is how to see who has confirmed by now. */
  async pause(paused: boolean, by: By): Promise<z.infer<typeof pausedAnswerSchema>> {
    const { storage, now, tell, stores } = this.#parts
    const changed = await storage.pause(paused, by, now())
    this.#paused = paused
    // A hello that was answered with the state before is on its way by the next turn, and this comes after it.
    await new Promise<void>((resolve) => setImmediate(resolve))
    const told = await tell(this.#paused)
    const all = stores()
    return {
      paused: this.#paused,
      changed,
      told: all.filter((store) => told.has(store)),
      untold: all.filter((store) => !told.has(store)),
    }
  }
}
