import type { CustomerId } from '@kairos/shared/ids'
import type { IdentityHash } from '@kairos/shared/identity'
import type { Fact, FeedRow } from '@kairos/shared/wire/hq-hub'
import type { HubStorage } from '../hub-storage.ts'
import { A } from './made-up.ts'

/** A hub's storage as the contract needs it. `storage` is the one that is open: ask for it anew after `reopen`. */
export type HubUnderTest = {
  readonly storage: HubStorage
  /** Whose identity this is, as far as the hub knows. */
  whose(identity: IdentityHash): CustomerId | undefined
  /** Closes the storage, and opens what is on disk. */
  reopen(): void
}

/** One batch of the feed, the last one unless `more`. */
export function read(
  { storage }: HubUnderTest,
  rows: FeedRow[],
  { cursor = rows.at(-1)?.change ?? 0, more = false, epoch = A, bytes = 0 } = {},
): void {
  storage.apply({ rows, cursor, more }, epoch, bytes)
}

export const numbers = (facts: readonly Fact[]): number[] => facts.map(({ n }) => n)
/** Facts as `a3`: epoch and number. */
export const names = (facts: readonly Fact[]): string[] => facts.map(({ epoch, n }) => `${epoch[0]}${n}`)

export function removeAll({ storage }: HubUnderTest, most: number): void {
  while (storage.removeUnnamed(most));
}
