import type { Customer } from '@kairos/shared/customer'
import type { CustomerId } from '@kairos/shared/ids'
import type { Fact } from '@kairos/shared/wire/hq-hub'
import type { SimulatedHub } from './simulated-hub.ts'
import type { World } from './world.ts'

/** Every event counts once in one of the memory's tallies, so these tell how many events a document contains. */
const eventsIn = (document: Customer | undefined): number =>
  Object.values(document?.memory ?? {}).reduce((sum, entry) => sum + ('n' in entry ? entry.n : 0), 0)

/**
 * What holds at every moment, whatever is cut or killed: a hub sees each of its own facts exactly once,
 * in its base or on top of it. Not told of databases restored from a backup or damaged, which settle by and by.
 */
export function problemsMeanwhile({ hq, setting }: World, { running, recorded, store }: SimulatedHub): string[] {
  if (!running || setting.restoreHq > 0 || setting.restoreHub > 0 || setting.damage > 0) return []
  const problems: string[] = []
  for (const [customer, facts] of Map.groupBy(recorded.values(), ({ event }) => event.customer)) {
    // Where two have become one, or one is gone, a base tells no longer which events are in it.
    if (hq.isOver(store, customer)) continue
    const contained = eventsOf(customer)
    const onTop = new Set<string>(running.storage.factsOf(customer).map(({ event }) => event.id))
    for (const fact of facts) {
      const { epoch, n, event } = fact
      if (!onTop.has(event.id) && !contained.has(event.id) && !isAside(fact))
        problems.push(`${store} has lost sight of its own fact ${epoch}/${n} (${event.type})`)
      // A receipt may have come to HQ from elsewhere first: then it is seen twice until HQ has answered.
      if (onTop.has(event.id) && contained.has(event.id) && event.type !== 'purchase')
        problems.push(`${store} sees its own fact ${epoch}/${n} (${event.type}) twice`)
    }
  }
  return problems

  /** A base contains the first so many of the events that HQ folded for her. */
  function eventsOf(customer: CustomerId): Set<string> {
    const folded = hq.log.flatMap((done) =>
      'input' in done && done.id === customer && 'id' in done.input ? [done.input.id] : [],
    )
    return new Set<string>(folded.slice(0, eventsIn(running?.storage.base(customer))))
  }

  function isAside({ epoch, n }: Fact): boolean {
    return hq.rows('select 1 from set_aside where store = ? and epoch = ? and n = ?', store, epoch, n).length > 0
  }
}
