import { z } from 'zod'
import { Cleaning } from '@kairos/shared/cleaning'
import type { SqliteDatabase } from '@kairos/shared/database'
import { customerIdSchema, epochSchema, type CustomerId, type Epoch } from '@kairos/shared/ids'
import type { IdentityHash } from '@kairos/shared/identity'
import type { DocumentRow, GoneRow, PublishedPlaybook } from '@kairos/shared/wire/hq-hub'
import type { Slice } from '@kairos/replica/bulk'
import type { HubStorage, Position } from '@kairos/replica/hub-storage'
import { basesOf } from './bases.ts'
import { outboxOf } from './outbox.ts'
import { telling, type Changing } from './telling.ts'
import { tombstonesOf } from './tombstones.ts'

const filesSchema = z.record(z.string(), z.string())
const positionSchema = z.object({
  cursor: z.int().nonnegative(),
  hqEpoch: epochSchema.optional(),
  highest: z.int().nonnegative().default(0),
})

export type ReplicaListeners = {
  /** Bytes of the erased are left in a large file: `cleaning` has to go on. */
  unclean: () => void
  /** What is known of a customer, or whose visit one is, is about to change. */
  changed: Changing
}
const NOBODY_LISTENS: ReplicaListeners = { unclean: () => {}, changed: () => {} }

/** A hub's replica in SQLite: bases, outbox and cursor, changed together. */
export function sqliteReplica(database: SqliteDatabase, { unclean, changed } = NOBODY_LISTENS) {
  const cleaning = new Cleaning(database, unclean)
  const outbox = outboxOf(database)
  const bases = basesOf(database)
  const tombstones = tombstonesOf(database, bases, outbox)
  const findOwner = database.prepare<[string], { customer: string }>(
    'select customer from identities join bases using (customer) where hash = ?',
  )
  const readPosition = database.prepare<[], { value: string }>(`select value from meta where key = 'position'`)
  const savePosition = database.prepare<[string]>(
    `insert into meta (key, value) values ('position', ?) on conflict (key) do update set value = excluded.value`,
  )
  const readPaused = database.prepare<[], { value: number }>(`select value from meta where key = 'paused'`)
  const savePaused = database.prepare<[number]>(
    `insert into meta (key, value) values ('paused', ?) on conflict (key) do update set value = excluded.value`,
  )
  const readHeard = database.prepare<[], { value: number }>(`select value from meta where key = 'heard'`)
  const saveHeard = database.prepare<[number]>(
    `insert into meta (key, value) values ('heard', ?) on conflict (key) do update set value = excluded.value`,
  )
  const readPlaybooks = database.prepare<[], { version: number; files: string }>(
    'select version, files from playbooks order by version',
  )
  const savePlaybook = database.prepare<[number, string]>(
    'insert into playbooks (version, files) values (?, ?) on conflict do update set files = excluded.files',
  )

  const position = (): Position => {
    const row = readPosition.get()
    const { cursor, hqEpoch, highest } = positionSchema.parse(row ? JSON.parse(row.value) : { cursor: 0 })
    return { cursor, hqEpoch, highest: Math.max(cursor, highest) }
  }
  const move = (to: Partial<Position>): void => {
    const moved = { ...position(), ...to }
    savePosition.run(JSON.stringify({ ...moved, highest: Math.max(moved.highest, moved.cursor) }))
  }
  const apply = database.transaction((slice: Slice, epoch: Epoch, bytes: number): void => {
    for (const row of slice.rows) {
      if ('gone' in row) tombstones.bury(row, epoch)
      else if (bases.save(row)) outbox.contained(row, epoch)
    }
    if (tellsOfErased(slice)) cleaning.begin()
    bases.applied(slice, bytes)
    move({ cursor: slice.cursor })
  })
  // What the cursor has passed is here already, or was gone since.
  const applyAhead = database.transaction((row: DocumentRow, epoch: Epoch, others: readonly GoneRow[]): void => {
    const { cursor, highest } = position()
    if (row.change <= cursor) return
    move({ highest: Math.max(highest, row.change) })
    for (const other of others) tombstones.bury(other, epoch)
    if (bases.save(row)) outbox.contained(row, epoch)
  })
  const confirm = database.transaction(
    (epoch: Epoch, upTo: number, setAside: readonly number[], erased: readonly number[]): void => {
      outbox.confirm(epoch, upTo, setAside)
      for (const n of erased) {
        const customer = outbox.whose(epoch, n)
        if (customer !== undefined) tombstones.erase(customer)
      }
      if (erased.length > 0) cleaning.begin()
    },
  )
  const adopt = database.transaction((hqEpoch: Epoch, fromZero: boolean): void => {
    const { hqEpoch: before } = position()
    if (fromZero) {
      outbox.takeBack()
      bases.readAll()
    } else if (hqEpoch !== before) outbox.sendUncontained()
    move(fromZero ? { cursor: 0, highest: 0, hqEpoch } : { hqEpoch })
  })
  const reread = database.transaction((): void => {
    bases.readAll()
    move({ cursor: 0 })
  })

  const storage: HubStorage = {
    base: (customer) => bases.base(customer),
    factsOf: outbox.factsOf,
    append: (fact) => outbox.append(fact),
    hasEvent: outbox.hasEvent,
    lastNumber: outbox.lastNumber,
    unsent: (most) => outbox.unsent(most),
    confirm(epoch, upTo, setAside, erased = []) {
      bases.unhurried(() => confirm(epoch, upTo, setAside, erased))
      if (erased.length > 0) cleaning.started()
    },
    apply(slice, epoch, bytes = 0) {
      bases.unhurried(() => apply(slice, epoch, bytes))
      if (tellsOfErased(slice)) cleaning.started()
    },
    applyAhead: (row, epoch, others = []) => applyAhead(row, epoch, others),
    position,
    adopt: (hqEpoch, fromZero) => adopt(hqEpoch, fromZero),
    reread: () => reread(),
    reading: () => bases.reading(),
    removeUnnamed: (most) => bases.removeUnnamed(most),
    customers: bases.count,
    basesAfter: bases.after,
    compared: bases.compared,
    saveCompared: bases.saveCompared,
    playbooks: () =>
      readPlaybooks
        .all()
        .map(({ version, files }): PublishedPlaybook => ({ version, files: filesSchema.parse(JSON.parse(files)) })),
    savePlaybook: ({ version, files }) => void savePlaybook.run(version, JSON.stringify(files)),
    paused: () => readPaused.get()?.value === 1,
    savePaused: (paused) => void savePaused.run(paused ? 1 : 0),
    heard: () => readHeard.get()?.value,
    saveHeard: (at) => void saveHeard.run(at),
    depth: outbox.depth,
    oldestUnsent: outbox.oldestUnsent,
  }
  return {
    storage: telling(storage, changed),
    whose: (hash: IdentityHash): CustomerId | undefined => {
      const row = findOwner.get(hash)
      return row && customerIdSchema.parse(row.customer)
    },
    cleaning,
  }
}

const tellsOfErased = ({ rows }: Slice): boolean => rows.some((row) => 'gone' in row && row.gone === 'erased')
