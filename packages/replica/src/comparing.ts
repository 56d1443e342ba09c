import type { Result } from '@kairos/shared/result'
import { DAY, type Ms } from '@kairos/shared/time'
import type { Compare, Compared } from '@kairos/shared/wire/hq-hub'
import { digestOf, identityDigestOf } from './digest.ts'
import type { Pacing } from './feed-reader.ts'
import type { HubStorage } from './hub-storage.ts'

/** How often a hub's bases are compared with HQ's documents. */
export const COMPARE_EVERY: Ms = DAY
/** Each customer costs both sides some 65 microseconds of processor time: so many at once hold a hub for 3 ms. */
const MOST_COMPARED = 50

export type ComparePort = { compare?(message: Compare): Promise<Result<Compared, string>> }

/**
 * Compares all that a hub holds with HQ, a range of customers at a time, each side from its own rows. A range that
 * changes meanwhile is passed over: what changed comes down anyway. `stopped`: nothing can be said.
 */
export async function compareAll(
  storage: HubStorage,
  port: ComparePort,
  { pace, wait }: Pacing,
  open: () => boolean,
): Promise<'same' | 'other' | 'stopped'> {
  for (let after = ''; ;) {
    // While everything is read from zero, what HQ has and what is here are two different things.
    if (!open() || storage.reading() || !port.compare) return 'stopped'
    const { fewest: most, pause } = pace()
    const asked = Math.min(most, MOST_COMPARED)
    const held = storage.basesAfter(after, asked)
    const upTo = held.length < asked ? undefined : held.at(-1)?.customer
    const { cursor } = storage.position()
    const range = { cursor, after, ...(upTo === undefined ? {} : { upTo }) }
    const digests = { digest: digestOf(held), identities: identityDigestOf(held) }
    const answer = await port.compare({ ...range, rows: held.length, ...digests })
    if (!answer.ok || !open()) return 'stopped'
    if (answer.value.is === 'other') return 'other'
    if (upTo === undefined) return 'same'
    after = upTo
    await wait(pause)
  }
}
