import { advance, firstDocument } from '@kairos/dialogue/advance'
import type { PlaybookLibrary } from '@kairos/dialogue/library'
import { Floor } from '@kairos/hub/floor'
import { Lent } from '@kairos/hub/lent'
import { grantedIn } from '@kairos/hub/storage/granted'
import { openHubDatabase } from '@kairos/hub/storage/open'
import { sqliteReplica } from '@kairos/hub/storage/sqlite-replica'
import { sessionsIn } from '@kairos/hub/storage/sessions'
import { visitsIn, type Visits } from '@kairos/hub/storage/visits'
import { DEAF_AFTER, isDeaf } from '@kairos/replica/deaf'
import { HubLink } from '@kairos/replica/hub-link'
import { HubReplica } from '@kairos/replica/hub-replica'
import type { HubStorage } from '@kairos/replica/hub-storage'
import type { SqliteDatabase } from '@kairos/shared/database'
import { epochSchema, type CustomerId, type StoreId } from '@kairos/shared/ids'
import type { ChainKey } from '@kairos/shared/identity'
import type { Fact } from '@kairos/shared/wire/hq-hub'
import type { Random } from '../chain/random.ts'
import { copiesOf } from './copies.ts'
import { diskOf, type Disk, type Life } from './disk.ts'
import { libraryOf } from './playbook.ts'
import type { Scheduler } from './scheduler.ts'

export class RolledBack extends Error {}

const newDatabase = copiesOf(openHubDatabase, () => {})

/** What a hub is made of between two starts. */
type Started = {
  life: Life
  disk: Disk
  storage: HubStorage
  replica: HubReplica
  link: HubLink
  floor: Floor
  visits: Visits
  playbooks: PlaybookLibrary
}

/** A store's hub: real storage, replica, link and floor, killed and started again on the same database. */
export class SimulatedHub {
  readonly store: StoreId
  database: SqliteDatabase = newDatabase()
  running: Started | undefined
  /** Every fact whose transaction was committed, by its name. */
  readonly recorded = new Map<string, Fact>()
  /** Recorded, but the disk that held them is gone. HQ may have them. */
  readonly lost = new Map<string, Fact>()
  /** Of whom it had a base when somebody last looked. */
  held = new Set<CustomerId>()
  /** The next transaction on the floor fails at its end. */
  failNext = false
  /** How often it found, by comparing, that it does not have what HQ has. */
  differed = 0
  readonly #scheduler: Scheduler
  readonly #key: ChainKey
  readonly #skew: number
  readonly #broke: (hub: SimulatedHub) => void
  #restore = false
  #backup: { database: Buffer; recorded: Map<string, Fact> } | undefined

  /** `broke`: it died in the middle of something. */
  constructor(scheduler: Scheduler, store: StoreId, key: ChainKey, skew: number, broke: (hub: SimulatedHub) => void) {
    this.#scheduler = scheduler
    this.store = store
    this.#key = key
    this.#skew = skew
    this.#broke = broke
  }

  start(): void {
    this.#bringBack()
    const life: Life = { dead: false }
    const disk = diskOf(this.database, life, () => this.#broke(this))
    const { storage, whose } = sqliteReplica(disk.database, {
      unclean: () => {},
      changed(customer) {
        replica.forget(customer)
        if (customer === undefined) visits.forget()
      },
    })
    const pending: Fact[] = []
    let together = false
    const watched: HubStorage = {
      ...storage,
      unsent: (most) => storage.unsent(Math.min(most, 3)),
      append: (fact) => {
        const appended = storage.append(fact)
        if (appended && together) pending.push(appended)
        else if (appended) this.#keep([appended])
        return appended
      },
    }
    const playbooks = libraryOf(storage.playbooks())
    const { random } = this.#scheduler
    const epoch = epochSchema.parse(Array.from({ length: 16 }, () => random.whole(0, 15).toString(16)).join(''))
    const replica: HubReplica = new HubReplica(
      watched,
      epoch,
      (customer, event) => advance(playbooks, customer, event).customer,
      (id) => firstDocument(playbooks, id),
      undefined,
      () => (disk.database.inTransaction || !playbooks.has ? undefined : playbooks.current),
    )
    let ahead = 0
    const now = () => this.#scheduler.now() + this.#skew
    const link = this.#link({ life, storage: watched, epoch, now, playbooks, offset: (offset) => (ahead = offset) })
    const visits: Visits = visitsIn(disk.database)
    const floor = new Floor({
      store: this.store,
      key: this.#key,
      playbooks,
      replica,
      visits,
      sessions: sessionsIn(disk.database),
      lent: new Lent(playbooks, grantedIn(disk.database)),
      customerOf: whose,
      ask: (identity) => link.lookUp(identity),
      mute: () => (isDeaf(storage.heard(), now(), DEAF_AFTER) ? 'deaf' : undefined),
      together: (change) => {
        together = true
        pending.length = 0
        try {
          const result = disk.database.transaction(() => {
            const changed = change()
            if (this.failNext) throw new RolledBack()
            return changed
          })()
          this.#keep(pending)
          return result
        } finally {
          together = false
          this.failNext = false
        }
      },
      now: () => Math.round(now() + ahead),
      changed: () => {},
      recorded: () => this.#scheduler.carry(life, link.send()),
    })
    this.running = { life, disk, storage, replica, link, floor, visits, playbooks }
  }

  #link(of: {
    life: Life
    storage: HubStorage
    epoch: HubReplica['epoch']
    now: () => number
    playbooks: PlaybookLibrary
    offset: (ahead: number) => void
  }): HubLink {
    const { life, storage, epoch, now, playbooks, offset } = of
    const events = {
      clockOffset: offset,
      playbook: (playbook: Parameters<PlaybookLibrary['add']>[0]) => void playbooks.add(playbook),
      applied: () => {},
      differed: () => void this.differed++,
    }
    return new HubLink(storage, epoch, now, events, {
      // Everything in small pieces, so that whatever can come between them does.
      pace: () => {
        const rows = this.#scheduler.random.whole(1, 3)
        return { fewest: rows, most: rows, time: 10, pause: 10 }
      },
      wait: () => this.#scheduler.turn(life, `${this.store} lets others have a turn`),
      bulkAbove: 1,
      bulkRows: 3,
    })
  }

  #keep(facts: readonly Fact[]): void {
    for (const fact of facts) this.recorded.set(`${fact.epoch}/${fact.n}`, fact)
  }

  kill(): void {
    if (this.running) this.running.life.dead = true
    this.running = undefined
  }

  /** Something outside of every rule changes what is on its disk: bits, hands, a mistake. */
  damage(random: Random): string | undefined {
    const held = this.database.prepare<[], { customer: string }>('select customer from bases').all()
    if (held.length === 0) return undefined
    const { customer } = random.pick(held)
    const how = random.pick(['loses', 'makes up', 'changes'])
    const sql = {
      loses: 'delete from bases where customer = ?',
      'makes up': `insert or ignore into bases (customer, document) select customer || '-copy', document from bases where customer = ?`,
      changes: `update bases set document = json_set(document, '$.profile.first', 'Nobody') where customer = ?`,
    }[how]
    this.database.prepare(sql ?? '').run(customer)
    return `${this.store} ${how} ${customer}`
  }

  takeBackup(): void {
    this.#backup = { database: this.database.serialize(), recorded: new Map(this.recorded) }
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
    this.database = openHubDatabase(this.#backup.database)
    for (const [name, fact] of this.recorded) {
      if (this.#backup.recorded.has(name)) continue
      this.recorded.delete(name)
      this.lost.set(name, fact)
    }
  }
}
