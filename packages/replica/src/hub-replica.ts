import type { Customer } from '@kairos/shared/customer'
import type { Event } from '@kairos/shared/event'
import type { CustomerId, Epoch } from '@kairos/shared/ids'
import type { Fact } from '@kairos/shared/wire/hq-hub'
import type { HubStorage } from './hub-storage.ts'

/** One event into one document. The engine is given, so that this package knows nothing of dialogues. */
export type Fold = (customer: Customer, event: Event) => Customer

/**
 * The hub's end of the store sync, without the line: what it acts on is `fold(base, own facts)`.
 */
export class HubReplica {
  readonly #storage: HubStorage
  /** This start's epoch. */
  readonly epoch: Epoch
  readonly #fold: Fold
  readonly #create: (id: CustomerId) => Customer

  /** `epoch` is opened at random by every start (rule S2). */
  constructor(storage: HubStorage, epoch: Epoch, fold: Fold, create: (id: CustomerId) => Customer) {
    this.#storage = storage
    this.epoch = epoch
    this.#fold = fold
    this.#create = create
  }

  /** The name that the next fact's event will have, where nothing better names it. */
  nextName(): string {
    return `${this.epoch}/${this.#next()}`
  }

  /** What this hub knows of a customer now: her base with this hub's own facts folded in. */
  view(customer: CustomerId): Customer | undefined {
    const base = this.#storage.base(customer)
    const facts = this.#storage.factsOf(customer)
    if (base === undefined && facts.length === 0) return undefined
    return facts.reduce((document, fact) => this.#fold(document, fact.event), base ?? this.#create(customer))
  }

  /** Records what happened, durably, before anybody acts on it. The same event again gives undefined. */
  record(event: Event, playbook: number): Fact | undefined {
    return this.#storage.append({ epoch: this.epoch, n: this.#next(), event, playbook })
  }

  /** Read from disk each time: a transaction that was rolled back has used no number. */
  #next(): number {
    return this.#storage.lastNumber(this.epoch) + 1
  }
}
