import { readFileSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { SqliteDatabase } from '@kairos/shared/database'
import { isDamage, isUnwritable } from './disk.ts'
import { openHubDatabase } from './open.ts'
import { openOrRescue } from './rescue.ts'

/** A file that is larger than this is not read into memory for the general content alone. */
const MOST_READ = 256 * 1024 * 1024
/** Where a database's first bytes say that it has a write-ahead log; 1: it has none. */
const LOG_VERSIONS = [18, 19] as const

/** `ill`: why the hub's own file is not what is open. */
export type Opened = { database: SqliteDatabase; ill?: unknown }

/**
 * Opens the hub's database. Where its disk takes nothing at all (mounted for reading only, or full to the last page), a
 * database in memory stands in, with nobody in it: only playbooks, so that screens have their general content. Throws,
 * in words, where the file cannot be opened for any other reason.
 */
export function openOrStandIn(file: string, say: (words: string) => void): Opened {
  try {
    return { database: openOrRescue(file, say) }
  } catch (error) {
    const why = error instanceof Error ? error.cause : undefined
    if (!isUnwritable(why)) throw error
    return { database: standIn(file), ill: why }
  }
}

/** Whether the hub's own file can be opened for writing again, or is found damaged, which a start mends. */
export function takesAgain(file: string): boolean {
  try {
    openHubDatabase(file).close()
    return true
  } catch (error) {
    return isDamage(error)
  }
}

function standIn(file: string): SqliteDatabase {
  const database = openHubDatabase(':memory:')
  const insert = database.prepare<[number, string]>('insert into playbooks (version, files) values (?, ?)')
  for (const { version, files } of playbooksIn(file)) insert.run(version, files)
  return database
}

/** As the file has them; without its log, which cannot be opened where nothing can be written. None if it cannot be read. */
function playbooksIn(file: string): { version: number; files: string }[] {
  try {
    if (statSync(file).size > MOST_READ) return []
    const bytes = readFileSync(file)
    for (const at of LOG_VERSIONS) bytes[at] = 1
    const copy = new Database(bytes)
    try {
      return copy.prepare<[], { version: number; files: string }>('select version, files from playbooks').all()
    } finally {
      copy.close()
    }
  } catch {
    return []
  }
}
