import { Desk } from '@kairos/hq/desk'
import type { LoggedErasure } from '@kairos/hq/customers/erasure-log'
import { Registry } from '@kairos/hq/customers/registry'
import { joinTwo } from '@kairos/hq/joining'
import { Publisher } from '@kairos/hq/publisher'
import type { HqStorage } from '@kairos/hq/storage'
import { openHqDatabase, storageIn } from '@kairos/hq/storage/sqlite'
import type { PlaybookLibrary } from '@kairos/dialogue/library'
import { digestOfFiles } from '@kairos/replica/playbook-digest'
import type { Customer } from '@kairos/shared/customer'
import type { SqliteDatabase } from '@kairos/shared/database'
import type { Event } from '@kairos/shared/event'
import { customerIdSchema, epochSchema, type CustomerId, type Epoch, type StoreId } from '@kairos/shared/ids'
import type { PublishedPlaybook } from '@kairos/shared/wire/hq-hub'
import { copiesOf } from './copies.ts'
import { diskOf, type Disk, type Life } from './disk.ts'
import { Ledger } from './ledger.ts'
import { libraryOf, playbookFiles } from './playbook.ts'
import type { Scheduler } from './scheduler.ts'
import { watchedStorage } from './watched-storage.ts'

const SOMEBODY = { who: 'somebody', note: '' }

/** At the newest schema, with the first playbook published. */
const newDatabase = copiesOf(openHqDatabase, (first) => {
  const files = playbookFiles(1)
  void storageIn(first).publish(digestOfFiles(files), files, 0)
})

export type HqEvents = {
  news: (stores: ReadonlySet<StoreId>) => void
  published: (playbook: PublishedPlaybook) => void
  /** It died in the middle of something. */
  broke: () => void
}

/** Head office: real storage and a real desk, killed and started again on the same database. */
export class SimulatedHq {
  database: SqliteDatabase = newDatabase()
  life: Life = { dead: true }
  disk: Disk | undefined
  storage: HqStorage | undefined
  epoch: Epoch | undefined
  playbooks: PlaybookLibrary = libraryOf([])
  ledger = new Ledger()
  /** Outside the database: no backup brings it back as it was. */
  readonly erasures: LoggedErasure[] = []
  readonly #scheduler: Scheduler
  readonly #events: HqEvents
  #desk: Desk | undefined
  #registry: Registry | undefined
  #publisher: Publisher | undefined
  #restore = false
  #backup: { database: Buffer; ledger: Ledger } | undefined

  constructor(scheduler: Scheduler, events: HqEvents) {
    this.#scheduler = scheduler
    this.#events = events
  }

  get up(): boolean {
    return !this.life.dead
  }

  async start(): Promise<void> {
    this.#bringBack()
    const life: Life = { dead: false }
    this.life = life
    const { random } = this.#scheduler
    this.disk = diskOf(this.database, life, this.#events.broke)
    const raw = storageIn(this.disk.database)
    const epoch = epochSchema.parse(Array.from({ length: 16 }, () => random.whole(0, 15).toString(16)).join(''))
    await raw.openEpoch(epoch, this.#scheduler.now())
    const playbooks = libraryOf(await raw.playbooksAfter(0))
    this.playbooks = playbooks
    this.epoch = epoch
    const watched = watchedStorage(raw, { database: this.database, ledger: this.ledger, playbooks, life })
    const storage = this.#slow(watched, life)
    this.storage = storage
    const changed = (stores: ReadonlySet<StoreId>) => life.dead || this.#events.news(stores)
    const failed = (error: unknown) => life.dead || this.#scheduler.failures.push(error)
    const registry = {
      log: { add: (erasure: LoggedErasure) => void this.erasures.push(erasure), all: () => this.erasures },
      clock: this.#scheduler,
      join: joinTwo(playbooks),
      changed,
      failed,
    }
    // Nobody has to wait for this, because nobody is let in before.
    await new Registry({ ...registry, storage: watched }).afterRestore()
    this.#registry = new Registry({ ...registry, storage })
    this.#desk = new Desk(storage, playbooks, this.#scheduler, changed, failed)
    this.#publisher = new Publisher({
      storage,
      library: playbooks,
      now: () => this.#scheduler.now(),
      published: async (playbook) => void (life.dead || this.#events.published(playbook)),
    })
    this.kick()
  }

  kill(): void {
    this.life.dead = true
  }

  #carry(going: Promise<unknown> | undefined): void {
    if (going) this.#scheduler.carry(this.life, going)
  }

  kick(): void {
    this.#carry(this.#desk?.kick())
  }

  /** What somebody else reports: the web site, the tills' system, the newsletter. */
  takeIn(events: readonly Event[]): void {
    const { life } = this
    this.#carry(this.storage?.takeIn(events).then(() => life.dead || this.kick()))
  }

  /** Two customers turn out to be one. */
  merge(into: CustomerId, from: CustomerId): void {
    this.#carry(this.#registry?.merge(into, from, SOMEBODY))
  }

  erase(id: CustomerId): void {
    this.#carry(this.#registry?.erase(id, SOMEBODY))
  }

  /** As if an older version were published again: what was checked once is not checked anew. */
  publish(edition: number): void {
    this.#carry(this.#publisher?.publish(playbookFiles(edition), { ...SOMEBODY, filesOf: 1 }))
  }

  /** What the door does at hello. */
  hubHas(store: StoreId, version: number): void {
    this.#carry(this.#publisher?.hubIsAhead(store, version))
  }

  /** What HQ does once a day. */
  leave(): void {
    const { life } = this
    this.#carry(
      this.storage?.leave(this.#scheduler.now(), 3).then(({ stores }) => life.dead || this.#events.news(stores)),
    )
  }

  takeBackup(): void {
    this.#backup = { database: this.database.serialize(), ledger: new Ledger(this.ledger) }
  }

  /** The machine was lost: the next start is on the backup. False if there is none. */
  restoreBackup(): boolean {
    this.#restore = this.#backup !== undefined
    return this.#restore
  }

  #bringBack(): void {
    if (!this.#restore || !this.#backup) return
    this.#restore = false
    this.database.close()
    this.database = openHqDatabase(this.#backup.database)
    this.ledger = new Ledger(this.#backup.ledger)
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

  /** Every customer's document, as it is on disk. */
  documents(): Map<CustomerId, Customer> {
    const rows = this.rows<{ id: string; document: string }>('select id, document from customers')
    return new Map(rows.map(({ id, document }) => [customerIdSchema.parse(id), JSON.parse(document) as Customer]))
  }

  rows<R>(sql: string, ...parameters: (string | number)[]): R[] {
    return this.database.prepare(sql).all(...parameters) as R[]
  }
}
