import type { Epoch, StoreId } from '@kairos/shared/ids'
import type { Ms } from '@kairos/shared/time'
import type { Batch, Fact, PublishedPlaybook } from '@kairos/shared/wire/hq-hub'

/** A fact that HQ cannot read: kept as it came, for a person to look at. */
export type SetAside = { epoch: Epoch; n: number; body: string; why: string }

/** What HQ's end of the store sync needs of HQ's storage. Each method is one transaction. */
export interface HqSyncStorage {
  /** The last number of this hub's epoch that is on disk; 0 for none. */
  lastNumber(store: StoreId, epoch: Epoch): Promise<number>
  /**
   * Stores facts durably, in order, and remembers how far the epoch has come (rule S3). Two lines of one
   * hub may overlap: numbers that are on disk by now are passed over, and the epoch never goes back.
   */
  takeFacts(
    store: StoreId,
    epoch: Epoch,
    upTo: number,
    facts: readonly Fact[],
    setAside: readonly SetAside[],
  ): Promise<void>
  /** Which of an epoch's facts, of these numbers, are set aside. */
  setAsideAmong(store: StoreId, epoch: Epoch, from: number, to: number): Promise<number[]>
  feedAfter(store: StoreId, cursor: number, most: number): Promise<Batch>
  /**
   * Whether a cursor that was read in this epoch is one that HQ gave out. A database restored from a
   * backup does not know the epoch, or gave out less in it (rule S2).
   */
  cursorHolds(epoch: Epoch, cursor: number): Promise<boolean>
  playbooksAfter(version: number): Promise<PublishedPlaybook[]>
  /** Heard from the hub, which has read up to `cursor` and, where it says so, has playbooks up to that version. */
  heard(store: StoreId, at: Ms, cursor: number, playbook?: number): Promise<void>
}
