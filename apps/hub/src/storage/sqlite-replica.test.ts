import { afterEach, beforeEach, expect, test } from 'vitest'
import { A } from '@kairos/replica/contract/made-up'
import type { SqliteDatabase } from '@kairos/shared/database'
import { hubIn } from './on-disk.fixture.ts'
import { openHubDatabase } from './open.ts'

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
