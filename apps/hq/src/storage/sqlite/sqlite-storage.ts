import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { openDatabase, type SqliteDatabase } from '@kairos/shared/database'
import type { PublishedPlaybook } from '@kairos/shared/wire/hq-hub'
import type { HqStorage } from '../storage.ts'
import { countersOf } from './counters.ts'
import { feedOf } from './feed.ts'
import { folding } from './folding.ts'
import { intake } from './intake.ts'
import { views } from './views.ts'

const MIGRATIONS = fileURLToPath(new URL('../../../migrations', import.meta.url))
const filesSchema = z.record(z.string(), z.string())

/** HQ's database, at the newest schema. */
export const openHqDatabase = (file: string): SqliteDatabase => openDatabase(file, MIGRATIONS)

/** HQ's storage in one SQLite file, for a chain whose head office is one machine. */
export const sqliteStorage = (file: string): HqStorage => storageIn(openHqDatabase(file))

export function storageIn(database: SqliteDatabase): HqStorage {
  const counters = countersOf(database)
  const feed = feedOf(database)
  const taking = intake(database, counters)
  const folded = folding(database, counters, feed)
  const seen = views(database, counters)
  const nextDue = database.prepare<[], { due: number | null }>(
    'select min(next_due) as due from customers where next_due is not null',
  )
  const current = database.prepare<[], { version: number; digest: string }>(
    'select version, digest from playbooks order by version desc limit 1',
  )
  const addPlaybook = database.prepare<[number, string, string, number]>(
    'insert into playbooks (version, digest, files, at) values (?, ?, ?, ?)',
  )
  const playbooksAfter = database.prepare<[number], { version: number; files: string }>(
    'select version, files from playbooks where version > ? order by version',
  )
  const publish = database.transaction((digest: string, files: Record<string, string>, at: number): number => {
    const now = current.get()
    if (now?.digest === digest) return now.version
    const version = (now?.version ?? 0) + 1
    addPlaybook.run(version, digest, JSON.stringify(files), at)
    return version
  })

  return {
    openEpoch: async (epoch, at) => feed.openEpoch(epoch, at),
    takeIn: async (events) => taking.takeIn(events),
    takeImport: async (id, events, move) => taking.takeImport(id, events, move),
    importProgress: async (id) => taking.importProgress(id),
    takeFacts: async (store, epoch, upTo, facts, setAside) => taking.takeFacts(store, epoch, upTo, facts, setAside),
    lastNumber: async (store, epoch) => taking.lastNumber(store, epoch),
    setAsideAmong: async (store, epoch, from, to) => taking.setAsideAmong(store, epoch, from, to),
    foldNext: async (most, fold) => folded.foldNext(most, fold),
    wake: async (now, most, fold) => folded.wake(now, most, fold),
    nextDue: async () => nextDue.get()?.due ?? undefined,
    feedAfter: async (store, cursor, most) => feed.feedAfter(store, cursor, most),
    cursorHolds: async (epoch, cursor) => feed.cursorHolds(epoch, cursor),
    publish: async (digest, files, at) => publish(digest, files, at),
    playbooksAfter: async (version) =>
      playbooksAfter
        .all(version)
        .map((row): PublishedPlaybook => ({ version: row.version, files: filesSchema.parse(JSON.parse(row.files)) })),
    heard: async (store, at, cursor) => seen.heard(store, at, cursor),
    summary: async () => seen.summary(),
    stores: async () => seen.stores(),
    findCustomers: async (text, identities, most) => seen.findCustomers(text, identities, most),
    customer: async (id) => seen.customer(id),
    timeline: async (id, most) => seen.timeline(id, most),
    close: async () => void database.close(),
  }
}
