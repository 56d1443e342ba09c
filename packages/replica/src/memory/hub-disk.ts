import type { CustomerId, Epoch } from '@kairos/shared/ids'
import type { IdentityHash } from '@kairos/shared/identity'
import type { Ms } from '@kairos/shared/time'
import type { Fact, PublishedPlaybook } from '@kairos/shared/wire/hq-hub'
import type { Position } from '../hub-storage.ts'
import type { Reading } from '../reading.ts'

/**
 * A fact of this hub. `customer`: whose it is by now. `confirmed`: HQ has it on disk. `contained`: her base contains
 * it, or HQ has set it aside (`aside`), so it is no part of her view any more.
 */
type Kept = { fact: Fact; customer: CustomerId; confirmed: boolean; contained: boolean; aside: boolean }

/** What a hub keeps for the sync, as plain data. */
export type HubDisk = {
  /** `change`: the feed's number of the document; `reading`: the reading from zero that named it last. */
  bases: Map<CustomerId, { document: string; change: number; reading: number }>
  identities: Map<IdentityHash, CustomerId>
  /** In the order of recording. */
  outbox: Kept[]
  /** The last number used in each epoch, in the order in which they were begun. */
  numbers: Map<Epoch, number>
  position: Position
  /** `is` is absent when the last reading has ended and what it did not name is removed. */
  reading: Omit<Reading, 'is'> & { is?: Reading['is'] }
  playbooks: Map<number, PublishedPlaybook>
  paused: boolean
  heard: Ms | undefined
  compared: Ms | undefined
}

export const emptyHubDisk = (): HubDisk => ({
  bases: new Map(),
  identities: new Map(),
  outbox: [],
  numbers: new Map(),
  position: { cursor: 0, hqEpoch: undefined, highest: 0 },
  reading: { n: 0, done: 0, bytes: 0 },
  playbooks: new Map(),
  paused: false,
  heard: undefined,
  compared: undefined,
})
