import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'

/** Whoever forgets what it holds does not let it go by that: a lock that is collected is closed. */
const locks = new Set<Database.Database>()

/**
 * Holds a program's data folder until it is let go, or the program ends, however it ends. Two on one folder would refuse
 * each other's writes, each believing that the disk is ill. Throws, in words, where another holds it. Where the disk
 * takes nothing, nobody can write to the folder either: then it is held by nobody, and that is no reason not to start.
 */
export function holdFolder(folder: string): { letGo: () => void } {
  let lock: Database.Database | undefined
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    // A lock of SQLite's own, because the system takes it back from whoever is killed. Nothing is ever written.
    lock = new Database(join(folder, 'running'), { timeout: 0 })
    lock.exec('begin exclusive')
  } catch (error) {
    lock?.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      throw new Error(`another program is running on ${folder}: end it first, or start this one on another folder`, {
        cause: error,
      })
    return { letGo: () => {} }
  }
  const held = lock
  locks.add(held)
  return {
    letGo() {
      locks.delete(held)
      held.close()
    },
  }
}
