import { z } from 'zod'
import { DatabaseGaps } from './database-gaps.ts'
import type { SqliteDatabase } from './database.ts'

/** 2 MB: a few milliseconds. */
const PAGES_AT_ONCE = 256
/** `turned`: it went on from the file's beginning, and ends where it began. */
const stateSchema = z.object({ at: z.int().positive(), end: z.int().positive(), turned: z.boolean() })

/**
 * After an erasure: no byte of what was deleted stays in a database's file or its log. A small file is clean when
 * `started` returns, a large one slices later; how far it is stands in the database's own table `meta`, so that a
 * restart goes on with it. Every erasure needs one round through the file since; they share rounds.
 */
export class Cleaning {
  readonly #database: SqliteDatabase
  readonly #gaps: DatabaseGaps
  readonly #more: () => void
  readonly #read
  readonly #save
  readonly #done

  /** `more` hears that there is more to do: `next` is to be called, until it says that there is not. */
  constructor(database: SqliteDatabase, more: () => void) {
    this.#database = database
    this.#gaps = new DatabaseGaps(database)
    this.#more = more
    this.#read = database.prepare<[], { value: string }>(`select value from meta where key = 'cleaning'`)
    this.#save = database.prepare<[string]>(
      `insert into meta (key, value) values ('cleaning', ?) on conflict (key) do update set value = excluded.value`,
    )
    this.#done = database.prepare(`delete from meta where key = 'cleaning'`)
  }

  get isUnderWay(): boolean {
    return this.#read.get() !== undefined
  }

  /** Something is deleted that may leave no byte; in the transaction that deletes it. */
  begin(): void {
    const at = this.#state?.at ?? 1
    this.#save.run(JSON.stringify({ at, end: at, turned: false }))
  }

  /** After that transaction. */
  started(): void {
    let isMore = true
    try {
      isMore = this.next()
    } finally {
      if (isMore) this.#more()
    }
  }

  /** Cleans a slice; false if it was the last. Not within a transaction. Throws where the file is not to be had. */
  next(): boolean {
    const state = this.#state
    if (!state) return false
    if (this.#database.memory) this.#database.exec('vacuum')
    else {
      const { pages } = this.#gaps
      const last = state.turned ? Math.min(pages, state.end - 1) : pages
      this.#gaps.wipe(state.at, Math.min(PAGES_AT_ONCE, last - state.at + 1))
      const at = state.at + PAGES_AT_ONCE
      if (at <= last) return this.#goOn({ ...state, at })
      if (!state.turned && state.end > 1) return this.#goOn({ ...state, at: 1, turned: true })
    }
    this.#done.run()
    return false
  }

  /** After the database. */
  close(): void {
    this.#gaps.close()
  }

  #goOn(state: z.infer<typeof stateSchema>): true {
    this.#save.run(JSON.stringify(state))
    return true
  }

  get #state(): z.infer<typeof stateSchema> | undefined {
    const row = this.#read.get()
    return row && stateSchema.parse(JSON.parse(row.value))
  }
}
