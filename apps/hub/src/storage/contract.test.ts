import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'vitest'
import { contractTests, type Maker } from '@kairos/replica/contract/check'
import { agreesWithMemory } from '@kairos/replica/contract/hub-agreement'
import { hubStorageContract, type HubUnderTest } from '@kairos/replica/contract/hub-storage'
import type { SqliteDatabase } from '@kairos/shared/database'
import { openHubDatabase } from './open.ts'
import { sqliteReplica } from './sqlite-replica.ts'

/** `again` gives the database that a restart finds. */
function hubUnderTest(first: SqliteDatabase, again: (database: SqliteDatabase) => SqliteDatabase) {
  const open = (database: SqliteDatabase) => ({ database, ...sqliteReplica(database) })
  let now = open(first)
  const subject: HubUnderTest = {
    get storage() {
      return now.storage
    },
    whose: (identity) => now.whose(identity),
    reopen: () => void (now = open(again(now.database))),
  }
  return { subject, close: () => void now.database.close() }
}

const onDisk: Maker<HubUnderTest> = () => {
  const folder = mkdtempSync(join(tmpdir(), 'kairos-hub-'))
  const file = join(folder, 'hub.sqlite')
  const { subject, close } = hubUnderTest(openHubDatabase(file), (database) => {
    database.close()
    return openHubDatabase(file)
  })
  const remove = () => {
    close()
    rmSync(folder, { recursive: true })
  }
  return { subject, remove }
}

/** Many short lives: a disk would be waited for, and a restart finds the same database. */
const notOnDisk: Maker<HubUnderTest> = () => {
  const { subject, close } = hubUnderTest(openHubDatabase(':memory:'), (database) => database)
  return { subject, remove: close }
}

contractTests('a hub’s storage in SQLite', hubStorageContract, onDisk)

test('a hub’s storage in SQLite answers as the model does, whatever happens to it', () => {
  agreesWithMemory(notOnDisk, 100)
}, 120_000)
