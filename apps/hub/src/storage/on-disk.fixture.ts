import { A, consent, document, id } from '@kairos/replica/contract/made-up'
import { HubReplica } from '@kairos/replica/hub-replica'
import type { SqliteDatabase } from '@kairos/shared/database'
import type { Fact } from '@kairos/shared/wire/hq-hub'
import { sqliteReplica } from './sqlite-replica.ts'

/** A hub's storage in a database, and how facts get into it. */
export function hubIn(database: SqliteDatabase) {
  const { storage } = sqliteReplica(database)
  const replica = new HubReplica(
    storage,
    A,
    (customer) => ({ ...customer, now: customer.now + 1 }),
    (customer) => document(customer),
  )
  const record = (name: string): Fact | undefined => replica.record(consent(`s/${replica.nextName()}`, id(name)), 1)
  return { storage, replica, record }
}
