import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Advanced } from '@kairos/dialogue/advance'
import { digestOfFiles } from '@kairos/replica/playbook-digest'
import type { Maker } from '@kairos/replica/contract/check'
import { engine, type HqUnderTest, type Work, type Writer } from '@kairos/replica/contract/hq-under-test'
import type { Customer } from '@kairos/shared/customer'
import type { SqliteDatabase } from '@kairos/shared/database'
import type { FoldOne, HqStorage, JoinTwo } from '../storage.ts'
import { openHqDatabase, storageIn } from './sqlite-storage.ts'

const BY = { who: 'Pat', note: 'she asked' }
const advanced = (customer: Customer): Advanced => ({ customer, effects: [], happened: [] })
const fold: FoldOne = (id, customer, input) => {
  const before = customer ?? engine.create(id)
  return advanced('id' in input ? engine.fold(before, input) : before)
}
const join2: JoinTwo = (into, from) => ({ kept: advanced(engine.join(into, from)), over: advanced(from) })
const foldAll = async (storage: HqStorage): Promise<void> => {
  while ((await storage.foldNext(100, fold, join2)).done > 0);
}

/** HQ’s storage that no disk waits for, for many short lives. It is not opened again. */
export const sqliteHqNotOnDisk: Maker<HqUnderTest> = () => {
  const subject = new SqliteHq(undefined)
  return { subject, remove: () => subject.close() }
}

/** HQ's storage in a file of a folder of its own; another writer is another connection to it. */
export const sqliteHq: Maker<HqUnderTest> = () => {
  const folder = mkdtempSync(join(tmpdir(), 'kairos-hq-'))
  const subject = new SqliteHq(folder)
  const remove = () => {
    subject.close()
    rmSync(folder, { recursive: true })
  }
  return { subject, remove }
}

class SqliteHq implements HqUnderTest {
  readonly writers = 'wait'
  readonly #folder: string | undefined
  #database: SqliteDatabase
  storage: HqStorage
  readonly #others: SqliteDatabase[] = []

  constructor(folder: string | undefined) {
    this.#folder = folder
    this.#database = openHqDatabase(this.#file('hq'))
    this.storage = storageIn(this.#database)
  }

  #file(name: string): string {
    return this.#folder === undefined ? ':memory:' : join(this.#folder, `${name}.sqlite`)
  }

  close(): void {
    for (const database of [this.#database, ...this.#others]) database.close()
  }

  async reopen(): Promise<void> {
    this.#database.close()
    this.#database = openHqDatabase(this.#file('hq'))
    this.storage = storageIn(this.#database)
  }

  async backUp(): Promise<void> {
    this.#database.exec(`vacuum into '${this.#file('backup')}'`)
  }

  async restore(): Promise<void> {
    this.#database.close()
    for (const end of ['-wal', '-shm']) rmSync(this.#file('hq') + end, { force: true })
    copyFileSync(this.#file('backup'), this.#file('hq'))
    this.#database = openHqDatabase(this.#file('hq'))
    this.storage = storageIn(this.#database)
  }

  async begin(work: Work): Promise<Writer> {
    const database = openHqDatabase(this.#file('hq'))
    this.#others.push(database)
    // Whoever has to wait hears so at once, instead of waiting for what this very test has still to do.
    database.pragma('busy_timeout = 0')
    const storage = storageIn(database)
    const writer = { storage, fold: () => foldAll(storage) }
    const began = async (): Promise<boolean> => {
      try {
        database.exec('begin immediate')
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY') return false
        throw error
      }
      await work(writer)
      return true
    }
    const waits = !(await began())
    return {
      waits,
      async commit() {
        if (waits && !(await began())) throw new Error('the other writer is not over')
        database.exec('commit')
      },
      rollBack: async () => void (waits || database.exec('rollback')),
    }
  }

  openEpoch: HqUnderTest['openEpoch'] = (epoch) => this.storage.openEpoch(epoch, 0)
  publish: HqUnderTest['publish'] = (files) => this.storage.publish(digestOfFiles(files), files, 0)
  fold = (): Promise<void> => foldAll(this.storage)
  takeIn: HqUnderTest['takeIn'] = async (events) => void (await this.storage.takeIn(events))
  merge: HqUnderTest['merge'] = async (into, from) => void (await this.storage.merge(into, from, 0, BY, join2))
  leave: HqUnderTest['leave'] = async (now) => void (await this.storage.leave(now, 1000))
  erase: HqUnderTest['erase'] = async (customer) =>
    void (await this.storage.erase(await this.storage.namesOf(customer), 0, 'Pat'))
}
