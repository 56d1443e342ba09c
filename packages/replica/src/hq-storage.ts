import type { Epoch, StoreId } from '@kairos/shared/ids'
import type { IdentityHash } from '@kairos/shared/identity'
import type { Ms } from '@kairos/shared/time'
import type { Batch, BulkFrame, Fact, LookedUp, NamedPlaybook, PublishedPlaybook } from '@kairos/shared/wire/hq-hub'
import type { Held, Range } from './digest.ts'

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
  /** Which of them are about a customer who is erased (rule S8). They are set aside, too. */
  erasedAmong(store: StoreId, epoch: Epoch, from: number, to: number): Promise<number[]>
  /** Whose identity this is; from here on the store holds her (rule S7). Only a customer with a document can be sent. */
  lookUp(store: StoreId, identity: IdentityHash, at: Ms): Promise<LookedUp>
  feedAfter(store: StoreId, cursor: number, most: number): Promise<Batch>
  /** The same rows, each as its text in JSON, for sending many of them without reading them first. */
  bulkAfter(store: StoreId, cursor: number, most: number): Promise<{ frame: BulkFrame; rows: string[] }>
  /** How many documents the store has to read after this cursor. */
  behind(store: StoreId, cursor: number): Promise<number>
  /**
   * The documents that a store holds of a range of customers, in the order of ids by their bytes, at most
   * so many; `moved` if any of the range has changed after the cursor.
   */
  heldIn(store: StoreId, range: Range, cursor: number, most: number): Promise<{ rows: Held[]; moved: boolean }>
  /** A hub's bases were not what HQ's documents are. It is counted. */
  differed(store: StoreId): Promise<void>
  /**
   * Whether a cursor that was read in this epoch is one that HQ gave out. A database restored from a
   * backup does not know the epoch, or gave out less in it (rule S2).
   */
  cursorHolds(epoch: Epoch, cursor: number): Promise<boolean>
  /**
   * The versions after this one, and those before it that a hub lacks, or has with other files: it names its newest
   * ones, at most `MOST_NAMED`.
   */
  playbooksAfter(version: number, named?: readonly NamedPlaybook[]): Promise<PublishedPlaybook[]>
  /** Heard from the hub, which has read up to `cursor` (of whom it has erased nothing but a name stays) and, where it says so, has playbooks up to that version. */
  heard(store: StoreId, at: Ms, cursor: number, playbook?: number): Promise<void>
}
