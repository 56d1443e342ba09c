import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { A, ann, bob, hashOf, row } from '@kairos/replica/contract/made-up'
import type { SqliteDatabase } from '@kairos/shared/database'
import { hubIn } from './on-disk.fixture.ts'
import { openHubDatabase } from './open.ts'
import { sqliteReplica } from './sqlite-replica.ts'

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
  expect(read(4, ann, [two, one])).toEqual([ann, [[one, two], []]])
  expect(read(5, bob, [])).toEqual([ann, [[one, two], []]])
  expect(read(6, ann, [])).toEqual([undefined, [[], []]])
})

test('the log is written back with what head office sends, not while a shopper waits', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kairos-hub-'))
  const file = join(folder, 'hub.sqlite')
  const onDisk = openHubDatabase(file)
  try {
    const { storage, record } = hubIn(onDisk)
    const inLog = readFileSync(file)
    for (let n = 0; n < 100; n++) record('ann')
    expect(readFileSync(file).equals(inLog)).toBe(true)
    storage.apply({ rows: [row(1, ann)], cursor: 1, more: false }, A)
    expect(readFileSync(file).equals(inLog)).toBe(false)
  } finally {
    onDisk.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
