import { fileURLToPath } from 'node:url'
import { Cleaning } from '@kairos/shared/cleaning'
import { openDatabase, type SqliteDatabase } from '@kairos/shared/database'
import type { StoreId } from '@kairos/shared/ids'
import type { IdentityHash } from '@kairos/shared/identity'
import type { Ms } from '@kairos/shared/time'
import type { LookedUp } from '@kairos/shared/wire/hq-hub'
import type { HqStorage, Publishing } from '../storage.ts'
import { aliasesIn } from './aliases.ts'
import { countersOf } from './counters.ts'
import { erasingIn } from './erasing.ts'
import { feedOf } from './feed.ts'
import { folding } from './folding.ts'
import { intake } from './intake.ts'
import { interestsIn } from './interests.ts'
import { leaving } from './leaving.ts'
import { mergingIn } from './merging.ts'
import { occasionsIn } from './occasions.ts'
import { pausesIn } from './pauses.ts'
import { playbooksIn } from './playbooks.ts'
import { sweeping } from './sweeping.ts'
import { views } from './views.ts'

const MIGRATIONS = fileURLToPath(new URL('../../../migrations', import.meta.url))
const NOBODY: Publishing = { who: '', note: '' }

/** HQ's database, at the newest schema. */
export const openHqDatabase = (file: string | Buffer): SqliteDatabase => openDatabase(file, MIGRATIONS)

/**
 * HQ's storage in one SQLite file, for a chain whose head office is one machine. `unclean` hears that deleted bytes
 * are left in a large file: `cleanNext` is to be called until there are none.
 */
export const sqliteStorage = (file: string, unclean: () => void): HqStorage => storageIn(openHqDatabase(file), unclean)

export function storageIn(database: SqliteDatabase, unclean: () => void = () => {}): HqStorage {
  const cleaning = new Cleaning(database, unclean)
  const counters = countersOf(database)
  const feed = feedOf(database)
  const aliases = aliasesIn(database)
  const erasing = erasingIn(database, { aliases, counters, feed, cleaning })
  const taking = intake(database, { counters, aliases, erasing })
  const pauses = pausesIn(database, counters)
  const merging = mergingIn(database, { aliases, feed })
  const folded = folding(database, { counters, feed, pauses, interests: interestsIn(database), aliases, merging })
  const leave = leaving(database, feed)
  const playbooks = playbooksIn(database)
  const sweep = sweeping(database, counters, feed)
  const occasions = occasionsIn(database, taking.takeIn)
  const seen = views(database, counters)
  const nextDue = database.prepare<[], { due: number | null }>(
    'select min(next_due) as due from customers where next_due is not null',
  )
  const lookUp = database.transaction((store: StoreId, identity: IdentityHash, at: Ms): LookedUp => {
    const owner = aliases.ofIdentity(identity)
    return owner && seen.customer(owner) ? feed.lookUp(store, owner, aliases.namesOf(owner), at) : {}
  })
  const hear = database.transaction((store: StoreId, at: Ms, cursor: number, playbook?: number): boolean => {
    seen.heard(store, at, cursor, playbook)
    const isForgotten = feed.read(store, cursor)
    if (isForgotten) cleaning.begin()
    return isForgotten
  })
  return {
    openEpoch: async (epoch, at) => feed.openEpoch(epoch, at),
    takeIn: async (events) => taking.takeIn(events),
    takeImport: async (id, events, move) => taking.takeImport(id, events, move),
    importProgress: async (id) => taking.importProgress(id),
    takeFacts: async (store, epoch, upTo, facts, setAside) => taking.takeFacts(store, epoch, upTo, facts, setAside),
    lastNumber: async (store, epoch) => taking.lastNumber(store, epoch),
    setAsideAmong: async (store, epoch, from, to) => taking.setAsideAmong(store, epoch, from, to),
    erasedAmong: async (store, epoch, from, to) => taking.erasedAmong(store, epoch, from, to),
    foldNext: async (most, fold, join) => folded.foldNext(most, fold, join),
    merge: async (into, from, at, by, join) => folded.mergeTwo(into, from, at, by, join),
    lookUp: async (store, identity, at) => lookUp(store, identity, at),
    leave: async (now, most) => leave.next(now, most),
    namesOf: async (id) => erasing.namesOf(id),
    namesLeft: async (erased) => erasing.left(erased),
    rememberErased: async (names, at, who) => erasing.remember(names, at, who),
    erase: async (ids, at, who) => {
      const stores = erasing.erase(ids, at, who)
      if (stores) cleaning.started()
      return stores
    },
    erasures: async () => erasing.list(),
    cleanNext: async () => !cleaning.next(),
    wake: async (now, most, fold) => folded.wake(now, most, fold),
    nextDue: async () => nextDue.get()?.due ?? undefined,
    feedAfter: async (store, cursor, most) => feed.feedAfter(store, cursor, most),
    bulkAfter: async (store, cursor, most) => feed.bulkAfter(store, cursor, most),
    behind: async (store, cursor) => feed.behind(store, cursor),
    heldIn: async (store, range, cursor, most) => feed.heldIn(store, range, cursor, most),
    differed: async (store) => counters.add(`differed:${store}`, 1),
    cursorHolds: async (epoch, cursor) => feed.cursorHolds(epoch, cursor),
    publish: async (digest, files, at, by = NOBODY) => playbooks.publish(digest, files, at, by),
    playbooks: async () => playbooks.list(),
    playbookFiles: async (version) => playbooks.filesOf(version),
    playbooksAfter: async (version, named) => playbooks.after(version, named),
    folderSighting: async () => playbooks.folderSighting(),
    folderSeen: async (digest) => playbooks.folderSeen(digest),
    beginSweep: async (memory) => sweep.begin(memory),
    sweepNext: async (now, most, mostEvents, refill) => sweep.next(now, most, mostEvents, refill),
    sweepProgress: async () => sweep.progress(),
    announce: async (occasion, at) => occasions.announce(occasion, at),
    reachNext: async (now, most) => occasions.reachNext(now, most),
    occasion: async (id) => occasions.one(id),
    occasions: async (which) => occasions.list(which),
    pause: async (paused, by, at) => pauses.pause(paused, by, at),
    paused: async () => pauses.paused(),
    heard: async (store, at, cursor, playbook) => {
      if (hear(store, at, cursor, playbook)) cleaning.started()
    },
    summary: async () => ({ ...seen.summary(), ...(cleaning.isUnderWay ? { cleaning: true } : {}) }),
    stores: async () => seen.stores(),
    findCustomers: async (text, identities, most) => seen.findCustomers(text, identities, most),
    customer: async (id) => seen.customer(aliases.ownerOf(id)),
    timeline: async (id, most) => seen.timeline(aliases.ownerOf(id), most),
    async close() {
      database.close()
      cleaning.close()
    },
  }
}
