import type { Occasion } from '@kairos/shared/hq-views'
import { fail, ok, type Result } from '@kairos/shared/result'
import type { Clock, Ms } from '@kairos/shared/time'
import { Paced } from '@kairos/shared/paced'
import type { HqStorage } from '../storage/storage.ts'
import { isPast } from './occasion.ts'

/** One batch, folded, holds the database for some hundredths of a second. */
const MOST_CUSTOMERS = 100
/** Between two batches, so that half of the machine is left to what comes from stores and shops. */
const PAUSE: Ms = 30

export type AnnouncerParts = {
  storage: HqStorage
  clock: Clock
  /** The stores of the current playbook. */
  stores: () => readonly string[]
  /** Events were stored that are to be folded. */
  stored: () => void
  failed: (error: unknown) => void
}

/** Why an occasion is not announced: it cannot be, or its id is another's. */
export type NotAnnounced = { why: 'impossible' | 'taken'; problem: string }

/**
 * Takes occasions of the chain and brings each to the customers whom it concerns (rule E17): as events of theirs,
 * stored some at a time, and only while nothing else waits to be folded.
 */
export class Announcer {
  readonly #parts: AnnouncerParts
  readonly #reaching: Paced

  constructor(parts: AnnouncerParts) {
    this.#parts = parts
    const { storage, clock, stored, failed } = parts
    const batch = async () => {
      const reached = await storage.reachNext(clock.now(), MOST_CUSTOMERS)
      if (reached.stored > 0) stored()
      return reached.ended
    }
    this.#reaching = new Paced({ clock, pause: PAUSE, batch, failed })
  }

  /** Announces an occasion, or finds that it was announced before. */
  async announce(occasion: Occasion): Promise<Result<{ duplicate: boolean }, NotAnnounced>> {
    const { storage, clock, stores } = this.#parts
    const impossible = this.#whyNot(occasion, stores())
    // What was announced in its time is a duplicate for ever, though its day be over or a store closed.
    if (impossible !== undefined && (await storage.occasion(occasion.id)) === undefined)
      return fail({ why: 'impossible', problem: impossible })
    const announced = await storage.announce(occasion, clock.now())
    if (announced === 'other') {
      const problem = `there is another occasion with the id ${occasion.id}; nothing was changed. Give this one an id of its own`
      return fail({ why: 'taken', problem })
    }
    this.#reaching.begin()
    return ok({ duplicate: announced === 'known' })
  }

  #whyNot(occasion: Occasion, stores: readonly string[]): string | undefined {
    const unknown = (occasion.stores ?? []).filter((store) => !stores.includes(store))
    if (unknown.length > 0) return `the chain has no store ${unknown.join(', ')}; it has ${stores.join(', ')}`
    return isPast(occasion, this.#parts.clock.now()) ? `its day, ${occasion.on}, is over` : undefined
  }

  /** To be called at HQ's start: goes on with what is under way. */
  begin(): void {
    this.#reaching.begin()
  }

  close(): Promise<void> {
    return this.#reaching.close()
  }
}
