import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { A, ann, bob, document, hashOf, row } from '@kairos/replica/contract/made-up'
import { openDatabase, type SqliteDatabase } from '@kairos/shared/database'
import { hubIn } from './on-disk.fixture.ts'
import { openHubDatabase } from './open.ts'
import { sqliteReplica } from './sqlite-replica.ts'

const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url))

let database: SqliteDatabase
beforeEach(() => {
  database = openHubDatabase(':memory:')
})
afterEach(() => database.close())

test('SPEC 2: a number whose transaction was rolled back is used by the next fact', () => {
  const { storage, record } = hubIn(database)
  const failing = database.transaction(() => {
    record('ann')
    throw new Error('rolled back')
  })
  expect(failing).toThrow('rolled back')
  expect(storage.lastNumber(A)).toBe(0)
  expect(record('ann')?.n).toBe(1)
})

test('SPEC 25: an identity is whoever’s row named it last, and hers alone to lose', () => {
  const { storage, whose } = sqliteReplica(database)
  const [one, two] = [hashOf('1'), hashOf('2')]
  const read = (change: number, customer: typeof ann, identities: (typeof one)[]) => {
    storage.apply({ rows: [row(change, customer, undefined, { identities })], cursor: change, more: true }, A)
    return [whose(one), storage.basesAfter('', 9).map((held) => held.identities)]
  }
  expect(read(1, ann, [one, two])).toEqual([ann, [[one, two]]])
  expect(read(2, bob, [one])).toEqual([bob, [[two], [one]]])
  expect(read(3, ann, [two])).toEqual([bob, [[two], [one]]])
  expect(read(4, ann, [two, one])).toEqual([ann, [[two, one], []]])
  expect(read(5, bob, [])).toEqual([ann, [[two, one], []]])
  expect(read(6, ann, [])).toEqual([undefined, [[], []]])
})

test('a database from before bases named their identities knows them all the same', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kairos-migrations-'))
  for (const name of readdirSync(MIGRATIONS).filter((each) => each < '0007'))
    cpSync(join(MIGRATIONS, name), join(folder, 'migrations', name))
  const file = join(folder, 'hub.sqlite')
  const before = openDatabase(file, join(folder, 'migrations'))
  const base = before.prepare('insert into bases (customer, document) values (?, ?)')
  for (const customer of [ann, bob]) base.run(customer, JSON.stringify(document(customer)))
  const identity = before.prepare('insert into identities (hash, customer) values (?, ?)')
  for (const digit of ['2', '1']) identity.run(hashOf(digit), ann)
  before.close()
  const now = openHubDatabase(file)
  const { storage, whose } = sqliteReplica(now)
  expect(storage.basesAfter('', 9).map(({ identities }) => identities)).toEqual([[hashOf('1'), hashOf('2')], []])
  expect([whose(hashOf('1')), whose(hashOf('3'))]).toEqual([ann, undefined])
  now.close()
  rmSync(folder, { recursive: true, force: true })
})
