import { spentIn } from '@kairos/dialogue/budgets'
import type { PlaybookLibrary } from '@kairos/dialogue/library'
import type { Playbooks } from '@kairos/dialogue/playbook'
import type { FoldOne, HqStorage, JoinTwo } from '@kairos/hq/storage'
import type { SqliteDatabase } from '@kairos/shared/database'
import { erasedName } from '@kairos/shared/erased'
import type { CustomerId } from '@kairos/shared/ids'
import type { Fact } from '@kairos/shared/wire/hq-hub'
import type { Life } from './disk.ts'
import { factName, type Done, type Fate, type Ledger } from './ledger.ts'
import { ownerIn } from './who.ts'

export type Watching = { database: SqliteDatabase; ledger: Ledger; playbooks: PlaybookLibrary; life: Life }

/** HQ's storage, whose every commit is written into the ledger, and which hands out little at a time. */
export function watchedStorage(storage: HqStorage, { database, ledger, playbooks, life }: Watching): HqStorage {
  const readChange = database.prepare<[], { value: number }>(`select value from meta where key = 'last change'`)
  const readGone = database.prepare<[], { store: string; customer: string }>(
    'select store, customer from subscriptions where gone is not null',
  )
  const isErased = database.prepare<[string], object>('select 1 from erased where name = ?')
  const note = (done: readonly Done[]) => {
    ledger.committed(done, readChange.get()?.value ?? 0)
    for (const { store, customer } of readGone.all()) ledger.gone.add(`${store} ${customer}`)
  }
  const logged =
    (fold: FoldOne, into: Done[]): FoldOne =>
    (id, customer, input, granted) => {
      const spent = granted && spentIn(playbooks.current.chain, 'hq', granted)
      into.push({ id, input: spent ? { ...input, spent } : input, playbooks: asOfNow(playbooks) })
      return fold(id, customer, input, granted)
    }
  const joining =
    (join: JoinTwo, into: Done[]): JoinTwo =>
    (one, from, at, events) => {
      into.push({ id: one.id, from: from.id, at, playbooks: asOfNow(playbooks) })
      return join(one, from, at, events)
    }
  /** The transaction is over when the method returns, before anybody else can begin one. */
  function committed<R>(folding: (done: Done[]) => Promise<R>): Promise<R> {
    const done: Done[] = []
    const result = folding(done)
    note(done)
    return result
  }
  return {
    ...storage,
    // Small batches, so that what belongs together is cut apart.
    feedAfter: (store, cursor, most) => storage.feedAfter(store, cursor, Math.min(most, 3)),
    bulkAfter: (store, cursor, most) => storage.bulkAfter(store, cursor, Math.min(most, 3)),
    foldNext: (most, fold, join) =>
      committed((done) => storage.foldNext(Math.min(most, 3), logged(fold, done), join && joining(join, done))),
    wake: (now, most, fold) => committed((done) => storage.wake(now, most, logged(fold, done))),
    merge: (into, from, at, by, join) => committed((done) => storage.merge(into, from, at, by, joining(join, done))),
    lookUp: (store, identity, at) => committed(() => storage.lookUp(store, identity, at)),
    leave: (now, most) => committed(() => storage.leave(now, most)),
    erase: (ids, at, who) =>
      committed((done) => {
        const erasing = storage.erase(ids, at, who)
        // Also where head office died before the file was cleaned: the transaction was over by then.
        if (ids.some((id) => isErased.get(erasedName(id)) !== undefined)) done.push({ erased: ids })
        return erasing
      }),
    takeFacts(store, epoch, upTo, facts, setAside) {
      const fates = fatesOf(database, facts)
      const have = database
        .prepare<[string, string], { up_to: number }>('select up_to from hub_epochs where store = ? and epoch = ?')
        .get(store, epoch)
      const taking = storage.takeFacts(store, epoch, upTo, facts, setAside)
      if (life.dead) return taking
      for (const { n } of setAside) fates.set(n, 'aside')
      for (const [n, fate] of fates) if (n > (have?.up_to ?? 0)) ledger.fates.set(factName(store, epoch, n), fate)
      return taking
    },
  }
}

/** The versions that there are now: more may come. */
function asOfNow(library: PlaybookLibrary): Playbooks {
  const { current } = library
  return { current, version: (version) => (version > current.version ? undefined : library.version(version)) }
}

/** What has to become of facts that can be read, as things stand before they are taken. */
function fatesOf(database: SqliteDatabase, facts: readonly Fact[]): Map<number, Fate> {
  const known = database.prepare<[string], { customer: CustomerId }>('select customer from events where id = ?')
  const erased = database.prepare<[string], object>('select 1 from erased where name = ?')
  const fresh = new Map<string, CustomerId>()
  return new Map(
    facts.map(({ n, event: { id, customer } }): [number, Fate] => {
      const owner = ownerIn(database, customer)
      if (owner === customer && erased.get(erasedName(customer)) !== undefined) return [n, 'erased']
      const first = fresh.get(id) ?? known.get(id)?.customer
      if (first === undefined) fresh.set(id, customer)
      return [n, first === undefined || ownerIn(database, first) === owner ? 'event' : 'aside']
    }),
  )
}
