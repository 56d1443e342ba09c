import type { Input } from '@kairos/dialogue/advance'
import type { Playbooks } from '@kairos/dialogue/playbook'
import type { CustomerId, Epoch, EventId, StoreId } from '@kairos/shared/ids'
import type { Ms } from '@kairos/shared/time'

/** What was done at HQ, in order, with the moments when time passed: what a fresh fold repeats. */
export type Done =
  | { id: CustomerId; input: Input; playbooks: Playbooks }
  | { id: CustomerId; from: CustomerId; at: Ms; playbooks: Playbooks }
  | { erased: readonly CustomerId[] }

/** What has to become of a fact that HQ takes (rules 14, 17, 35). */
export type Fate = 'event' | 'aside' | 'erased'

/** What the simulation has seen HQ do, apart from HQ's own database. A backup of the one has a copy of the other. */
export class Ledger {
  readonly done: Done[]
  /** How much was done when HQ had given out this change number. */
  readonly commits: { change: number; done: number }[]
  /** Of every fact that was taken, by store, epoch and number. */
  readonly fates: Map<string, Fate>
  /** Which customers a store was ever told are gone. */
  readonly gone: Set<string>
  #read = 0
  readonly #folded = new Map<EventId, { place: number; id: CustomerId }>()
  readonly #joined = new Map<CustomerId, { place: number; into: CustomerId }>()

  constructor(from?: Ledger) {
    this.done = [...(from?.done ?? [])]
    this.commits = [...(from?.commits ?? [])]
    this.fates = new Map(from?.fates)
    this.gone = new Set(from?.gone)
  }

  /** Something was committed, after which HQ stands at this change. */
  committed(done: readonly Done[], change: number): void {
    this.done.push(...done)
    const last = this.commits.at(-1)
    if (last?.change === change) last.done = this.done.length
    else this.commits.push({ change, done: this.done.length })
  }

  /** How much was done when this change was made. */
  doneAt(change: number): number {
    return this.commits.find((commit) => commit.change >= change)?.done ?? this.done.length
  }

  /** Whether an event was in somebody's document when so much was done. */
  contains(event: EventId, customer: CustomerId, done: number): boolean {
    return this.ownerOf(event, done) === customer
  }

  /** In whose document an event was when so much was done. */
  ownerOf(event: EventId, done = Infinity): CustomerId | undefined {
    this.#readOn()
    const folded = this.#folded.get(event)
    if (!folded || folded.place >= done) return undefined
    let owner = folded.id
    for (;;) {
      const joined = this.#joined.get(owner)
      if (!joined || joined.place >= done) return owner
      owner = joined.into
    }
  }

  placeOf(event: EventId): number {
    this.#readOn()
    return this.#folded.get(event)?.place ?? Infinity
  }

  #readOn(): void {
    for (; this.#read < this.done.length; this.#read++) {
      const done = this.done[this.#read]
      if (!done || 'erased' in done) continue
      if ('from' in done) this.#joined.set(done.from, { place: this.#read, into: done.id })
      else if ('id' in done.input) this.#folded.set(done.input.id, { place: this.#read, id: done.id })
    }
  }
}

export const factName = (store: StoreId, epoch: Epoch | string, n: number): string => `${store} ${epoch}/${n}`
