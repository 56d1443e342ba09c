import { createHash } from 'node:crypto'
import type { Playbook, Playbooks } from '@kairos/dialogue/playbook'
import { needsRefill, refill } from '@kairos/dialogue/refill'
import type { StoreId } from '@kairos/shared/ids'
import type { Clock, Ms } from '@kairos/shared/time'
import { Paced } from '@kairos/shared/paced'
import type { HqStorage, RefillOne } from '../storage/storage.ts'

/** One batch holds the database for some hundredths of a second at most, whatever the customers' histories. */
const MOST_CUSTOMERS = 200
const MOST_EVENTS = 1000
const PAUSE: Ms = 20

const byName = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1)

/** Tells apart what documents would have to be filled for: memory, and the waits that history begins. */
export function memoryDigest({ memory, dialogues }: Playbook): string {
  const waits = [...dialogues.values()]
    .filter(({ begins }) => begins.when === 'absence' || begins.when === 'date')
    .map(({ name, begins }): [string, unknown] => [name, begins])
  const all = [[...memory].toSorted(byName), waits.toSorted(byName)]
  return createHash('sha256').update(JSON.stringify(all)).digest('hex')
}

export type SweepParts = {
  storage: HqStorage
  playbooks: Playbooks
  clock: Clock
  /** Documents of these stores' customers changed, and deadlines with them; or somebody has to be woken. */
  changed: (stores: ReadonlySet<StoreId>) => void
  failed: (error: unknown) => void
}

/**
 * Fills the memory that a new playbook asks for from the events that HQ keeps (rule E11): the one thing
 * that ever goes over all customers. Paced, and resumed where it was, whatever ended it.
 */
export class Sweep {
  readonly #parts: SweepParts
  readonly #refill: RefillOne
  readonly #filling: Paced

  constructor(parts: SweepParts) {
    this.#parts = parts
    const { playbooks, clock, failed } = parts
    this.#filling = new Paced({ clock, pause: PAUSE, batch: () => this.#batch(), failed })
    this.#refill = (customer, events) =>
      needsRefill(playbooks, customer) ? refill(playbooks, customer, events(), clock.now()) : undefined
  }

  /**
   * To be called when a version has become current, and at HQ's start: begins the sweep if the current
   * version needs one, or goes on with it. Resolves as soon as its progress can be read.
   */
  async begin(): Promise<void> {
    const { storage, playbooks } = this.#parts
    if (await storage.beginSweep(memoryDigest(playbooks.current))) this.#filling.begin()
  }

  close(): Promise<void> {
    return this.#filling.close()
  }

  async #batch(): Promise<boolean> {
    const { storage, clock, changed, failed } = this.#parts
    const swept = await storage.sweepNext(clock.now(), MOST_CUSTOMERS, MOST_EVENTS, this.#refill)
    for (const each of swept.unfoldable) failed(each)
    if (swept.changed > 0 || swept.due) changed(swept.stores)
    return swept.ended
  }
}
