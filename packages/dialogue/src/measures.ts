import type { Customer, MemoryEntry, Tally } from '@kairos/shared/customer'
import type { Ms } from '@kairos/shared/time'
import type { Measure } from './language.ts'
import { ownValue } from './memory.ts'
import type { Playbook } from './playbook.ts'
import { stretchOf } from './stretches.ts'

const tallyIn = (entry: MemoryEntry | undefined, key: string | undefined): Tally | undefined => {
  if (entry === undefined) return undefined
  if ('by' in entry) return key === undefined ? undefined : ownValue(entry.by, key)
  return key === undefined ? entry : undefined
}

/** When the first that a number counts happened; in no time that has come where there was none. */
export const firstOf = (memory: Customer['memory'], { memory: name, key }: Measure): Ms =>
  tallyIn(ownValue(memory, name), key)?.first ?? Number.POSITIVE_INFINITY

export const lastOf = (memory: Customer['memory'], { memory: name, key }: Measure): Ms =>
  tallyIn(ownValue(memory, name), key)?.last ?? 0

/**
 * A number of memory. Of an entry with a window: what fell into its last stretches up to now; of any
 * other: all there ever was. What is not there is 0 here; whether it is *unknown* is asked before (E11).
 */
export function measured(
  memory: Customer['memory'],
  { memory: name, key, of }: Measure,
  window: Ms | undefined,
  now: Ms,
): number {
  const tally = tallyIn(ownValue(memory, name), key)
  if (!tally) return 0
  if (window === undefined) return tally[of]
  const oldest = stretchOf(now - window, window)
  return (tally.buckets ?? []).reduce(
    (sum, bucket) => (bucket.at > oldest && bucket.at <= now ? sum + bucket[of] : sum),
    0,
  )
}

/** The earlier and the later half of a window. */
export function halves(
  memory: Customer['memory'],
  { memory: name, key, of }: Measure,
  window: Ms,
  now: Ms,
): { earlier: number; later: number } {
  const buckets = tallyIn(ownValue(memory, name), key)?.buckets ?? []
  const [oldest, middle] = [stretchOf(now - window, window), stretchOf(now - window / 2, window)]
  const sum = (from: Ms, to: Ms) =>
    buckets.reduce((total, { at, ...bucket }) => (at > from && at <= to ? total + bucket[of] : total), 0)
  return { earlier: sum(oldest, middle), later: sum(middle, now) }
}

/** Memory as conditions see it: what an entry with a window counts is what fell into the window. */
export function windowedMemory(playbook: Playbook, memory: Customer['memory'], now: Ms): Customer['memory'] {
  if (playbook.windowed.length === 0) return memory
  const seen = { ...memory }
  for (const { name, window } of playbook.windowed) {
    const entry = ownValue(memory, name)
    if (entry === undefined) continue
    const within = (tally: Tally, key: string | undefined): Tally => ({
      ...tally,
      n: measured(memory, { memory: name, key, of: 'n' }, window, now),
      sum: measured(memory, { memory: name, key, of: 'sum' }, window, now),
    })
    seen[name] =
      'by' in entry
        ? { by: Object.fromEntries(Object.entries(entry.by).map(([key, tally]) => [key, within(tally, key)])) }
        : within(entry, undefined)
  }
  return seen
}
