import { advance, firstDocument, type Advanced, type Input } from '@kairos/dialogue/advance'
import { spentIn } from '@kairos/dialogue/budgets'
import { PlaybookLibrary } from '@kairos/dialogue/library'
import { Desk } from '@kairos/hq/desk'
import { digestOf } from '@kairos/hq/playbook-folder'
import type { LoggedErasure } from '@kairos/hq/customers/erasure-log'
import { Registry } from '@kairos/hq/customers/registry'
import { joinTwo } from '@kairos/hq/joining'
import type { FoldOne, HqStorage, JoinTwo } from '@kairos/hq/storage'
import { openHqDatabase, storageIn } from '@kairos/hq/storage/sqlite'
import type { Customer } from '@kairos/shared/customer'
import type { SqliteDatabase } from '@kairos/shared/database'
import type { Event } from '@kairos/shared/event'
import { customerIdSchema, epochSchema, type CustomerId, type Epoch, type StoreId } from '@kairos/shared/ids'
import { erasedName } from '@kairos/shared/erased'
import { identityOfStranger } from '@kairos/shared/stranger'
import type { Ms } from '@kairos/shared/time'
import { addPlaybook } from './playbook.ts'
import { reopened } from './reopen.ts'
import type { Life, Scheduler } from './scheduler.ts'

/** What was done at HQ, in order, with the moments when time passed: what a fresh fold repeats. */
export type FoldLog = (
  | { id: CustomerId; input: Input; playbooks: PlaybookLibrary }
  | { id: CustomerId; from: CustomerId; at: Ms; playbooks: PlaybookLibrary }
  | { erased: readonly CustomerId[] }
)[]

/** Head office: real storage and a real desk, killed and started again on the same database. */
export class SimulatedHq {
  database: SqliteDatabase = openHqDatabase(':memory:')
  life: Life = { dead: true }
  storage: HqStorage | undefined
  epoch: Epoch | undefined
  playbooks = new PlaybookLibrary()
  log: FoldLog = []
  readonly errors: unknown[] = []
  readonly #scheduler: Scheduler
  readonly #news: (stores: ReadonlySet<StoreId>) => void
  /** Outside the database: no backup brings it back as it was. */
  readonly erasures: LoggedErasure[] = []
  #desk: Desk | undefined
  #registry: Registry | undefined
  #backup: { database: Buffer; log: FoldLog } | undefined

  constructor(scheduler: Scheduler, news: (stores: ReadonlySet<StoreId>) => void) {
    this.#scheduler = scheduler
    this.#news = news
  }

  get up(): boolean {
    return !this.life.dead
  }

  async start(files: Record<string, string>): Promise<void> {
    this.life = { dead: false }
    const { random } = this.#scheduler
    const storage = storageIn(this.database)
    const epoch = epochSchema.parse(Array.from({ length: 16 }, () => random.whole(0, 15).toString(16)).join(''))
    await storage.openEpoch(epoch, this.#scheduler.now())
    await storage.publish(digestOf(files), files, this.#scheduler.now())
    this.playbooks = new PlaybookLibrary()
    for (const published of await storage.playbooksAfter(0)) addPlaybook(this.playbooks, published)
    this.epoch = epoch
    const logging = this.#logging(storage)
    this.storage = this.#slow(logging, this.life)
    const { life } = this
    const news = (stores: ReadonlySet<StoreId>) => life.dead || this.#news(stores)
    const failed = (error: unknown) => this.errors.push(error)
    const registry = {
      log: { add: (erasure: LoggedErasure) => void this.erasures.push(erasure), all: () => this.erasures },
      clock: this.#scheduler,
      join: joinTwo(this.playbooks),
      changed: news,
      failed,
    }
    // Nobody has to wait for this, because nobody is let in before.
    await new Registry({ ...registry, storage: logging }).afterRestore()
    this.#registry = new Registry({ ...registry, storage: this.storage })
    this.#desk = new Desk(this.storage, this.playbooks, this.#scheduler, news, (error) => this.errors.push(error))
    void this.#desk.kick()
  }

  kill(): void {
    this.life.dead = true
  }

  kick(): void {
    void this.#desk?.kick()
  }

  /** What somebody else reports: the web site, the tills' system, the newsletter. */
  takeIn(events: readonly Event[]): void {
    const { life } = this
    void this.storage?.takeIn(events).then(() => life.dead || this.kick())
  }

  /** Two customers turn out to be one. */
  merge(into: CustomerId, from: CustomerId): void {
    void this.#registry?.merge(into, from, { who: 'somebody', note: '' })
  }

  erase(id: CustomerId): void {
    void this.#registry?.erase(id, { who: 'somebody', note: '' })
  }

  /** What HQ does once a day. */
  leave(): void {
    const { life } = this
    void this.storage?.leave(this.#scheduler.now(), 3).then(({ stores }) => life.dead || this.#news(stores))
  }

  takeBackup(): void {
    this.#backup = { database: this.database.serialize(), log: [...this.log] }
  }

  /** The machine was lost; while HQ is down. False if there is no backup. */
  restoreBackup(): boolean {
    if (!this.#backup) return false
    this.database = reopened(this.#backup.database, openHqDatabase)
    this.log = [...this.#backup.log]
    return true
  }

  /**
   * Storage whose every method takes its time, before and after its transaction, as one behind a network
   * does.
   */
  #slow(storage: HqStorage, life: Life): HqStorage {
    const wait = async (what: string) => {
      // The dead wait for ever, whatever real turns of the event loop they still get.
      if (life.dead || this.#scheduler.random.chance(0.4)) await this.#scheduler.turn(life, what)
    }
    const slowly =
      <A extends unknown[], R>(what: string, method: (...args: A) => Promise<R>) =>
      async (...args: A): Promise<R> => {
        await wait(`HQ begins ${what}`)
        const result = await method(...args)
        await wait(`HQ did ${what}`)
        return result
      }
    const entries = Object.entries(storage) as [string, (...args: unknown[]) => Promise<unknown>][]
    return Object.fromEntries(entries.map(([name, method]) => [name, slowly(name, method)])) as unknown as HqStorage
  }

  /** What is committed goes into the log. */
  #logging(storage: HqStorage): HqStorage {
    const logged =
      (fold: FoldOne, into: FoldLog): FoldOne =>
      (id, customer, input, granted) => {
        const { playbooks } = this
        const spent = granted && spentIn(playbooks.current.chain, 'hq', granted)
        into.push({ id, input: spent ? { ...input, spent } : input, playbooks })
        return fold(id, customer, input, granted)
      }
    const joining =
      (join: JoinTwo, into: FoldLog): JoinTwo =>
      (one, from, at, events) => {
        into.push({ id: one.id, from: from.id, at, playbooks: this.playbooks })
        return join(one, from, at, events)
      }
    const committed = async <R>(folding: (log: FoldLog) => Promise<R>): Promise<R> => {
      const log: FoldLog = []
      const result = await folding(log)
      this.log.push(...log)
      return result
    }
    return {
      ...storage,
      // Small batches, so that what belongs together is cut apart.
      feedAfter: (store, cursor, most) => storage.feedAfter(store, cursor, Math.min(most, 3)),
      bulkAfter: (store, cursor, most) => storage.bulkAfter(store, cursor, Math.min(most, 3)),
      foldNext: (most, fold, join) =>
        committed((log) => storage.foldNext(Math.min(most, 3), logged(fold, log), join && joining(join, log))),
      merge: (into, from, at, by, join) => committed((log) => storage.merge(into, from, at, by, joining(join, log))),
      erase: (ids, at, who) =>
        committed((log) => {
          log.push({ erased: ids })
          return storage.erase(ids, at, who)
        }),
      wake: (now, most, fold) => committed((log) => storage.wake(now, most, logged(fold, log))),
    }
  }

  /** Every customer's document, as it is on disk. */
  documents(): Map<CustomerId, Customer> {
    const rows = this.rows<{ id: string; document: string }>('select id, document from customers')
    return new Map(rows.map(({ id, document }) => [customerIdSchema.parse(id), JSON.parse(document) as Customer]))
  }

  rows<R>(sql: string, ...parameters: (string | number)[]): R[] {
    return this.database.prepare(sql).all(...parameters) as R[]
  }

  get hasJoined(): boolean {
    return this.log.some((done) => 'from' in done)
  }

  /** Whether she has turned out to be somebody else, or somebody else to be her, or is gone from a store, or erased. */
  isOver(store: StoreId, customer: CustomerId): boolean {
    const named = identityOfStranger(customer)
    return (
      named !== undefined ||
      this.log.some((done) => ('from' in done ? done.from === customer || done.id === customer : false)) ||
      this.erasures.some(({ names }) => names.includes(erasedName(customer))) ||
      this.rows('select 1 from aliases where owner = ?', customer).length > 0 ||
      this.rows('select 1 from subscriptions where store = ? and customer = ? and gone is not null', store, customer)
        .length > 0
    )
  }

  /** What comes of doing everything again: documents, the events in them, and how many lines the journal has. */
  freshFold(): { documents: Map<CustomerId, Customer>; events: Map<CustomerId, Event[]>; happened: number } {
    const documents = new Map<CustomerId, Customer>()
    const events = new Map<CustomerId, Event[]>()
    const journal = new Map<CustomerId, number>()
    // Incentives stand in the journal, too.
    const note = (id: CustomerId, { happened, effects }: Advanced, more = 0) =>
      journal.set(
        id,
        (journal.get(id) ?? 0) + happened.length + effects.filter((effect) => 'incentive' in effect).length + more,
      )
    const forget = (id: CustomerId) => {
      for (const each of [documents, events, journal]) each.delete(id)
    }
    for (const done of this.log) {
      if ('erased' in done) {
        for (const id of done.erased) forget(id)
        continue
      }
      const { id, playbooks } = done
      const document = documents.get(id) ?? firstDocument(playbooks, id)
      if ('input' in done) {
        const advanced = advance(playbooks, document, done.input)
        documents.set(id, advanced.customer)
        note(id, advanced)
        if ('id' in done.input) events.set(id, [...(events.get(id) ?? []), done.input])
        continue
      }
      const { from, at } = done
      const other = documents.get(from) ?? firstDocument(playbooks, from)
      const both = this.#inOrder([...(events.get(id) ?? []), ...(events.get(from) ?? [])])
      const { kept, over } = joinTwo(playbooks)(document, other, at, () => both)
      const lines = journal.get(from) ?? 0
      forget(from)
      documents.set(id, kept.customer)
      events.set(id, both)
      note(id, kept)
      note(id, over, lines + 1)
    }
    return { documents, events, happened: [...journal.values()].reduce((sum, n) => sum + n, 0) }
  }

  /** In the order in which they were folded. */
  #inOrder(events: readonly Event[]): Event[] {
    const place = new Map(
      this.log.flatMap((done, n) => ('input' in done && 'id' in done.input ? [[done.input.id, n]] : [])),
    )
    return events.toSorted((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0))
  }
}
