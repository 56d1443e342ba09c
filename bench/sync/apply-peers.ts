import Database from 'better-sqlite3'
import PouchDB from 'pouchdb-core'
import leveldb from 'pouchdb-adapter-leveldb'
import memory from 'pouchdb-adapter-memory'
import replication from 'pouchdb-replication'
import { createStore } from 'tinybase'
import { createBetterSqlite3Persister } from 'tinybase/persisters/persister-better-sqlite3'
import { rateOf, type Rate, type Row } from './rate.ts'

PouchDB.plugin(memory).plugin(leveldb).plugin(replication)

/** PouchDB's own protocol from a database in memory to one on disk; LevelDB comes built, so nothing is compiled. */
export async function pouchReplication(folder: string, rows: readonly Row[]): Promise<Rate> {
  const from = new PouchDB(`${folder}-source`, { adapter: 'memory' })
  for (let at = 0; at < rows.length; at += 2000)
    await from.bulkDocs(
      rows
        .slice(at, at + 2000)
        .map(({ customer, document }) => ({ ...(JSON.parse(document) as object), _id: customer })),
    )
  const to = new PouchDB(folder, { adapter: 'leveldb' })
  const rate = await rateOf(rows.length, async () => {
    const { docs_written: written } = await from.replicate.to(to, { batch_size: 1000 })
    if (written !== rows.length) throw new Error(`PouchDB wrote ${written}`)
  })
  await from.destroy()
  await to.destroy()
  return rate
}

/**
 * A thousand rows set at once, a cell with the document each; its persister saves each thousand as it is set, one
 * transaction with a statement for each row. Its `save()` of a whole table is one statement for all rows, and SQLite takes
 * 32,766 variables in one: no more than 16,383 such rows. Errors it keeps to itself unless it is asked for them.
 */
export async function tinyBase(file: string, rows: readonly Row[]): Promise<Rate> {
  const store = createStore()
  const database = new Database(file)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  const failed: unknown[] = []
  const persister = createBetterSqlite3Persister(
    store,
    database,
    { mode: 'tabular', tables: { save: { customers: 'customers' }, load: { customers: 'customers' } } },
    undefined,
    (error) => failed.push(error),
  )
  await persister.startAutoSave()
  const rate = await rateOf(rows.length, async () => {
    for (let at = 0; at < rows.length; at += 1000) {
      store.transaction(() => {
        for (const { customer, document } of rows.slice(at, at + 1000))
          store.setCell('customers', customer, 'document', document)
      })
      // It saves one thing after the other: what is scheduled last is done when all before it is saved.
      await persister.schedule(async () => {})
    }
  })
  await persister.destroy()
  if (failed.length > 0) throw new Error('TinyBase did not save', { cause: failed[0] })
  const saved = database.prepare<[], number>('select count(*) from customers').pluck().get()
  database.close()
  if (saved !== rows.length) throw new Error(`TinyBase saved ${saved}`)
  return rate
}
