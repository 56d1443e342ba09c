import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'

export type SqliteDatabase = Database.Database

/**
 * Opens a program's one database, the only place where that is done: write-ahead log, every commit
 * synced to disk, deleted bytes overwritten (but for copies of them: `cleaning.ts`). Then brings it to the newest schema: `migrations` is a
 * folder of numbered files (`0001-what.sql`), each run once, in order, in one transaction with the
 * number it reaches. Given the bytes of a database, it is a copy in memory. Throws, saying which file, where one fails or the database is newer than the program.
 */
export function openDatabase(file: string | Buffer, migrations: string): SqliteDatabase {
  const name = typeof file === 'string' ? file : 'a copy in memory'
  if (typeof file === 'string' && file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const database = new Database(file)
  database.pragma('page_size = 8192')
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  database.pragma('secure_delete = ON')
  database.pragma('busy_timeout = 5000')
  migrate(database, name, migrations)
  return database
}

function migrate(database: SqliteDatabase, file: string, folder: string): void {
  const steps = readdirSync(folder)
    .filter((name) => /^\d{4}-.*\.sql$/.test(name))
    .toSorted()
  const at = Number(database.pragma('user_version', { simple: true }))
  if (at > steps.length) {
    throw new Error(
      `${file} was written by a newer version of Kairos (schema ${at}; this program knows ${steps.length}). Use that version.`,
    )
  }
  for (const [index, step] of steps.entries()) {
    if (index < at) continue
    try {
      database.transaction(() => {
        database.exec(readFileSync(join(folder, step), 'utf8'))
        database.pragma(`user_version = ${index + 1}`)
      })()
    } catch (error) {
      throw new Error(`${file}: migration ${step} failed`, { cause: error })
    }
  }
}
