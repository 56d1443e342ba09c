import type { Event } from '@kairos/shared/event'
import { eventIdSchema, type CustomerId, type Epoch, type StoreId } from '@kairos/shared/ids'
import type { IdentityHash } from '@kairos/shared/identity'
import type { Ms } from '@kairos/shared/time'
import type { Batch, FeedRow } from '@kairos/shared/wire/hq-hub'
import type { HqSyncStorage } from '../hq-storage.ts'
import type { Engine } from '../memory/hq-folding.ts'
import { document, harbour } from './made-up.ts'

/** What a writer's transaction may do. */
export type Work = (hq: Pick<HqUnderTest, 'storage' | 'fold'>) => Promise<unknown>
/**
 * A transaction that has done its work, with change numbers of its own, and is not over. `waits`: it has not, because
 * it has to wait until another is over; its work is done by the time it is committed.
 */
export type Writer = { waits: boolean; commit(): Promise<void>; rollBack(): Promise<void> }

/**
 * HQ's storage as the contract needs it, with what brings documents into the feed. `storage` is the one that is open:
 * ask for it anew after `reopen` and `restore`. Every other method has done its work, on disk, when its promise resolves.
 */
export interface HqUnderTest {
  readonly storage: HqSyncStorage
  /** Closes the storage, and opens what is on disk. */
  reopen(): Promise<void>
  /** Copies what is on disk; `restore` opens that copy in its place. */
  backUp(): Promise<void>
  restore(): Promise<void>
  openEpoch(epoch: Epoch): Promise<void>
  /** Publishes a playbook; gives its version. */
  publish(files: Record<string, string>): Promise<number>
  /** Takes in what came from no hub. */
  takeIn(events: readonly Event[]): Promise<void>
  /** Folds all that has arrived, by `engine`. */
  fold(): Promise<void>
  merge(into: CustomerId, from: CustomerId): Promise<void>
  erase(customer: CustomerId): Promise<void>
  /** Whoever has not come by for 13 months leaves. */
  leave(now: Ms): Promise<void>
  /**
   * Whether several transactions may be under way at once, each with numbers of its own; or whether one that would
   * write has to wait until the other is over.
   */
  readonly writers: 'overlap' | 'wait'
  /** Another writer's transaction: its work, and not yet its commit. */
  begin(work: Work): Promise<Writer>
}

/** Counts what was folded in the document's own time; throws on events whose id says so. Homes are kept. */
export const engine: Engine = {
  create: (id) => document(id),
  fold(customer, event) {
    if (event.id.includes('bad')) throw new Error(`cannot fold ${event.id}`)
    const profile = event.type === 'profile' ? event.profile : customer.profile
    return { ...customer, now: customer.now + 1, profile }
  },
  join: (into, from) => ({ ...into, now: into.now + from.now }),
}

/** Somebody's data came from elsewhere. */
export const profile = (
  event: string,
  customer: CustomerId,
  home: StoreId | 'none' = harbour,
  identities: IdentityHash[] = [],
): Event => ({
  id: eventIdSchema.parse(event),
  customer,
  at: 1,
  received: 1,
  type: 'profile',
  profile: home === 'none' ? {} : { home },
  identities,
})

/** Takes in and folds. */
export async function change(hq: HqUnderTest, ...events: Event[]): Promise<void> {
  await hq.takeIn(events)
  await hq.fold()
}

/** All that a hub has to read after its cursor, in batches of `most`, and where it stands then. */
export async function readOn(
  { storage }: HqUnderTest,
  store: StoreId,
  from = 0,
  most = 100,
): Promise<{ rows: FeedRow[]; cursor: number }> {
  const rows: FeedRow[] = []
  let batch: Batch
  let cursor = from
  do {
    batch = await storage.feedAfter(store, cursor, most)
    rows.push(...batch.rows)
    cursor = batch.cursor
  } while (batch.more)
  return { rows, cursor }
}

/** A row in short: whom it is about, how often her document was folded or how she is gone, what it contains. */
export const short = (row: FeedRow): string => {
  const what = 'gone' in row ? [row.gone, row.into] : [row.document.now]
  const contains = row.contains && `${row.contains.epoch[0]}${row.contains.n}`
  return [row.customer, ...what, contains].filter((each) => each !== undefined).join(' ')
}
export const inShort = ({ rows }: { rows: FeedRow[] }): string[] => rows.map(short)
export const sorted = (words: readonly string[]): string[] => words.toSorted((a, b) => (a < b ? -1 : 1))
