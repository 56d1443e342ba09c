import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { HubReplica } from '@kairos/replica/hub-replica'
import { customerSchema, type Customer } from '@kairos/shared/customer'
import type { SqliteDatabase } from '@kairos/shared/database'
import type { Event } from '@kairos/shared/event'
import { customerIdSchema, epochSchema, eventIdSchema, storeIdSchema, type CustomerId } from '@kairos/shared/ids'
import { DAY } from '@kairos/shared/time'
import type { FeedRow } from '@kairos/shared/wire/hq-hub'
import { openHubDatabase } from './open.ts'
import { sqliteReplica } from './sqlite-replica.ts'

const A = epochSchema.parse('aaaaaaaaaaaaaaaa')
const B = epochSchema.parse('bbbbbbbbbbbbbbbb')
const C = epochSchema.parse('cccccccccccccccc')
const H1 = epochSchema.parse('1111111111111111')
const H2 = epochSchema.parse('2222222222222222')
const ann = customerIdSchema.parse('ann')
const bob = customerIdSchema.parse('bob')
const store = storeIdSchema.parse('harbour')

const document = (id: CustomerId, now = 0): Customer =>
  customerSchema.parse({
    schema: 1,
    id,
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
const row = (change: number, customer: CustomerId, contains?: FeedRow['contains']): FeedRow => ({
  change,
  customer,
  document: document(customer, change),
  identities: [],
  ...(contains ? { contains } : {}),
})

let folder: string
let database: SqliteDatabase
const file = () => join(folder, 'hub.sqlite')
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kairos-hub-'))
  database = openHubDatabase(file())
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

function start(epoch = A) {
  const { storage } = sqliteReplica(database)
  const replica = new HubReplica(
    storage,
    epoch,
    (customer) => ({ ...customer, now: customer.now + 1 }),
    (id) => document(id),
  )
  const record = (customer: CustomerId, id = `${store}/${replica.nextName()}`, at = 0) => {
    const common = { id: eventIdSchema.parse(id), customer, at, received: at }
    const event: Event = { ...common, type: 'consent', purpose: 'marketing', given: true, strength: 'held' }
    return replica.record(event, 1)
  }
  return { storage, replica, record }
}

describe('a hub’s storage', () => {
  test('SPEC 10: a batch is applied whole or not at all', () => {
    const { storage, record } = start()
    record(ann)
    const broken = {
      ...row(2, bob),
      document: {
        toJSON: () => {
          throw new Error('cut')
        },
      },
    } as unknown as FeedRow
    const rows = [row(1, ann, { epoch: A, n: 1 }), broken]
    expect(() => storage.apply({ rows, cursor: 2, more: false }, A)).toThrow('cut')
    expect(storage.base(ann)).toBeUndefined()
    expect(storage.factsOf(ann)).toHaveLength(1)
    expect(storage.position().cursor).toBe(0)
    storage.apply({ rows: rows.slice(0, 1), cursor: 1, more: false }, A)
    expect([storage.base(ann)?.now, storage.factsOf(ann), storage.position().cursor]).toEqual([1, [], 1])
  })

  test('SPEC 2: a number is used again after a rollback, and never after a restart or once its fact has gone', () => {
    const { storage, record } = start()
    const failing = database.transaction(() => {
      record(ann)
      throw new Error('rolled back')
    })
    expect(failing).toThrow('rolled back')
    expect(storage.lastNumber(A)).toBe(0)
    expect(record(ann)?.n).toBe(1)
    storage.confirm(A, 1, [])
    storage.apply({ rows: [row(1, ann, { epoch: A, n: 1 })], cursor: 1, more: false }, A)
    database.close()
    database = openHubDatabase(file())
    expect(start().record(ann)?.n).toBe(2)
  })

  test('SPEC 16: confirming leaves the view as it was; containing takes her facts up to that one, and nobody else’s', () => {
    const { storage, replica, record } = start()
    for (const customer of [ann, bob, ann, ann]) record(customer)
    storage.confirm(A, 4, [])
    expect(storage.depth()).toEqual({ unsent: 0, uncontained: 4 })
    expect(replica.view(ann)?.now).toBe(3)
    storage.apply({ rows: [row(10, ann, { epoch: A, n: 3 })], cursor: 10, more: false }, A)
    expect(replica.view(ann)?.now).toBe(11)
    expect(storage.factsOf(ann).map(({ n }) => n)).toEqual([4])
    expect(storage.factsOf(bob)).toHaveLength(1)
  })

  test('SPEC 17: what HQ has set aside counts for nobody’s view', () => {
    const { storage, record } = start()
    record(ann)
    record(ann)
    storage.confirm(A, 2, [1])
    expect(storage.factsOf(ann).map(({ n }) => n)).toEqual([2])
  })

  test('SPEC 12: a hub restored from a backup drops what HQ has had since a future that the hub has forgotten', () => {
    start().record(ann)
    const restored = start(B)
    restored.record(ann)
    restored.storage.apply({ rows: [row(7, ann, { epoch: C, n: 5 })], cursor: 7, more: false }, B)
    expect(restored.storage.factsOf(ann).map(({ epoch }) => epoch)).toEqual([B])
    // What was never confirmed is sent all the same: HQ knows what it has.
    expect(restored.storage.depth()).toEqual({ unsent: 2, uncontained: 1 })
  })

  test('SPEC 12: a number beyond those the restored database has used contains all that it has', () => {
    const { storage, record } = start()
    record(ann)
    record(bob)
    storage.apply({ rows: [row(7, ann, { epoch: A, n: 38 })], cursor: 7, more: false }, B)
    expect(storage.factsOf(ann)).toEqual([])
    expect(storage.factsOf(bob)).toHaveLength(1)
  })

  test('SPEC 8: another epoch of HQ is sent what no base contains; another history, all that is kept', () => {
    const { storage, record } = start()
    for (const customer of [ann, bob, ann]) record(customer)
    storage.adopt(H1, true)
    storage.confirm(A, 3, [])
    storage.apply({ rows: [row(1, bob, { epoch: A, n: 2 })], cursor: 1, more: false }, A)
    storage.adopt(H1, false)
    expect(storage.depth()).toEqual({ unsent: 0, uncontained: 2 })
    storage.adopt(H2, false)
    expect(storage.unsent(10).map(({ n }) => n)).toEqual([1, 3])
    expect(storage.position()).toEqual({ cursor: 1, hqEpoch: H2 })
    storage.adopt(H2, true)
    expect(storage.unsent(10).map(({ n }) => n)).toEqual([1, 2, 3])
    expect(storage.position()).toEqual({ cursor: 0, hqEpoch: H2 })
  })

  test('SPEC 15: what HQ turns out to lack is sent again', () => {
    const { storage, record } = start()
    for (let n = 0; n < 5; n++) record(ann)
    storage.confirm(A, 4, [])
    storage.confirm(A, 2, [])
    expect(storage.unsent(10).map(({ n }) => n)).toEqual([3, 4, 5])
  })

  test('SPEC 16: facts and event ids are forgotten 30 days later, but none that HQ or a base lacks', () => {
    const { storage, record } = start()
    for (let n = 1; n <= 40; n++) record(ann, `receipt-${n}`)
    expect(record(ann, 'receipt-1')).toBeUndefined()
    storage.confirm(A, 39, [])
    storage.apply({ rows: [row(1, ann, { epoch: A, n: 40 })], cursor: 1, more: false }, A)
    const recorded = () => database.prepare('select count(*) as n from recorded').get()
    for (let n = 0; n < 20; n++) record(ann, `later-${n}`, 29 * DAY)
    expect(recorded()).toEqual({ n: 60 })
    for (let n = 0; n < 20; n++) record(ann, `latest-${n}`, 31 * DAY)
    // The 40th is contained, and was not confirmed yet.
    expect(recorded()).toEqual({ n: 41 })
    expect(storage.hasEvent(eventIdSchema.parse('receipt-40'))).toBe(true)
    expect(storage.hasEvent(eventIdSchema.parse('receipt-39'))).toBe(false)
    expect(storage.unsent(1)[0]?.n).toBe(40)
  })
})
