import type { Customer } from '@kairos/shared/customer'
import type { Event } from '@kairos/shared/event'
import type { CustomerId, Epoch } from '@kairos/shared/ids'
import type { Fact } from '@kairos/shared/wire/hq-hub'
import type { HubStorage } from './hub-storage.ts'

/** One event into one document. The engine is given, so that this package knows nothing of dialogues. */
export type Fold = (customer: Customer, event: Event) => Customer

/** Views that are remembered at once, of about as many as a large store has in it; each takes some of a hub's memory. */
const MOST_REMEMBERED = 2000

/**
 * The hub's end of the store sync, without the line: what it acts on is `fold(base, own facts)`.
 */
export class HubReplica {
  readonly #storage: HubStorage
  /** This start's epoch. */
  readonly epoch: Epoch
  readonly #fold: Fold
  readonly #create: (id: CustomerId) => Customer
  readonly #failed: (fact: Fact, error: unknown) => void
  readonly #madeWith: () => object | undefined
  readonly #remembered = new Map<CustomerId, { view: Customer; madeWith: object }>()

  /**
   * `epoch` is opened at random by every start (rule S2). `failed` hears of facts that cannot be folded. `madeWith` is
   * what the fold depends on: a view is remembered while it is the same one and nobody calls `forget`. Undefined where
   * nothing may be remembered: within a transaction, say, which may be rolled back.
   */
  constructor(
    storage: HubStorage,
    epoch: Epoch,
    fold: Fold,
    create: (id: CustomerId) => Customer,
    failed: (fact: Fact, error: unknown) => void = () => {},
    madeWith: () => object | undefined = () => undefined,
  ) {
    this.#storage = storage
    this.epoch = epoch
    this.#fold = fold
    this.#create = create
    this.#failed = failed
    this.#madeWith = madeWith
  }

  /** All speaking is paused: facts are recorded as ever, and nothing personal is said. */
  get paused(): boolean {
    return this.#storage.paused()
  }

  /** The name that the next fact's event will have, where nothing better names it. */
  nextName(): string {
    return `${this.epoch}/${this.#next()}`
  }

  /**
   * What this hub knows of a customer now: her base with this hub's own facts folded in. The same object as long as it
   * is remembered, so nobody may change it.
   */
  view(customer: CustomerId): Customer | undefined {
    const madeWith = this.#madeWith()
    const known = this.#remembered.get(customer)
    if (known && known.madeWith === madeWith) return known.view
    const view = this.#folded(customer)
    if (view && madeWith) this.#remember(customer, { view, madeWith })
    return view
  }

  /** Something that her view is made of has changed; where nobody is named, anybody's. */
  forget(customer?: CustomerId): void {
    if (customer === undefined) this.#remembered.clear()
    else this.#remembered.delete(customer)
  }

  #remember(customer: CustomerId, what: { view: Customer; madeWith: object }): void {
    this.#remembered.set(customer, what)
    const [oldest] = this.#remembered.keys()
    if (this.#remembered.size > MOST_REMEMBERED && oldest !== undefined) this.#remembered.delete(oldest)
  }

  #folded(customer: CustomerId): Customer | undefined {
    const base = this.#storage.base(customer)
    const facts = this.#storage.factsOf(customer)
    if (base === undefined && facts.length === 0) return undefined
    return facts.reduce((document, fact) => this.#foldedIn(document, fact), base ?? this.#create(customer))
  }

  /** Whether there is anything here about a customer. */
  knows(customer: CustomerId): boolean {
    return this.#storage.base(customer) !== undefined || this.#storage.factsOf(customer).length > 0
  }

  /** A fact that cannot be folded changes nothing, here as at HQ: she is served all the same. */
  #foldedIn(document: Customer, fact: Fact): Customer {
    try {
      return this.#fold(document, fact.event)
    } catch (error) {
      this.#failed(fact, error)
      return document
    }
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
