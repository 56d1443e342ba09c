import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import Database from 'better-sqlite3'
import type { SqliteDatabase } from '@kairos/shared/database'
import { syncFolder } from '@kairos/shared/durable-file'
import { basesOf } from './bases.ts'
import { diskTrouble, isDamage } from './disk.ts'
import { openHubDatabase } from './open.ts'

/** HQ has these, and sends them again. */
const COMES_AGAIN = new Set(['bases', 'identities'])
const marker = (file: string) => `${file}.rebuild`

/** At its next start the hub makes its database anew and takes over what only it has. */
export const rebuildAtStart = (file: string): void => writeFileSync(marker(file), '')

/**
 * Opens the hub's database. One that is damaged, or is to be made anew, is moved aside and kept; what can still be read
 * of what only the hub has (its outbox first of all) is taken over, and all customers are read from HQ again. Throws,
 * in words, where the disk does not let it be opened.
 */
export function openOrRescue(file: string, say: (words: string) => void): SqliteDatabase {
  takeItsPlace(file)
  try {
    if (!existsSync(marker(file))) return openHubDatabase(file)
    say('this hub’s database is made anew, as it was asked to be')
  } catch (error) {
    if (!isDamage(error)) throw new Error(`${file}: ${diskTrouble(error) ?? String(error)}`, { cause: error })
    say('this hub’s database is damaged')
  }
  const rescued = makeAnew(file)
  const aside = asideOf(file, asides(file) + 1)
  renameSync(file, aside)
  takeItsPlace(file)
  rmSync(marker(file), { force: true })
  const database = openHubDatabase(file)
  const found = Object.entries(rescued).map(
    ([table, { rows, whole }]) => `${table} ${rows}${whole ? '' : ' (not all)'}`,
  )
  say(`the old one is kept as ${basename(aside)}; taken over: ${found.join(', ') || 'nothing, none of it can be read'}`)
  return database
}

const anew = (file: string) => `${file}.new`
const asideOf = (file: string, n: number) => `${file}.damaged-${n}`
const asides = (file: string): number =>
  readdirSync(dirname(file)).filter((name) => name.startsWith(`${basename(file)}.damaged-`) && /-\d+$/.test(name))
    .length

/**
 * A database that was made anew takes the place of the one that has been moved aside: it is whole by then. A hub that
 * is killed before that has the old one still, and begins again; one that is killed in the midst of it goes on here at
 * its next start. The log that is left is the old one's and follows it: beside a database that is not its own it
 * would be read into that.
 */
function takeItsPlace(file: string): void {
  if (existsSync(file) || !existsSync(anew(file))) return
  for (const end of ['-wal', '-shm'])
    if (existsSync(file + end)) renameSync(file + end, asideOf(file, asides(file)) + end)
  renameSync(anew(file), file)
  syncFolder(dirname(file))
}

/** Beside the old one, which stays where it is until everything that can be taken over is. */
function makeAnew(file: string): Rescued {
  for (const end of ['', '-wal', '-shm']) rmSync(anew(file) + end, { force: true })
  const database = openHubDatabase(anew(file))
  try {
    return takeOver(file, database)
  } finally {
    // Closing writes its log into the file.
    database.close()
  }
}

type Rescued = Record<string, { rows: number; whole: boolean }>

function takeOver(old: string, into: SqliteDatabase): Rescued {
  const rescued: Rescued = {}
  const from = new Database(old)
  try {
    const tables = into
      .prepare<[], { name: string }>("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
      .all()
    into.transaction(() => {
      for (const { name } of tables) {
        const taken = COMES_AGAIN.has(name) ? undefined : takeTable(from, into, name)
        if (taken) rescued[name] = taken
      }
    })()
  } finally {
    from.close()
  }
  into.transaction(() => {
    into.prepare(`update meta set value = json_set(value, '$.cursor', 0) where key = 'position'`).run()
    into.prepare(`delete from meta where key in ('reading', 'compared')`).run()
    basesOf(into).readAll()
  })()
  return rescued
}

/** From the beginning as far as it can be read, then from the end; undefined if there is nothing. */
function takeTable(from: SqliteDatabase, into: SqliteDatabase, table: string) {
  const columnsIn = (database: SqliteDatabase) =>
    database.prepare<[string], { name: string; pk: number }>('select name, pk from pragma_table_info(?)').all(table)
  let rows = 0
  const copy = (columns: readonly string[], order: string): boolean => {
    const insert = into.prepare(
      `insert or ignore into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
    )
    try {
      for (const row of from
        .prepare<[], unknown[]>(`select ${columns.join(', ')} from ${table} ${order}`)
        .raw()
        .iterate())
        rows += insert.run(...row).changes
      return true
    } catch {
      return false
    }
  }
  try {
    const here = new Set(columnsIn(into).map(({ name }) => name))
    const there = columnsIn(from)
    const columns = there.map(({ name }) => name).filter((name) => here.has(name))
    const [key] = there.filter(({ pk }) => pk === 1)
    if (columns.length === 0 || key === undefined) return undefined
    const whole = copy(columns, `order by ${key.name}`)
    if (!whole) copy(columns, `order by ${key.name} desc`)
    return rows === 0 && whole ? undefined : { rows, whole }
  } catch {
    return undefined
  }
}
