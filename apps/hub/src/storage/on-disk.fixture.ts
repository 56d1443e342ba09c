import { HubReplica } from '@kairos/replica/hub-replica'
import { customerSchema, type Customer } from '@kairos/shared/customer'
import type { SqliteDatabase } from '@kairos/shared/database'
import { customerIdSchema, epochSchema, eventIdSchema, type CustomerId } from '@kairos/shared/ids'
import type { DocumentRow, Fact } from '@kairos/shared/wire/hq-hub'
import { sqliteReplica } from './sqlite-replica.ts'

export const A = epochSchema.parse('a'.repeat(16))
export const H1 = epochSchema.parse('1'.repeat(16))
export const id = (name: string) => customerIdSchema.parse(name)

export const document = (customer: CustomerId, now = 0): Customer =>
  customerSchema.parse({
    schema: 1,
    id: customer,
    playbook: 1,
    now,
    profile: {},
    consent: {},
    memory: {},
    runs: [],
    begun: {},
    contacts: {},
    waits: {},
    filled: 1,
  })
export const row = (change: number, name: string, now = change): DocumentRow => ({
  change,
  customer: id(name),
  document: document(id(name), now),
  identities: [],
})

/** A hub's storage in a database, and how facts get into it. */
export function hubIn(database: SqliteDatabase, epoch = A) {
  const { storage } = sqliteReplica(database)
  const replica = new HubReplica(
    storage,
    epoch,
    (customer) => ({ ...customer, now: customer.now + 1 }),
    (customer) => document(customer),
  )
  const record = (name: string): Fact | undefined => {
    const common = { id: eventIdSchema.parse(`s/${replica.nextName()}`), customer: id(name), at: 0, received: 0 }
    return replica.record({ ...common, type: 'consent', purpose: 'marketing', given: true, strength: 'held' }, 1)
  }
  return { storage, replica, record }
}
