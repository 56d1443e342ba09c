import type { Customer } from '@kairos/shared/customer'
import type { CustomerId, Epoch, EventId } from '@kairos/shared/ids'
import { DAY, type Ms } from '@kairos/shared/time'
import type { DocumentRow, Fact, GoneRow, PublishedPlaybook } from '@kairos/shared/wire/hq-hub'
import type { Slice } from './bulk.ts'
import type { Held } from './digest.ts'
import type { Reading } from './reading.ts'

/**
 * How far a hub has read, and in which of HQ's histories. `highest`: of the changes that it has anything of, the last,
 * looked up ahead of the cursor or read before everything was read again; never less than the cursor.
 */
export type Position = { cursor: number; hqEpoch: Epoch | undefined; highest: number }

/** How long a hub keeps facts that HQ has, for an HQ that is restored from a backup (rule S9). */
export const KEEP_FACTS: Ms = 30 * DAY

/**
 * What a hub keeps on disk for the sync. Synchronous, because SQLite's transactions are; each method
 * is one transaction, and what it was told is on disk when it returns.
 */
export interface HubStorage {
  /** The last document that HQ sent (rule: HQ's document is the truth). */
  base(customer: CustomerId): Customer | undefined
  /** This hub's facts about a customer that her base does not contain yet, in the order they were recorded. */
  factsOf(customer: CustomerId): Fact[]
  /**
   * Appends a fact, unless an event of this id was recorded within the last 30 days: then undefined
   * (rule E9). Older facts that HQ has are forgotten as new ones come.
   */
  append(fact: Fact): Fact | undefined
  hasEvent(event: EventId): boolean
  /** The last number used in an epoch; 0 for none. */
  lastNumber(epoch: Epoch): number
  /** The oldest facts that HQ has not confirmed to have on disk, all of one epoch. */
  unsent(most: number): Fact[]
  /**
   * HQ has the facts of this epoch up to here on disk, and none after: those are sent (again). What it
   * could not read counts for nobody's view any more; of what is about an erased customer nothing stays.
   */
  confirm(epoch: Epoch, upTo: number, setAside: readonly number[], erased?: readonly number[]): void
  /**
   * Rows, cursor and the facts they contain, together (rule S3). `epoch` is this start's: a row that
   * contains a fact of an epoch which this database has never seen shows that it was restored from a
   * backup. HQ then has all that the backup held about her, and only this start's facts are news.
   * A document that is older than the one that is here is passed over. The last batch of a reading from
   * zero ends it: what it did not name is to be removed. `bytes`: of the compressed batch that this begins.
   */
  apply(slice: Slice, epoch: Epoch, bytes?: number): void
  /**
   * A row that HQ was asked for, ahead of the feed, with the tombstones of her other names: the cursor stays where it
   * is. Whatever the feed has brought meanwhile is not older, and stays.
   */
  applyAhead(row: DocumentRow, epoch: Epoch, others?: readonly GoneRow[]): void
  position(): Position
  /**
   * What is read from here on belongs to this epoch of HQ. Another epoch may lack what the one before
   * confirmed, so what no base contains is sent again. `fromZero`: HQ's history is not the one that the
   * cursor was read from, so all of it is read again and every fact that is kept is sent again; bases
   * stay until they are replaced, or the reading has ended without naming them.
   */
  adopt(hqEpoch: Epoch, fromZero: boolean): void
  /**
   * Reads everything from zero once more, of the same history: bases stay until then, and the outbox is
   * as it was, because HQ's documents contain what they contained.
   */
  reread(): void
  /** The reading from zero that is under way. */
  reading(): Reading | undefined
  /** Removes customers whom the reading that has ended did not name, at most so many; false when none is left. */
  removeUnnamed(most: number): boolean
  /** How many customers this hub has a base of. */
  customers(): number
  /** The bases of the next customers by id, at most so many. */
  basesAfter(after: string, most: number): Held[]
  /** When the bases were last compared with HQ's documents, all of them. */
  compared(): Ms | undefined
  saveCompared(at: Ms): void
  /** By their versions. */
  playbooks(): PublishedPlaybook[]
  /** A version that is here already gives way: an HQ restored from a backup may have given its number to another. */
  savePlaybook(playbook: PublishedPlaybook): void
  /** Whether all speaking is paused, as HQ last said. On disk: a restart without a line stays silent. */
  paused(): boolean
  savePaused(paused: boolean): void
  /** When all of the feed had last been read, give or take an hour; on disk. */
  heard(): Ms | undefined
  saveHeard(at: Ms): void
  /** Facts not confirmed yet, and facts not contained in a base yet. */
  depth(): { unsent: number; uncontained: number }
  /** When the oldest fact that is not confirmed was recorded. */
  oldestUnsent(): Ms | undefined
}
