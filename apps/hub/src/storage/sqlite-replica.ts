import { z } from 'zod'
import { customerSchema, type Customer } from '@kairos/shared/customer'
import type { SqliteDatabase } from '@kairos/shared/database'
import { customerIdSchema, epochSchema, type CustomerId, type Epoch } from '@kairos/shared/ids'
import type { IdentityHash } from '@kairos/shared/identity'
import type { Batch, PublishedPlaybook } from '@kairos/shared/wire/hq-hub'
import type { HubStorage } from '@kairos/replica/hub-storage'
import { outboxOf } from './outbox.ts'

const filesSchema = z.record(z.string(), z.string())
const positionSchema = z.object({ cursor: z.int().nonnegative(), hqEpoch: epochSchema.optional() })

/** A hub's replica in SQLite: bases, outbox and cursor, changed together. */
export function sqliteReplica(database: SqliteDatabase) {
  const outbox = outboxOf(database)
  const readBase = database.prepare<[string], { document: string }>('select document from bases where customer = ?')
  const saveBase = database.prepare<[string, string]>(
    'insert into bases (customer, document) values (?, ?) on conflict (customer) do update set document = excluded.document',
  )
  const forgetIdentities = database.prepare<[string]>('delete from identities where customer = ?')
  const saveIdentity = database.prepare<[string, string]>(
    'insert into identities (hash, customer) values (?, ?) on conflict (hash) do update set customer = excluded.customer',
  )
  const findOwner = database.prepare<[string], { customer: string }>('select customer from identities where hash = ?')
  const readPosition = database.prepare<[], { value: string }>(`select value from meta where key = 'position'`)
  const savePosition = database.prepare<[string]>(
    `insert into meta (key, value) values ('position', ?) on conflict (key) do update set value = excluded.value`,
  )
  const readPaused = database.prepare<[], { value: number }>(`select value from meta where key = 'paused'`)
  const savePaused = database.prepare<[number]>(
    `insert into meta (key, value) values ('paused', ?) on conflict (key) do update set value = excluded.value`,
  )
  const countBases = database.prepare<[], { n: number }>('select count(*) as n from bases')
  const readPlaybooks = database.prepare<[], { version: number; files: string }>(
    'select version, files from playbooks order by version',
  )
  const savePlaybook = database.prepare<[number, string]>(
    'insert into playbooks (version, files) values (?, ?) on conflict do nothing',
  )

  const position = () => {
    const row = readPosition.get()
    const { cursor, hqEpoch } = row ? positionSchema.parse(JSON.parse(row.value)) : { cursor: 0 }
    return { cursor, hqEpoch }
  }
  const apply = database.transaction((batch: Batch, epoch: Epoch): void => {
    for (const row of batch.rows) {
      saveBase.run(row.customer, JSON.stringify(row.document))
      forgetIdentities.run(row.customer)
      for (const hash of row.identities) saveIdentity.run(hash, row.customer)
      outbox.contained(row, epoch)
    }
    savePosition.run(JSON.stringify({ ...position(), cursor: batch.cursor }))
  })
  const adopt = database.transaction((hqEpoch: Epoch, fromZero: boolean): void => {
    const { cursor, hqEpoch: before } = position()
    if (fromZero) outbox.takeBack()
    else if (hqEpoch !== before) outbox.sendUncontained()
    savePosition.run(JSON.stringify({ cursor: fromZero ? 0 : cursor, hqEpoch }))
  })

  const storage: HubStorage = {
    base(customer: CustomerId): Customer | undefined {
      const row = readBase.get(customer)
      return row && customerSchema.parse(JSON.parse(row.document))
    },
    factsOf: outbox.factsOf,
    append: (fact) => outbox.append(fact),
    hasEvent: outbox.hasEvent,
    lastNumber: outbox.lastNumber,
    unsent: (most) => outbox.unsent(most),
    confirm: (epoch, upTo, setAside) => outbox.confirm(epoch, upTo, setAside),
    apply: (batch, epoch) => apply(batch, epoch),
    position,
    adopt: (hqEpoch, fromZero) => adopt(hqEpoch, fromZero),
    playbooks: () =>
      readPlaybooks
        .all()
        .map(({ version, files }): PublishedPlaybook => ({ version, files: filesSchema.parse(JSON.parse(files)) })),
    savePlaybook: ({ version, files }) => void savePlaybook.run(version, JSON.stringify(files)),
    paused: () => readPaused.get()?.value === 1,
    savePaused: (paused) => void savePaused.run(paused ? 1 : 0),
    depth: outbox.depth,
  }
  return {
    storage,
    whose: (hash: IdentityHash): CustomerId | undefined => {
      const row = findOwner.get(hash)
      return row && customerIdSchema.parse(row.customer)
    },
    countCustomers: (): number => countBases.get()?.n ?? 0,
  }
}
