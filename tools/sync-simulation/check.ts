import { isDeepStrictEqual } from 'node:util'
import { shareOf } from '@kairos/dialogue/budgets'
import { grantedIn } from '@kairos/hub/storage/granted'
import { disagreements, short } from './agree.ts'
import { identityProblems, playbookProblems } from './check-copies.ts'
import { screenProblems } from './check-screens.ts'
import { freshFold } from './fresh-fold.ts'
import { factName } from './ledger.ts'
import { ownerIn, ownerOf, isErased, tracesOfErased } from './who.ts'
import { eventSchema } from '@kairos/shared/event'
import { customerIdSchema } from '@kairos/shared/ids'
import { strangerId } from '@kairos/shared/stranger'
import type { Fact } from '@kairos/shared/wire/hq-hub'
import type { SimulatedHub } from './simulated-hub.ts'
import type { World } from './world.ts'

/** What does not hold although every line is up and every queue should be empty. */
export function problemsOf(world: World): string[] {
  return [
    ...hqProblems(world),
    ...budgetProblems(world),
    ...strangerProblems(world),
    ...tracesOfErased(world),
    ...world.hubs.flatMap((hub) => [
      ...hubProblems(world, hub),
      ...identityProblems(world, hub),
      ...playbookProblems(world, hub),
      ...factProblems(world, hub),
      ...screenProblems(world, hub),
    ]),
  ]
}

/** HQ's documents are what a fresh fold gives, of every event once. */
function hqProblems({ hq, scheduler }: World): string[] {
  const problems = scheduler.failures.map((error) => `something failed: ${String(error)} ${short(error)}`)
  const { documents, events: foldedOf, happened } = freshFold(hq.ledger)
  const folded = [...foldedOf.values()].flat().map(({ id }) => id)
  if (new Set(folded).size !== folded.length) problems.push('an event was folded twice at HQ')
  const events = hq.rows<{ id: string; seq: number }>('select id, seq from events order by seq').map(({ id }) => id)
  if (!isDeepStrictEqual(events.toSorted(), folded.toSorted())) {
    const missing = events.filter((id) => !new Set<string>(folded).has(id))
    problems.push(`HQ has ${events.length} events and folded ${folded.length}; not folded: ${missing.join(' ')}`)
  }
  for (const [id, each] of foldedOf) {
    const owned = hq.rows<{ id: string }>('select id from events where customer = ?', id)
    if (owned.length !== each.length)
      problems.push(`${owned.length} events are ${id}'s; ${each.length} were folded as hers`)
  }
  for (const [id, document] of hq.documents())
    if (!isDeepStrictEqual(document, JSON.parse(JSON.stringify(documents.get(id) ?? null))))
      problems.push(`HQ's document of ${id} is not what a fresh fold gives`)
  const [journal] = hq.rows<{ n: number }>('select count(*) as n from journal')
  if (journal?.n !== happened) problems.push(`the journal has ${journal?.n} lines; a fresh fold makes ${happened}`)
  return problems
}

/** Rule 33: a profile with the identity of a stranger says who she is; from then on she is nobody apart. */
function strangerProblems({ hq }: World): string[] {
  const kept = hq.rows<{ id: string }>('select id from customers union select customer from events').map(({ id }) => id)
  const told = hq.rows<{ body: string }>("select body from events where type = 'profile'").flatMap(({ body }) => {
    const event = eventSchema.parse(JSON.parse(body))
    return event.type === 'profile' ? event.identities.map((hash) => strangerId(hash)) : []
  })
  return kept.flatMap((id) => {
    const owner = ownerIn(hq.database, customerIdSchema.parse(id))
    const isApart = owner !== id || told.some((stranger) => stranger === id)
    return isApart ? [`HQ keeps ${id} apart, of whom a profile told who she is (${owner})`] : []
  })
}

/** Rule E16: nobody grants more than its own share, whoever is cut off. A database restored forgets what it gave. */
function budgetProblems({ hq, hubs, setting }: World): string[] {
  if (setting.restoreHq > 0 || setting.restoreHub > 0) return []
  const { chain } = hq.playbooks.current
  const budget = chain.incentives['taster']?.budget ?? 0
  const [own] = hq.rows<{ n: number }>("select n from counters where name = 'grantedAtHq:taster'")
  const given = [
    { who: 'HQ', n: own?.n ?? 0, share: shareOf(chain, budget, 'hq') },
    ...hubs.map(({ store, database }) => ({
      who: store,
      n: grantedIn(database).of('taster'),
      share: shareOf(chain, budget, 'store'),
    })),
  ]
  return given.flatMap(({ who, n, share }) => (n > share ? [`${who} granted ${n} of a share of ${share}`] : []))
}

/** A hub has what HQ's feed holds for it, and nothing of its own on top. */
function hubProblems(world: World, hub: SimulatedHub): string[] {
  const { hq } = world
  const { running, store } = hub
  if (!running) return [`${store} is not running`]
  const held = new Set(
    hq
      .rows<{ customer: string }>('select customer from subscriptions where gone is null and store = ?', store)
      .map(({ customer }) => customer),
  )
  const documents = hq.documents()
  const problems = disagreements(store, running.storage, documents, held)
  for (const [id, document] of documents)
    if (held.has(id) && !isDeepStrictEqual(running.replica.view(id), document))
      problems.push(`${store}'s view of ${id} differs from HQ's document`)
  if (hub.differed > 0 && world.setting.damage === 0)
    problems.push(`${store} found ${hub.differed} differences where nothing was damaged`)
  return problems
}

/** HQ has every fact that was recorded, once, as what it had to become when it came: an event, or set aside. */
function factProblems(world: World, hub: SimulatedHub): string[] {
  const { hq } = world
  const problems: string[] = []
  const events = new Map(
    hq.rows<{ id: string; customer: string }>('select id, customer from events').map((e) => [e.id, e.customer]),
  )
  const aside = new Map(
    hq
      .rows<{ epoch: string; n: number; body: string }>(
        'select epoch, n, body from set_aside where store = ?',
        hub.store,
      )
      .map(({ epoch, n, body }): [string, string] => [`${epoch}/${n}`, body]),
  )
  const accounted = (name: string, { epoch, n, event }: Fact): boolean => {
    if (isErased(world, event.customer)) return events.get(event.id) !== event.customer
    const fate = hq.ledger.fates.get(factName(hub.store, epoch, n))
    const isHers = events.get(event.id) === ownerOf(world, event.customer)
    return fate === 'event'
      ? isHers && !aside.has(name)
      : fate === 'aside' && aside.get(name)?.includes(event.id) === true
  }
  for (const [name, fact] of hub.recorded)
    if (!accounted(name, fact)) problems.push(`HQ lacks ${hub.store}'s fact ${name}: ${short(fact.event)}`)
  // A number stands for one fact for ever: what HQ has under a name is what the hub recorded under it.
  for (const [name, fact] of [...hub.recorded, ...hub.lost]) {
    const [epoch = '', n = ''] = name.split('/')
    if (fact.epoch !== epoch || `${fact.n}` !== n) problems.push(`${name} is not the name of ${short(fact)}`)
  }
  const known = new Set<string>([...hub.recorded, ...hub.lost].map(([, { event }]) => event.id))
  for (const id of events.keys())
    if (id.startsWith(`${hub.store}/`) && !known.has(id))
      problems.push(`HQ has ${id}, which ${hub.store} never recorded`)
  return problems
}
