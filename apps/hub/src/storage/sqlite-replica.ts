import { z } from 'zod'
import { customerSchema, type Customer } from '@kairos/shared/customer'
import type { SqliteDatabase } from '@kairos/shared/database'
import { customerIdSchema, epochSchema, type CustomerId, type Epoch, type EventId } from '@kairos/shared/ids'
import type { IdentityHash } from '@kairos/shared/identity'
import { factSchema, type Batch, type Fact, type FeedRow, type PublishedPlaybook } from '@kairos/shared/wire/hq-hub'
import type { HubStorage } from '@kairos/replica/hub-storage'

const filesSchema = z.record(z.string(), z.string())
const positionSchema = z.object({ cursor: z.int().nonnegative(), hqEpoch: epochSchema.optional() })

const factOf = ({ body }: { body: string }): Fact => factSchema.parse(JSON.parse(body))

/** The facts on their way up. */
function outboxOf(database: SqliteDatabase) {
  const record = database.prepare<[string]>('insert into recorded (event) values (?) on conflict do nothing')
  const isRecorded = database.prepare<[string], { n: number }>('select 1 as n from recorded where event = ?')
  const add = database.prepare<[string, number, string, string]>(
    'insert into outbox (epoch, n, customer, body) values (?, ?, ?, ?)',
  )
  const ofCustomer = database.prepare<[string], { body: string }>(
    'select body from outbox where customer = ? order by seq',
  )
  const unsent = database.prepare<[number], { body: string }>(
    'select body from outbox where confirmed = 0 order by seq limit ?',
  )
  const confirm = database.prepare<[string, number]>('update outbox set confirmed = 1 where epoch = ? and n <= ?')
  const dropOne = database.prepare<[string, number]>('delete from outbox where epoch = ? and n = ?')
  const dropContained = database.prepare<[string, string, number]>(
    'delete from outbox where customer = ? and seq <= (select seq from outbox where epoch = ? and n = ?)',
  )
  const lastNumber = database.prepare<[string], { n: number }>('select n from numbers where epoch = ?')
  const saveNumber = database.prepare<[string, number]>(
    'insert into numbers (epoch, n) values (?, ?) on conflict (epoch) do update set n = excluded.n',
  )
  const depth = database.prepare<[], { unsent: number; uncontained: number }>(
    'select count(*) filter (where confirmed = 0) as unsent, count(*) as uncontained from outbox',
  )
  return {
    append: database.transaction((fact: Fact): Fact | undefined => {
      if (record.run(fact.event.id).changes === 0) return undefined
      add.run(fact.epoch, fact.n, fact.event.customer, JSON.stringify(fact))
      saveNumber.run(fact.epoch, fact.n)
      return fact
    }),
    hasEvent: (event: EventId): boolean => isRecorded.get(event) !== undefined,
    factsOf: (customer: CustomerId): Fact[] => ofCustomer.all(customer).map(factOf),
    unsent(most: number): Fact[] {
      const facts = unsent.all(most).map(factOf)
      return facts.filter((fact) => fact.epoch === facts[0]?.epoch)
    },
    confirm: database.transaction((epoch: Epoch, upTo: number, setAside: readonly number[]): void => {
      confirm.run(epoch, upTo)
      for (const n of setAside) dropOne.run(epoch, n)
    }),
    contained: (row: FeedRow): void => {
      if (row.contains) dropContained.run(row.customer, row.contains.epoch, row.contains.n)
    },
    lastNumber: (epoch: Epoch): number => lastNumber.get(epoch)?.n ?? 0,
    depth: () => depth.get() ?? { unsent: 0, uncontained: 0 },
  }
}

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
  const apply = database.transaction((batch: Batch): void => {
    for (const row of batch.rows) {
      saveBase.run(row.customer, JSON.stringify(row.document))
      forgetIdentities.run(row.customer)
      for (const hash of row.identities) saveIdentity.run(hash, row.customer)
      outbox.contained(row)
    }
    savePosition.run(JSON.stringify({ ...position(), cursor: batch.cursor }))
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
    apply: (batch) => apply(batch),
    position,
    adopt: (hqEpoch, fromZero) =>
      void savePosition.run(JSON.stringify({ cursor: fromZero ? 0 : position().cursor, hqEpoch })),
    playbooks: () =>
      readPlaybooks
        .all()
        .map(({ version, files }): PublishedPlaybook => ({ version, files: filesSchema.parse(JSON.parse(files)) })),
    savePlaybook: ({ version, files }) => void savePlaybook.run(version, JSON.stringify(files)),
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
