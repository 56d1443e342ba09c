import type { Advanced, Input } from '@kairos/dialogue/advance'
import type { Merged } from '@kairos/dialogue/merge'
import type { HqSyncStorage } from '@kairos/replica/hq-storage'
import type { Customer } from '@kairos/shared/customer'
import type { Event } from '@kairos/shared/event'
import type {
  CustomerRow,
  Occasion,
  OccasionView,
  Pause,
  PlaybookRow,
  StoreView,
  Summary,
  SweepProgress,
  TimelineEntry,
} from '@kairos/shared/hq-views'
import type { CustomerId, Epoch, StoreId } from '@kairos/shared/ids'
import type { IdentityHash } from '@kairos/shared/identity'
import type { Ms } from '@kairos/shared/time'

/** How many of an incentive head office itself has granted so far, of its share of what all share (rule E16). */
export type GrantedAtHq = (incentive: string) => number
/**
 * The engine, as storage sees it: the document is absent for a customer of whom nothing is known yet. `granted` is
 * absent for what happened in a store: its hub said what was left of the store's own share.
 */
export type FoldOne = (
  id: CustomerId,
  customer: Customer | undefined,
  input: Input,
  granted: GrantedAtHq | undefined,
) => Advanced

/**
 * The engine's `merge`, with her memory filled from the events of both where one of them did not know all of it (rule
 * E18).
 */
export type JoinTwo = (into: Customer, from: Customer, at: Ms, events: () => readonly Event[]) => Merged

/** What came of one batch of leavings: whether it was the last, and which stores have something to read. */
export type Left = { ended: boolean; stores: ReadonlySet<StoreId> }
/** An erased customer's id, or another name of hers, as what it has become; and the stores that have not read of it. */
export type Erasure = { name: string; at: Ms; who: string; waiting: StoreId[] }

export type MoveProgress = (stored: unknown) => object | undefined
export type TakenIn = { stored: number; duplicates: number }
/** Something that could not be folded; it was set aside and counted, and the rest went on without it. */
export type Unfoldable = { customer: string; event?: number; error: unknown }
/** What came of one batch of folding: how much was done, and which stores have something to read. */
export type Folded = { done: number; stores: ReadonlySet<StoreId>; unfoldable: readonly Unfoldable[] }

/** Announced now, known with this very content, or known with another. */
export type Announced = 'new' | 'known' | 'other'
/** How many events one batch of occasions stored; `ended` if no occasion is under way any more. */
export type Reached = { ended: boolean; stored: number }

/** Who did something that concerns the whole chain, and why. */
export type By = { who: string; note: string }
/** `filesOf`: an older version's files are published again. `anew`: even if they are current already. */
export type Publishing = By & { filesOf?: number; anew?: boolean }

/** What a folder held, and which version was the newest then. */
export type Sighting = { digest: string; version: number }

/**
 * One customer's memory filled from all of her events that were folded, in the order of arrival (rule
 * E11); undefined if nothing of it is unknown. The events are read only if they are asked for.
 */
export type RefillOne = (customer: Customer, events: () => readonly Event[]) => Customer | undefined
/**
 * What came of one batch of the sweep: whether it was the last, how many documents it changed, and whether
 * it stopped before a customer who has to be woken first.
 */
export type Swept = {
  ended: boolean
  stores: ReadonlySet<StoreId>
  changed: number
  due: boolean
  unfoldable: readonly Unfoldable[]
}

/**
 * HQ's storage, named after what HQ does. Every method is one transaction and what it was told is on
 * disk when its promise resolves. Nothing outside this folder knows which database is behind it.
 */
export interface HqStorage extends HqSyncStorage {
  /** Opens this start's epoch (rule S2). */
  openEpoch(epoch: Epoch, at: Ms): Promise<void>
  /** Takes events in, each id once (rule E9), to be folded in the order of arrival. */
  takeIn(events: readonly Event[]): Promise<TakenIn>
  /**
   * The same for one batch of an import, with its progress in the same transaction: `move` is given what
   * is stored and gives what to store, or undefined to refuse the batch whole.
   */
  takeImport(id: string, events: readonly Event[], move: MoveProgress): Promise<TakenIn | undefined>
  importProgress(id: string): Promise<unknown>
  /**
   * Folds what has arrived, the oldest first, at most so many events. A profile with the identity of a stranger joins
   * the two in the same transaction; without `join` they stay apart.
   */
  foldNext(most: number, fold: FoldOne, join?: JoinTwo): Promise<Folded>
  /**
   * Two customers are one: documents, events, effects and all else of `from` become `into`'s, and its id another name
   * of hers (rule E18). Undefined if one of them is not known, or both are one already.
   */
  merge(into: CustomerId, from: CustomerId, at: Ms, by: By, join: JoinTwo): Promise<Folded | undefined>
  /** Customers whom their stores have held for long enough leave them (rule S7), at most so many. */
  leave(now: Ms, most: number): Promise<Left>
  /** All ids that mean her, her own first; none if nobody is known by this one. */
  namesOf(id: CustomerId): Promise<CustomerId[]>
  /**
   * Deletes all that is kept under these ids, which are one customer's, and the bytes that it was written with (of a
   * large file soon: `cleanNext`); gives the stores that are to hear of it (rule S8). Undefined, and nothing is
   * deleted, if she goes by more names by now.
   */
  erase(ids: readonly CustomerId[], at: Ms, who: string): Promise<ReadonlySet<StoreId> | undefined>
  /** After a restore from a backup: which ids this database knows of customers who were erased since. */
  namesLeft(erased: readonly string[]): Promise<CustomerId[]>
  rememberErased(names: readonly string[], at: Ms, who: string): Promise<void>
  /** The newest first. */
  erasures(): Promise<Erasure[]>
  /** Overwrites some more of what deletions left in a large file; true if nothing is left. */
  cleanNext(): Promise<boolean>
  /** Folds the passing of time into customers who are due, at most so many. */
  wake(now: Ms, most: number, fold: FoldOne): Promise<Folded>
  nextDue(): Promise<Ms | undefined>
  /**
   * Publishes a playbook unless it is the current one already; gives the current version, which is always
   * the newest. A number is not used again if this database or any hub heard of has had it.
   */
  publish(digest: string, files: Record<string, string>, at: Ms, by?: Publishing): Promise<number>
  /** All versions, the newest first. */
  playbooks(): Promise<PlaybookRow[]>
  playbookFiles(version: number): Promise<Record<string, string> | undefined>
  /** What the folder that HQ is started with held at its last start; `folderSeen` notes it. */
  folderSighting(): Promise<Sighting | undefined>
  folderSeen(digest: string): Promise<void>
  /** Begins the sweep for this memory, or finds it begun; false if it has ended. */
  beginSweep(memory: string): Promise<boolean>
  /**
   * Goes on with the sweep: at most so many customers, no further customer after so many events, and none
   * who is due and has not been woken yet.
   */
  sweepNext(now: Ms, most: number, mostEvents: number, refill: RefillOne): Promise<Swept>
  /** How far the sweep is, while one is under way. */
  sweepProgress(): Promise<SweepProgress | undefined>
  /** Notes an occasion of the chain, each id once, to be brought to the customers whom it concerns (rule E17). */
  announce(occasion: Occasion, at: Ms): Promise<Announced>
  /**
   * Goes on with what was announced: looks at the next customers whom the index finds, at most so many, and takes
   * in the event of each whom it concerns, to be folded like any other. Does nothing while others wait for that.
   */
  reachNext(now: Ms, most: number): Promise<Reached>
  occasion(id: string): Promise<OccasionView | undefined>
  /** The newest first. */
  occasions(which: 'all' | 'under way'): Promise<OccasionView[]>
  /**
   * Pauses or resumes all speaking; false if it is so already. While it is paused, what comes due is kept
   * as `paused`, and becomes `due` on resumption unless it was withdrawn.
   */
  pause(paused: boolean, by: By, at: Ms): Promise<boolean>
  paused(): Promise<Pause | undefined>
  /** For the console. */
  summary(): Promise<Omit<Summary, 'chain' | 'now' | 'playbook' | 'sweep' | 'occasions' | 'paused'>>
  stores(): Promise<(Omit<StoreView, 'name' | 'line'> & { store: StoreId })[]>
  /** Those whose id or first name begins so, or who own one of these identities; without a text the latest. */
  findCustomers(text: string, identities: readonly IdentityHash[], most: number): Promise<CustomerRow[]>
  customer(id: CustomerId): Promise<{ row: CustomerRow; document: Customer } | undefined>
  timeline(id: CustomerId, most: number): Promise<TimelineEntry[]>
  close(): Promise<void>
}
