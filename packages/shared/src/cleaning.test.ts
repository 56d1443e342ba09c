import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { assert, integer, property } from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Cleaning } from './cleaning.ts'
import { openDatabase, type SqliteDatabase } from './database.ts'

const MIGRATIONS = join(import.meta.dirname, 'cleaning.fixture')

let folder: string
let database: SqliteDatabase
let asked: number
let cleaning: Cleaning
const file = () => join(folder, 'kept.sqlite')
const open = () => {
  database = openDatabase(file(), MIGRATIONS)
  database.pragma('synchronous = OFF')
  cleaning = new Cleaning(database, () => asked++)
}
const close = () => {
  database.close()
  cleaning.close()
}
beforeEach(() => {
  asked = 0
  folder = mkdtempSync(join(tmpdir(), 'kairos-cleaning-'))
  open()
})
afterEach(() => {
  close()
  rmSync(folder, { recursive: true })
})

/** Numbers from a seed, from 0 up to 1. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => (state = (state * 1_664_525 + 1_013_904_223) >>> 0) / 2 ** 32
}
const traceOf = (n: number) => `<${n}>`
/** Neighbours in number are none in order. */
const idOf = (n: number) => `${Math.imul(n, 2_654_435_761) >>> 0}${traceOf(n)}`
const stays = (gone: Iterable<number>) => {
  const text = [file(), `${file()}-wal`].map((name) => readFileSync(name, 'latin1')).join('')
  const traces = new Set(text.match(/<\d+>/g))
  return [...gone].filter((n) => traces.has(traceOf(n)))
}

/** Customers in the kinds of trees that HQ and hubs have: rows by number, by name, and indexes; some with long rows. */
function world(random: () => number) {
  const document = (n: number) => traceOf(n).repeat(1 + Math.floor(random() * (random() < 0.05 ? 3000 : 150)))
  const put = (from: number, to: number) =>
    database.transaction(() => {
      for (let n = from; n < to; n++) {
        database.prepare('insert into documents values (?, ?)').run(idOf(n), document(n))
        database.prepare('insert into events (customer, body) values (?, ?)').run(traceOf(n), document(n))
        for (let each = 0; each < 2; each++)
          database.prepare('insert into hashes values (?, ?)').run(`${random()}${traceOf(n)}`, traceOf(n))
      }
    })()
  const churn = () =>
    database.transaction(() => {
      const rows = database.prepare<[], { id: string }>('select id from documents').all()
      for (const { id } of rows)
        if (random() < 0.5)
          database
            .prepare('update documents set body = ? where id = ?')
            .run(document(Number(/<(\d+)>/.exec(id)?.[1])), id)
    })()
  const erase = (gone: Iterable<number>) =>
    database.transaction(() => {
      for (const n of gone) {
        database.prepare('delete from documents where id = ?').run(idOf(n))
        database.prepare('delete from events where customer = ?').run(traceOf(n))
        database.prepare('delete from hashes where customer = ?').run(traceOf(n))
      }
      cleaning.begin()
    })()
  return { put, churn, erase }
}

describe('SPEC 35: bytes of the erased', () => {
  test('are nowhere in file or log, whatever was inserted and changed before and after, and the file is whole', () => {
    let copies = 0
    const everySeed = property(integer({ min: 1, max: 2 ** 31 }), (seed) => {
      close()
      for (const end of ['', '-wal', '-shm']) rmSync(file() + end, { force: true })
      open()
      const random = randomFrom(seed)
      const { put, churn, erase } = world(random)
      const customers = 200 + Math.floor(random() * 600)
      put(0, customers)
      churn()
      const gone = new Set(Array.from({ length: customers / 10 }, () => Math.floor(random() * customers)))
      erase(gone)
      database.pragma('wal_checkpoint(TRUNCATE)')
      copies += stays(gone).length
      cleaning.started()
      // Work goes on between slices, and afterwards.
      for (let n = 1; cleaning.isUnderWay; n++) {
        put(10_000 * n, 10_000 * n + 20)
        cleaning.next()
      }
      expect(stays(gone)).toEqual([])
      churn()
      expect(stays(gone)).toEqual([])
      expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
    })
    assert(everySeed, { numRuns: 20 })
    // Overwriting what is deleted is not enough: SQLite leaves copies of rows that moved when pages were split.
    expect(copies).toBeGreaterThan(0)
  })

  test('of a large file are overwritten slice by slice, and a restart goes on with it', () => {
    const { put, erase } = world(randomFrom(7))
    put(0, 3000)
    const gone = new Set(Array.from({ length: 300 }, (_, n) => n * 10))
    erase(gone)
    cleaning.started()
    expect([asked, cleaning.isUnderWay]).toEqual([1, true])
    close()
    open()
    let slices = 0
    while (cleaning.next()) slices++
    expect([slices > 0, cleaning.isUnderWay, stays(gone)]).toEqual([true, false, []])
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
  })

  test('an erasure during another’s round has a whole round of its own', () => {
    const { put, erase } = world(randomFrom(8))
    put(0, 3000)
    erase([1])
    cleaning.next()
    cleaning.next()
    const gone = new Set(Array.from({ length: 300 }, (_, n) => 2 + n * 9))
    erase(gone)
    while (cleaning.next());
    expect(stays(gone)).toEqual([])
  })

  test('while another program is at the file nothing is written behind its back, and it is told', () => {
    const { put, erase } = world(randomFrom(9))
    put(0, 100)
    const other = new Database(file())
    other.prepare('select count(*) from events').get()
    other.exec('begin')
    other.prepare('select count(*) from events').get()
    erase([1, 2, 3])
    expect(() => cleaning.started()).toThrow(/open in another program/)
    expect([asked, cleaning.isUnderWay]).toEqual([1, true])
    other.close()
    expect(cleaning.next()).toBe(false)
    expect(stays([1, 2, 3])).toEqual([])
  })
})
