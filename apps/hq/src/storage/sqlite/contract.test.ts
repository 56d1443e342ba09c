import { test } from 'vitest'
import { contractTests } from '@kairos/replica/contract/check'
import { agreesWithMemory } from '@kairos/replica/contract/hq-agreement'
import { hqStorageContract } from '@kairos/replica/contract/hq-storage'
import { sqliteHq, sqliteHqNotOnDisk } from './hq-in-sqlite.fixture.ts'

contractTests('HQ’s storage in SQLite, whose writers wait for each other', hqStorageContract, sqliteHq)

test('HQ’s storage in SQLite tells hubs what the model tells them, whatever happens to it', async () => {
  await agreesWithMemory(sqliteHqNotOnDisk, 100)
}, 120_000)
