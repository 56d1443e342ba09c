import { closeSync, fdatasyncSync, openSync, readSync, statSync, writeSync } from 'node:fs'
import type { SqliteDatabase } from './database.ts'

/**
 * A page of a b-tree keeps its cells at its end and their places at its beginning. When SQLite splits a page or shares
 * its cells out anew, the gap between the two keeps copies of cells that moved away, whatever `secure_delete` says; all
 * other bytes that a deletion leaves are overwritten. Layout: https://sqlite.org/fileformat2.html#b_tree_pages
 */
const HEADERS = new Map([
  [2, 12],
  [5, 12],
  [10, 8],
  [13, 8],
])
const FILE_HEADER = 100
/** From here on the first byte of a page that is none of a b-tree's may look like one's: the file has 250 GB by then. */
const MOST_PAGES = 2 ** 25

/**
 * Overwrites the gaps of a database's pages, some pages at a time, in its file. That is done behind SQLite's back and so
 * only while nobody can write there: the log is empty, and this holds the write lock. A gap is no page's content: whole,
 * half or twice overwritten, the file means the same.
 */
export class DatabaseGaps {
  readonly #database: SqliteDatabase
  #file: number | undefined

  constructor(database: SqliteDatabase) {
    this.#database = database
  }

  /** How many pages the file has; they count from 1. None in memory, where nothing stays. */
  get pages(): number {
    return this.#database.memory ? 0 : Number(this.#database.pragma('page_count', { simple: true }))
  }

  /**
   * Overwrites the gaps of so many pages, and empties the log. Not within a transaction. What was deleted before is
   * nowhere in these pages from here on, whatever is done next. Throws where another program is at the file.
   */
  wipe(from: number, most: number): void {
    const database = this.#database
    if (this.pages > MOST_PAGES) throw new Error(`${database.name}: too large to overwrite what was deleted in it`)
    const patience = Number(database.pragma('busy_timeout', { simple: true }))
    database.pragma('busy_timeout = 0')
    try {
      database.pragma('wal_checkpoint(TRUNCATE)')
      database.exec('begin immediate')
      try {
        if (statSync(`${database.name}-wal`).size > 0)
          throw new Error(`${database.name} is open in another program: what was erased stays in it until that ends`)
        this.#wipe(from, most)
      } finally {
        database.exec('rollback')
      }
    } finally {
      database.pragma(`busy_timeout = ${patience}`)
    }
    // Pages in memory still have what their gaps held, and would bring it back when they are written next.
    database.pragma('shrink_memory')
  }

  /** After the database: who closes a file gives up all of the process's locks on it, SQLite's among them. */
  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }

  #wipe(from: number, most: number): void {
    const file = (this.#file ??= openSync(this.#database.name, 'r+'))
    const size = Number(this.#database.pragma('page_size', { simple: true }))
    const pages = Buffer.alloc(most * size)
    const read = readSync(file, pages, 0, pages.length, (from - 1) * size)
    const nothing = Buffer.alloc(size)
    for (let at = 0; at + size <= read; at += size) {
      const [begin, end] = gapOf(pages.subarray(at, at + size), from === 1 && at === 0 ? FILE_HEADER : 0)
      const gap = pages.subarray(at + begin, at + end)
      if (gap.equals(nothing.subarray(0, gap.length))) continue
      writeSync(file, nothing, 0, gap.length, (from - 1) * size + at + begin)
    }
    fdatasyncSync(file)
  }
}

/** Where a page's gap begins and ends; a page that is none of a b-tree's has none. */
function gapOf(page: Buffer, at: number): [begin: number, end: number] {
  const header = HEADERS.get(page[at] ?? 0)
  if (header === undefined) return [0, 0]
  const begin = at + header + 2 * page.readUInt16BE(at + 3)
  const end = page.readUInt16BE(at + 5) || 65_536
  return end <= page.length && begin < end ? [begin, end] : [0, 0]
}
