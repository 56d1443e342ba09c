import type { Customer } from '@kairos/shared/customer'
import type { CustomerId, Epoch, EventId } from '@kairos/shared/ids'
import { DAY, type Ms } from '@kairos/shared/time'
import type { Batch, Fact, PublishedPlaybook } from '@kairos/shared/wire/hq-hub'

/** How far a hub has read, and in which of HQ's histories. */
export type Position = { cursor: number; hqEpoch: Epoch | undefined }

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
   * could not read counts for nobody's view any more.
   */
  confirm(epoch: Epoch, upTo: number, setAside: readonly number[]): void
  /**
   * Rows, cursor and the facts they contain, together (rule S3). `epoch` is this start's: a row that
   * contains a fact of an epoch which this database has never seen shows that it was restored from a
   * backup. HQ then has all that the backup held about her, and only this start's facts are news.
   */
  apply(batch: Batch, epoch: Epoch): void
  position(): Position
  /**
   * What is read from here on belongs to this epoch of HQ. Another epoch may lack what the one before
   * confirmed, so what no base contains is sent again. `fromZero`: HQ's history is not the one that the
   * cursor was read from, so all of it is read again and every fact that is kept is sent again; bases
   * stay until they are replaced.
   */
  adopt(hqEpoch: Epoch, fromZero: boolean): void
  playbooks(): PublishedPlaybook[]
  savePlaybook(playbook: PublishedPlaybook): void
  /** Whether all speaking is paused, as HQ last said. On disk: a restart without a line stays silent. */
  paused(): boolean
  savePaused(paused: boolean): void
  /** Facts not confirmed yet, and facts not contained in a base yet. */
  depth(): { unsent: number; uncontained: number }
}
