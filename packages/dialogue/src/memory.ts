import type { Customer, MemoryEntry, Tally } from '@kairos/shared/customer'
import type { Event } from '@kairos/shared/event'
import { MOST_KEYS } from './limits.ts'
import type { Playbook } from './playbook.ts'

function add(tally: Tally | undefined, at: number, amount: number): Tally {
  if (tally === undefined) return { n: 1, sum: amount, first: at, last: at }
  return {
    n: tally.n + 1,
    sum: tally.sum + amount,
    first: Math.min(tally.first, at),
    last: Math.max(tally.last, at),
  }
}

/** What stands under a key, and never what every object inherits: a category may be called `constructor`. */
export const ownValue = <T>(values: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(values, key) ? values[key] : undefined

/** Keeps the entry bounded: the least counted key goes, of equal ones the oldest, then by name. */
function dropLeast(by: Record<string, Tally>): void {
  const keys = Object.keys(by)
  if (keys.length <= MOST_KEYS) return
  const [least] = keys.toSorted((a, b) => {
    const [x, y] = [by[a], by[b]]
    if (!x || !y) return 0
    return x.n - y.n || x.last - y.last || (a < b ? -1 : 1)
  })
  if (least !== undefined) delete by[least]
}

function addByCategory(entry: MemoryEntry | undefined, event: Event): MemoryEntry | undefined {
  if (event.type !== 'purchase' && event.type !== 'return') return entry
  const by = { ...(entry && 'by' in entry ? entry.by : {}) }
  for (const line of event.lines) {
    // The one name that JSON keeps and objects do not.
    if (line.category === undefined || line.category === '__proto__') continue
    by[line.category] = add(ownValue(by, line.category), event.at, line.amount)
    dropLeast(by)
  }
  return { by }
}

/** Folds one event into what the playbook asks to remember, and nothing else. Any age counts (rule E10). */
export function remember(playbook: Playbook, memory: Customer['memory'], event: Event): Customer['memory'] {
  let changed: Customer['memory'] | undefined
  for (const [name, { of, by }] of playbook.memory) {
    if (of !== event.type) continue
    changed ??= { ...memory }
    const entry = changed[name]
    const amount = event.type === 'purchase' || event.type === 'return' ? event.total : 0
    const next =
      by === undefined ? add(entry && 'n' in entry ? entry : undefined, event.at, amount) : addByCategory(entry, event)
    if (next !== undefined) changed[name] = next
  }
  return changed ?? memory
}

/** The key that a memory entry counts most; of equal ones the latest, then by name. */
export function mostCounted(entry: MemoryEntry | undefined): string | undefined {
  if (entry === undefined || !('by' in entry)) return undefined
  let most: [string, Tally] | undefined
  for (const each of Object.entries(entry.by)) {
    const [key, tally] = each
    if (
      most === undefined ||
      tally.n > most[1].n ||
      (tally.n === most[1].n && (tally.last > most[1].last || (tally.last === most[1].last && key < most[0])))
    )
      most = each
  }
  return most?.[0]
}
