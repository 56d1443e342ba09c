import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contractTests, type Maker } from '@kairos/replica/contract/check'
import { hubStorageContract, type HubUnderTest } from '@kairos/replica/contract/hub-storage'
import { openHubDatabase } from './open.ts'
import { sqliteReplica } from './sqlite-replica.ts'

/** A hub's storage in a file; a restart reads the file. */
const sqliteHub: Maker<HubUnderTest> = () => {
  const folder = mkdtempSync(join(tmpdir(), 'kairos-hub-'))
  const open = () => {
    const database = openHubDatabase(join(folder, 'hub.sqlite'))
    return { database, ...sqliteReplica(database) }
  }
  let now = open()
  return {
    subject: {
      get storage() {
        return now.storage
      },
      whose: (identity) => now.whose(identity),
      reopen() {
        now.database.close()
        now = open()
      },
    },
    remove() {
      now.database.close()
      rmSync(folder, { recursive: true })
    },
  }
}

contractTests('a hub’s storage in SQLite', hubStorageContract, sqliteHub)
