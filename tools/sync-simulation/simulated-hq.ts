import { advance, newCustomer, type Input } from '@kairos/dialogue/advance'
import { spentIn } from '@kairos/dialogue/budgets'
import { PlaybookLibrary } from '@kairos/dialogue/library'
import { Desk } from '@kairos/hq/desk'
import { digestOf } from '@kairos/hq/playbook-folder'
import type { FoldOne, HqStorage } from '@kairos/hq/storage'
import { openHqDatabase, storageIn } from '@kairos/hq/storage/sqlite'
import type { Customer } from '@kairos/shared/customer'
import type { SqliteDatabase } from '@kairos/shared/database'
import type { Event } from '@kairos/shared/event'
import { customerIdSchema, epochSchema, type CustomerId, type Epoch, type StoreId } from '@kairos/shared/ids'
import { addPlaybook } from './playbook.ts'
import { reopened } from './reopen.ts'
import type { Life, Scheduler } from './scheduler.ts'

/** What was folded at HQ, in order, with the moments when time passed: what a fresh fold repeats. */
export type FoldLog = { id: CustomerId; input: Input; playbooks: PlaybookLibrary }[]

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
  #desk: Desk | undefined
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
    this.storage = this.#slow(storage, this.life)
    const { life } = this
    const news = (stores: ReadonlySet<StoreId>) => life.dead || this.#news(stores)
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
   * does. What it commits goes into the log of folds.
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
    const logged =
      (fold: FoldOne, into: FoldLog): FoldOne =>
      (id, customer, input, granted) => {
        const { playbooks } = this
        const spent = granted && spentIn(playbooks.current.chain, 'hq', granted)
        into.push({ id, input: spent ? { ...input, spent } : input, playbooks })
        return fold(id, customer, input, granted)
      }
    const committed = async <R>(folding: (log: FoldLog) => Promise<R>): Promise<R> => {
      const log: FoldLog = []
      const result = await folding(log)
      this.log.push(...log)
      return result
    }
    const logging: HqStorage = {
      ...storage,
      // Small batches, so that what belongs together is cut apart.
      feedAfter: (store, cursor, most) => storage.feedAfter(store, cursor, Math.min(most, 3)),
      foldNext: (most, fold) => committed((log) => storage.foldNext(Math.min(most, 3), logged(fold, log))),
      wake: (now, most, fold) => committed((log) => storage.wake(now, most, logged(fold, log))),
    }
    const entries = Object.entries(logging) as [string, (...args: unknown[]) => Promise<unknown>][]
    return Object.fromEntries(entries.map(([name, method]) => [name, slowly(name, method)])) as unknown as HqStorage
  }

  /** Every customer's document, as it is on disk. */
  documents(): Map<CustomerId, Customer> {
    const rows = this.rows<{ id: string; document: string }>('select id, document from customers')
    return new Map(rows.map(({ id, document }) => [customerIdSchema.parse(id), JSON.parse(document) as Customer]))
  }

  rows<R>(sql: string, ...parameters: (string | number)[]): R[] {
    return this.database.prepare(sql).all(...parameters) as R[]
  }

  /** The documents that come of folding everything again, and how much was written in the journal. */
  freshFold(): { documents: Map<CustomerId, Customer>; happened: number } {
    const documents = new Map<CustomerId, Customer>()
    let happened = 0
    for (const { id, input, playbooks } of this.log) {
      const advanced = advance(playbooks, documents.get(id) ?? newCustomer(playbooks, id), input)
      documents.set(id, advanced.customer)
      // Incentives stand in the journal, too.
      happened += advanced.happened.length + advanced.effects.filter((effect) => 'incentive' in effect).length
    }
    return { documents, happened }
  }
}
