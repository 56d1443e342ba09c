import { strangerId, identityOfStranger } from '@kairos/shared/stranger'
import { customerIdSchema, type CustomerId } from '@kairos/shared/ids'
import { identityHashSchema } from '@kairos/shared/identity'
import type { HqDisk } from './hq-disk.ts'
import { Table, type Transaction } from './transactions.ts'

/** What HQ keeps, as tables that transactions change. */
export type HqTables = ReturnType<typeof hqTables>

export const hqTables = (disk: HqDisk) => ({
  documents: new Table(disk.documents),
  identities: new Table(disk.identities),
  aliases: new Table(disk.aliases),
  feed: new Table(disk.feed),
  epochs: new Table(disk.epochs),
  events: new Table(disk.events),
  arrivals: new Table(disk.arrivals),
  stored: new Table(disk.stored),
  setAside: new Table(disk.setAside),
  folded: new Table(disk.folded),
  erased: new Table(disk.erased),
  playbooks: new Table(disk.playbooks),
})

/** The keys of rows that belong to a customer. */
export const keysOf = (table: Table<CustomerId>, owner: CustomerId, by?: Transaction): string[] =>
  table.all(by).flatMap(([key, whose]) => (whose === owner ? [key] : []))

/** Whose facts those under this id are: hers who has it, or hers whose other name it is (SPEC 33, 34). */
export function ownerOf({ aliases, identities }: HqTables, id: CustomerId, by?: Transaction): CustomerId {
  const hash = identityOfStranger(id)
  return aliases.get(id, by) ?? (hash && identities.get(hash, by)) ?? id
}

/** All ids that mean her, her own first: also those that no store has met her by yet. */
export function namesOf(tables: HqTables, owner: CustomerId, by?: Transaction): CustomerId[] {
  const strangers = keysOf(tables.identities, owner, by).map((hash) => strangerId(identityHashSchema.parse(hash)))
  const aliases = keysOf(tables.aliases, owner, by)
  return [...new Set([owner, ...aliases.map((alias) => customerIdSchema.parse(alias)), ...strangers])]
}
