import type { Customer, MemoryEntry, Run, Tally } from '@kairos/shared/customer'
import type { Ms } from '@kairos/shared/time'
import type { Advanced } from './advance.ts'
import { absentSince, endAsNeverBegun } from './deadlines.ts'
import { draftOf, finished, onTime, type Draft } from './draft.ts'
import { MOST_CONTACTS } from './limits.ts'
import { keepMost } from './memory.ts'
import { waitKey } from './names.ts'
import type { Playbooks } from './playbook.ts'
import { end, isActive, withdraw } from './runs.ts'
import { STRETCHES } from './stretches.ts'

/** Both documents after a merge: the one that goes on, and the one that is over and only an alias from now on. */
export type Merged = { kept: Advanced; over: Advanced }

/**
 * Joins two documents that turn out to be one customer's (rule E18): counts add, firsts and lasts combine, the strictest
 * consent wins, and the runs of the second end, at `at`. Their effects belong to the customer of each document.
 */
export function merge(playbooks: Playbooks, into: Customer, from: Customer, at: Ms): Merged {
  const kept = draftOf(playbooks, into, { fresh: false, chain: 0 })
  const { customer } = kept
  customer.profile = { ...from.profile, ...into.profile, ...strictly(into, from) }
  if (!from.stranger) delete customer.stranger
  customer.consent = join(into.consent, from.consent, strictest)
  customer.memory = join(into.memory, from.memory, addEntries)
  customer.begun = join(into.begun, from.begun, Math.max)
  customer.contacts = join(into.contacts, from.contacts, (a, b) =>
    [...a, ...b].toSorted((x, y) => x - y).slice(-MOST_CONTACTS),
  )
  // Whatever was last counts: an absence begins when neither has been heard of.
  customer.waits = join(into.waits, from.waits, Math.max)
  const incentives = join(into.incentives ?? {}, from.incentives ?? {}, (a, b) => (a.expires >= b.expires ? a : b))
  if (Object.keys(incentives).length > 0) customer.incentives = incentives
  if (into.mode === undefined && from.mode !== undefined) customer.mode = from.mode
  // What one of them does not know yet is not known of both.
  customer.filled = Math.min(into.filled, from.filled)
  undoAbsences(kept, from, at)
  expireOthers(kept, into, incentives, at)
  return { kept: advancedOf(kept), over: giveUp(playbooks, from, incentives, at) }
}

const advancedOf = (draft: Draft): Advanced => ({
  customer: finished(draft),
  effects: draft.effects,
  happened: draft.happened,
})

/** The second document's runs end, and nothing in it waits for anything any more. */
function giveUp(playbooks: Playbooks, from: Customer, moved: NonNullable<Customer['incentives']>, at: Ms): Advanced {
  const draft = draftOf(playbooks, from, { fresh: false, chain: 0 })
  for (const run of from.runs) if (isActive(run)) end(draft, withdraw(draft, run, 0), { how: 'over' }, onTime(at))
  expireOthers(draft, from, moved, at)
  draft.customer.waits = {}
  delete draft.customer.incentives
  return advancedOf(draft)
}

/** Of all that was granted each comes to one end: where both held the same, the one that ends first is over. */
function expireOthers(draft: Draft, had: Customer, joined: NonNullable<Customer['incentives']>, at: Ms): void {
  for (const [name, held] of Object.entries(had.incentives ?? {}))
    if (joined[name] !== held) draft.effects.push({ do: 'expired', incentive: name, at: Math.min(at, held.expires) })
}

function join<T>(
  a: Readonly<Record<string, T>>,
  b: Readonly<Record<string, T>>,
  both: (a: T, b: T) => T,
): Record<string, T> {
  const joined = new Map(Object.entries(a))
  for (const [key, value] of Object.entries(b)) {
    const other = joined.get(key)
    joined.set(key, other === undefined ? value : both(other, value))
  }
  return Object.fromEntries(joined)
}

type Consent = Customer['consent'][string]

/** A withdrawal of either holds, until something is given that is later than all that is known. */
const strictest = (a: Consent, b: Consent): Consent => ({ given: a.given && b.given, at: Math.max(a.at, b.at) })

/** Several people may share an identity if either of the two says so. */
const strictly = (a: Customer, b: Customer) =>
  a.profile.household === true || b.profile.household === true ? { household: true } : {}

function addEntries(a: MemoryEntry, b: MemoryEntry): MemoryEntry {
  if ('by' in a && 'by' in b) return { by: keepMost(join(a.by, b.by, addTallies)) }
  // One was counted as an older playbook declared it; what is right comes with the next filling (rule E11).
  return 'by' in a || 'by' in b ? a : addTallies(a, b)
}

function addTallies(a: Tally, b: Tally): Tally {
  const sums = {
    n: a.n + b.n,
    sum: a.sum + b.sum,
    first: Math.min(a.first, b.first),
    last: Math.max(a.last, b.last),
  }
  return a.buckets === undefined || b.buckets === undefined
    ? sums
    : { ...sums, buckets: addBuckets(a.buckets, b.buckets) }
}

type Buckets = NonNullable<Tally['buckets']>

function addBuckets(a: Buckets, b: Buckets): Buckets {
  const byTime = (buckets: Buckets) => Object.fromEntries(buckets.map((bucket) => [String(bucket.at), bucket]))
  const joined = join(byTime(a), byTime(b), (x, y) => ({ at: x.at, n: x.n + y.n, sum: x.sum + y.sum }))
  return Object.values(joined)
    .toSorted((x, y) => x.at - y.at)
    .slice(-STRETCHES)
}

/** Rule E7: what the other did meanwhile would have prevented a win-back that an absence began. */
function undoAbsences(draft: Draft, from: Customer, at: Ms): void {
  for (const run of draft.customer.runs) {
    const since = absentSince(run)
    if (since === undefined || run.ended?.how === 'never') continue
    const last = lastBefore(draft, run, from)
    if (last === undefined || last <= since || last > run.begun) continue
    endAsNeverBegun(draft, run, onTime(at))
  }
}

/** When the other last did what a run's absence misses, as far as the document still tells. */
function lastBefore(draft: Draft, run: Run, from: Customer): Ms | undefined {
  const begins = draft.playbooks.version(run.version)?.dialogues.get(run.dialogue)?.begins
  const due = begins && from.waits[waitKey(begins) ?? '']
  return begins?.when === 'absence' && due !== undefined ? due - begins.after : undefined
}
