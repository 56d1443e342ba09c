import { isDeepStrictEqual } from 'node:util'
import type { HubStorage } from '@kairos/replica/hub-storage'
import type { Held } from '@kairos/replica/digest'
import type { Customer } from '@kairos/shared/customer'
import type { CustomerId } from '@kairos/shared/ids'

/** A page of a hub's bases. */
const PAGE = 1000

export const short = (value: unknown): string => JSON.stringify(value)?.slice(0, 1500) ?? 'nothing'

/** Every base that a hub has, page by page. */
export function* basesOf(hub: HubStorage): Generator<Held> {
  for (let after = ''; ;) {
    const page = hub.basesAfter(after, PAGE)
    yield* page
    const last = page.at(-1)
    if (!last) return
    after = last.customer
  }
}

/**
 * What does not hold of a hub that is at rest: it has the documents that HQ's feed holds for it, those and no others,
 * nothing waits in its outbox, and nothing is being read.
 */
export function disagreements(
  store: string,
  hub: HubStorage,
  documents: ReadonlyMap<CustomerId, Customer>,
  held: ReadonlySet<string>,
): string[] {
  const problems: string[] = []
  const depth = hub.depth()
  if (depth.unsent > 0 || depth.uncontained > 0) problems.push(`${store} still has ${short(depth)} in its outbox`)
  for (const [id, document] of documents) {
    if (!held.has(id)) continue
    const base = hub.base(id)
    if (!isDeepStrictEqual(base, document))
      problems.push(`${store}'s base of ${id} is ${short(base)}; HQ's document is ${short(document)}`)
  }
  if (hub.reading()) problems.push(`${store} still reads everything from zero`)
  for (const { customer } of basesOf(hub))
    if (!held.has(customer)) problems.push(`${store} has ${customer}, whom HQ does not name`)
  return problems
}
