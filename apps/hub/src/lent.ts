import { advance, firstDocument } from '@kairos/dialogue/advance'
import { spentIn } from '@kairos/dialogue/budgets'
import type { Effect } from '@kairos/dialogue/draft'
import type { PlaybookLibrary } from '@kairos/dialogue/library'
import type { Customer } from '@kairos/shared/customer'
import type { Event } from '@kairos/shared/event'
import type { Granted } from './storage/granted.ts'

/** An event that cannot be folded grants nothing, and is recorded all the same. */
function effectsOf(playbooks: PlaybookLibrary, customer: Customer, event: Event): Effect[] {
  try {
    return advance(playbooks, customer, event).effects
  } catch {
    return []
  }
}

/**
 * This store's share of what the whole chain shares (rule E16). Every fact says what was spent when it happened, so that
 * HQ, which folds it later, grants what was granted here, and no more.
 */
export class Lent {
  readonly #playbooks: PlaybookLibrary
  readonly #granted: Granted

  constructor(playbooks: PlaybookLibrary, granted: Granted) {
    this.#playbooks = playbooks
    this.#granted = granted
  }

  /** The incentives of which nothing is left to grant in this store. */
  spent(): string[] {
    return this.#playbooks.has ? spentIn(this.#playbooks.current.chain, 'store', this.#granted.of) : []
  }

  /** What an event would grant of the shares; nothing, and at no cost, where no incentive has a budget. */
  grantedBy(event: Event, before: () => Customer | undefined): string[] {
    if (!this.#playbooks.has) return []
    const { incentives } = this.#playbooks.current.chain
    if (Object.values(incentives).every(({ budget }) => budget === undefined)) return []
    const customer = before() ?? firstDocument(this.#playbooks, event.customer)
    return effectsOf(this.#playbooks, customer, event).flatMap((effect) =>
      effect.do === 'grant' && incentives[effect.incentive]?.budget !== undefined ? [effect.incentive] : [],
    )
  }

  /** To be called in the transaction that records the event. */
  count(granted: readonly string[]): void {
    for (const incentive of granted) this.#granted.oneMore(incentive)
  }
}
