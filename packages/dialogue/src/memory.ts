import type { Customer, MemoryEntry, Tally } from '@kairos/shared/customer'
import type { Event } from '@kairos/shared/event'
import { never } from '@kairos/shared/result'
import { MOST_KEYS } from './limits.ts'
import { STRETCHES, stretchOf } from './stretches.ts'

type Stretches = NonNullable<Tally['buckets']>
import type { MemorySource } from './language.ts'
import type { Playbook } from './playbook.ts'

/** Counts one more. A window keeps its stretches apart, and only as many as it has. */
function add(tally: Tally | undefined, at: number, amount: number, window: number | undefined): Tally {
  const { n, sum, first, last, buckets } = tally ?? { n: 0, sum: 0, first: at, last: at, buckets: undefined }
  const next: Tally = { n: n + 1, sum: sum + amount, first: Math.min(first, at), last: Math.max(last, at) }
  return window === undefined ? next : { ...next, buckets: addToStretch(buckets ?? [], at, amount, window) }
}

function addToStretch(buckets: Stretches, at: number, amount: number, window: number): Stretches {
  const stretch = stretchOf(at, window)
  const found = buckets.find((bucket) => bucket.at === stretch)
  const more = { at: stretch, n: (found?.n ?? 0) + 1, sum: (found?.sum ?? 0) + amount }
  const others = buckets.filter((bucket) => bucket !== found)
  return [...others, more].toSorted((a, b) => a.at - b.at).slice(-STRETCHES)
}

/** What stands under a key, and never what every object inherits: a category may be called `constructor`. */
export const ownValue = <T>(values: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(values, key) ? values[key] : undefined

/** Keeps an entry bounded: the least counted keys go, of equal ones the oldest, then by name. The others keep their order. */
export function keepMost(by: Record<string, Tally>): Record<string, Tally> {
  const keys = Object.entries(by)
  if (keys.length <= MOST_KEYS) return by
  const ranked = keys.toSorted(([a, x], [b, y]) => y.n - x.n || y.last - x.last || (a < b ? 1 : -1))
  const kept = new Set(ranked.slice(0, MOST_KEYS).map(([key]) => key))
  return Object.fromEntries(keys.filter(([key]) => kept.has(key)))
}

type Part = { key: string | undefined; amount: number }

/** What an event adds, under which keys. An event that has no such key adds nothing. */
function partsOf(event: Event, by: MemorySource['by']): Part[] {
  switch (by) {
    case undefined:
      return [{ key: undefined, amount: amountOf(event) }]
    case 'category':
      if (event.type === 'purchase' || event.type === 'return')
        return event.lines
          .map(({ category, amount }) => ({ key: category, amount }))
          .filter(({ key }) => key !== undefined)
      return event.type === 'occasion' ? [{ key: event.category, amount: 0 }] : []
    case 'of':
      return event.type === 'usage' ? [{ key: event.of, amount: event.amount }] : []
    case 'topic':
      return event.type === 'call' ? [{ key: event.topic, amount: 0 }] : []
    case 'store':
      return 'store' in event && event.store !== undefined ? [{ key: event.store, amount: amountOf(event) }] : []
    default:
      return never(by)
  }
}

function amountOf(event: Event): number {
  if (event.type === 'purchase' || event.type === 'return') return event.total
  return event.type === 'usage' ? event.amount : 0
}

function addParts(entry: MemoryEntry | undefined, event: Event, { by, window }: MemorySource): MemoryEntry | undefined {
  const parts = partsOf(event, by)
  if (by === undefined) return add(entry && 'n' in entry ? entry : undefined, event.at, parts[0]?.amount ?? 0, window)
  let tallies = { ...(entry && 'by' in entry ? entry.by : {}) }
  for (const { key, amount } of parts) {
    // The one name that JSON keeps and objects do not.
    if (key === undefined || key === '__proto__') continue
    tallies[key] = add(ownValue(tallies, key), event.at, amount, window)
    tallies = keepMost(tallies)
  }
  return { by: tallies }
}

/** Folds one event into what the playbook asks to remember, and nothing else. Any age counts (rule E10). */
export function remember(
  playbook: Playbook,
  memory: Customer['memory'],
  event: Event,
  profile: Customer['profile'],
): Customer['memory'] {
  const asked = playbook.remembersOf.get(event.type)
  if (!asked) return memory
  const changed = { ...memory }
  for (const { name, source, where } of asked) {
    if (where && !where({ customer: profile, memory, event, run: {}, ended: {}, now: event.at })) continue
    const next = addParts(changed[name], event, source)
    if (next !== undefined) changed[name] = next
  }
  return changed
}

/** The key that a memory entry counts most; of equal ones the latest, then by name. */
export function mostCounted(entry: MemoryEntry | undefined): string | undefined {
  if (entry === undefined || !('by' in entry)) return undefined
  let most: [string, Tally] | undefined
  for (const each of Object.entries(entry.by)) {
    const [key, tally] = each
    // Nothing of it fell into the entry's window.
    if (tally.n === 0) continue
    if (
      most === undefined ||
      tally.n > most[1].n ||
      (tally.n === most[1].n && (tally.last > most[1].last || (tally.last === most[1].last && key < most[0])))
    )
      most = each
  }
  return most?.[0]
}
