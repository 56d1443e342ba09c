import type { Customer } from '@kairos/shared/customer'
import type { Event } from '@kairos/shared/event'
import type { CustomerId, Epoch, StoreId } from '@kairos/shared/ids'
import type { Ms } from '@kairos/shared/time'
import type { FeedRow, GoneRow, PublishedPlaybook } from '@kairos/shared/wire/hq-hub'

/** Where a fact came from. `named`: whom its hub meant. */
export type FromHub = { store: StoreId; epoch: Epoch; n: number; named: CustomerId }

/**
 * What one store has to know of one customer (SPEC 4): `change` is the number of the last change. `last`: when she
 * last came by. `gone`: a tombstone; `forgotten` is an erasure that the hub has read.
 */
export type Entry = {
  store: StoreId
  customer: CustomerId
  change: number
  last: Ms
  contains?: FeedRow['contains']
  gone?: GoneRow['gone'] | 'forgotten'
  into?: CustomerId
}

/** What HQ keeps for the sync, as plain data. Keys are ids, joined by a blank where there are several. */
export type HqDisk = {
  documents: Map<string, Customer>
  identities: Map<string, CustomerId>
  /** Other names, and whose they are. */
  aliases: Map<string, CustomerId>
  feed: Map<string, Entry>
  /** The last change number that was taken; one that was rolled back is not taken again. */
  lastChange: { n: number }
  /** HQ's epochs in the order of its starts, with the last change number before each. */
  epochs: Map<string, number>
  events: Map<string, { event: Event; customer: CustomerId; folded: boolean }>
  /** What is to be folded, in the order of arrival; `from` is absent for what came from no hub. */
  arrivals: Map<string, { event: string; from?: FromHub }>
  /** How far each epoch of each hub is stored. */
  stored: Map<string, number>
  setAside: Map<string, { n: number; customer?: CustomerId; erased?: true }>
  /** The last fact of each store that was folded. */
  folded: Map<string, { epoch: Epoch; n: number }>
  /** What the ids of the erased have become. */
  erased: Map<string, true>
  playbooks: Map<string, PublishedPlaybook>
}

export const emptyHqDisk = (): HqDisk => ({
  documents: new Map(),
  identities: new Map(),
  aliases: new Map(),
  feed: new Map(),
  lastChange: { n: 0 },
  epochs: new Map(),
  events: new Map(),
  arrivals: new Map(),
  stored: new Map(),
  setAside: new Map(),
  folded: new Map(),
  erased: new Map(),
  playbooks: new Map(),
})
