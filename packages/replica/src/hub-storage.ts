import type { Customer } from '@kairos/shared/customer'
import type { CustomerId, Epoch, EventId } from '@kairos/shared/ids'
import type { Batch, Fact, PublishedPlaybook } from '@kairos/shared/wire/hq-hub'

/** How far a hub has read, and in which of HQ's histories. */
export type Position = { cursor: number; hqEpoch: Epoch | undefined }

/**
 * What a hub keeps on disk for the sync. Synchronous, because SQLite's transactions are; each method
 * is one transaction, and what it was told is on disk when it returns.
 */
export interface HubStorage {
  /** The last document that HQ sent (rule: HQ's document is the truth). */
  base(customer: CustomerId): Customer | undefined
  /** This hub's facts about a customer that her base does not contain yet, in the order they were recorded. */
  factsOf(customer: CustomerId): Fact[]
  /** Appends a fact, unless an event of this id was recorded before: then undefined (rule E9). */
  append(fact: Fact): Fact | undefined
  hasEvent(event: EventId): boolean
  /** The last number used in an epoch; 0 for none. */
  lastNumber(epoch: Epoch): number
  /** The oldest facts that HQ has not confirmed to have on disk, all of one epoch. */
  unsent(most: number): Fact[]
  /** HQ has these on disk; the ones it could not read are dropped. */
  confirm(epoch: Epoch, upTo: number, setAside: readonly number[]): void
  /** Rows, cursor and the facts they contain, together (rule S3). */
  apply(batch: Batch): void
  position(): Position
  /**
   * What is read from here on belongs to this epoch of HQ. `fromZero`: HQ's history is not the one that
   * the cursor was read from, so all of it is read again; bases stay until they are replaced.
   */
  adopt(hqEpoch: Epoch, fromZero: boolean): void
  playbooks(): PublishedPlaybook[]
  savePlaybook(playbook: PublishedPlaybook): void
  /** Facts not confirmed yet, and facts not contained in a base yet. */
  depth(): { unsent: number; uncontained: number }
}
