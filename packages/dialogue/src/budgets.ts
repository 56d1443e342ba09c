import type { ChainSource } from './language.ts'

/** Where incentives are granted: head office, or any store. */
export type Place = 'hq' | 'store'

/** Of a budget so much, in per cent, is lent to the stores, to each the same; the rest is head office's. */
const LENT_TO_STORES = 50

/**
 * How many of an incentive a place may grant in all (rule E16). A store may be cut off for days and still keeps to the
 * whole: its share depends on the playbook alone, and the shares together never come to more than the budget.
 */
export function shareOf({ stores }: ChainSource, budget: number, place: Place): number {
  const count = Object.keys(stores).length
  const each = count === 0 ? 0 : Math.floor((budget * LENT_TO_STORES) / 100 / count)
  return place === 'store' ? each : budget - each * count
}

/** The incentives of which a place has nothing left; `granted` is how many it has granted so far. */
export const spentIn = (chain: ChainSource, place: Place, granted: (incentive: string) => number): string[] =>
  Object.entries(chain.incentives).flatMap(([name, { budget }]) =>
    budget !== undefined && granted(name) >= shareOf(chain, budget, place) ? [name] : [],
  )
