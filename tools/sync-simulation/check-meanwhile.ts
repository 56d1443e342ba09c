import type { CustomerId } from '@kairos/shared/ids'
import type { Fact } from '@kairos/shared/wire/hq-hub'
import { factName } from './ledger.ts'
import type { SimulatedHub } from './simulated-hub.ts'
import { isErased, ownerIn } from './who.ts'
import type { World } from './world.ts'

type Base = { customer: CustomerId; done: number }

/**
 * What holds at every moment, whatever is cut or killed. Not told of databases restored from a backup or damaged,
 * which settle by and by.
 */
export function problemsMeanwhile(world: World, hub: SimulatedHub): string[] {
  const failures = world.scheduler.failures.map((error) => `something failed: ${String(error)} ${stackOf(error)}`)
  const { restoreHq, restoreHub, damage } = world.setting
  if (failures.length > 0 || !hub.running || restoreHq > 0 || restoreHub > 0 || damage > 0) return failures
  return [...sightProblems(world, hub), ...servedProblems(world, hub)]
}

const stackOf = (error: unknown): string => (error instanceof Error ? `${error.stack}`.slice(0, 800) : '')

/** Whom a store holds and HQ's word of which it has read: what it must have a base of. */
function isOnItsWay({ hq }: World, hub: SimulatedHub, customer: CustomerId): boolean {
  const { cursor } = hub.running?.storage.position() ?? { cursor: 0 }
  const [row] = hq.rows<{ change: number; gone: string | null }>(
    'select change, gone from subscriptions where store = ? and customer = ?',
    hub.store,
    customer,
  )
  return !row || row.gone !== null || row.change > cursor
}

/** A hub sees each of its own facts exactly once: in a base of its own, or on top of one. */
function sightProblems(world: World, hub: SimulatedHub): string[] {
  const { hq } = world
  const { ledger } = hq
  const rows = hub.database
    .prepare<[], { customer: CustomerId; change: number }>('select customer, change from bases')
    .all()
  const bases = new Map(
    rows.map(({ customer, change }): [CustomerId, Base] => [customer, { customer, done: ledger.doneAt(change) }]),
  )
  const outbox = hub.database
    .prepare<[], { epoch: string; n: number }>('select epoch, n from outbox where contained = 0')
    .all()
  const onTop = new Set(outbox.map(({ epoch, n }) => `${epoch}/${n}`))
  return [...hub.recorded].flatMap(([name, fact]) => {
    const within = isIn(fact)
    const fate = ledger.fates.get(factName(hub.store, fact.epoch, fact.n))
    // A receipt may have come to HQ from elsewhere first: then it is seen twice until HQ has answered.
    if (onTop.has(name) && within && fact.event.type !== 'purchase')
      return [`${hub.store} sees its own fact ${name} (${fact.event.type}) twice`]
    if (onTop.has(name) || within || fate === 'aside' || isErased(world, fact.event.customer)) return []
    const owner = ledger.ownerOf(fact.event.id)
    // HQ has folded it, and said so in a tombstone; whoever she is now is on her way, or not held here.
    if (owner !== undefined && isOnItsWay(world, hub, ownerIn(hq.database, owner))) return []
    return [`${hub.store} has lost sight of its own fact ${name} (${fact.event.type} of ${fact.event.customer})`]
  })

  function isIn({ event }: Fact): boolean {
    for (const { customer, done } of bases.values()) if (ledger.contains(event.id, customer, done)) return true
    return false
  }
}

/** Rule 23: whoever is here is served, also while everything is read from zero, until HQ says that she is gone. */
function servedProblems({ hq }: World, hub: SimulatedHub): string[] {
  const before = hub.held
  const now = hub.database.prepare<[], { customer: CustomerId }>('select customer from bases').all()
  hub.held = new Set(now.map(({ customer }) => customer))
  return [...before].flatMap((customer) =>
    hub.held.has(customer) || hq.ledger.gone.has(`${hub.store} ${customer}`)
      ? []
      : [`${hub.store} has lost ${customer}, of whom HQ has never said that she is gone`],
  )
}
