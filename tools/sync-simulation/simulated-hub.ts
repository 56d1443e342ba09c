import { advance, firstDocument } from '@kairos/dialogue/advance'
import { PlaybookLibrary } from '@kairos/dialogue/library'
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
import { epochSchema, type StoreId } from '@kairos/shared/ids'
import type { ChainKey } from '@kairos/shared/identity'
import type { Fact } from '@kairos/shared/wire/hq-hub'
import { addPlaybook } from './playbook.ts'
import { reopened } from './reopen.ts'
import type { Life, Scheduler } from './scheduler.ts'

export class RolledBack extends Error {}

/** What a hub is made of between two starts. */
type Started = {
  life: Life
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
  database: SqliteDatabase = openHubDatabase(':memory:')
  running: Started | undefined
  /** Every fact whose transaction was committed, by its name. */
  readonly recorded = new Map<string, Fact>()
  /** Recorded, but the disk that held them is gone. HQ may have them. */
  readonly lost = new Map<string, Fact>()
  /** The next transaction on the floor fails at its end. */
  failNext = false
  readonly #scheduler: Scheduler
  readonly #key: ChainKey
  readonly #skew: number
  #backup: { database: Buffer; recorded: Map<string, Fact> } | undefined

  constructor(scheduler: Scheduler, store: StoreId, key: ChainKey, skew: number) {
    this.#scheduler = scheduler
    this.store = store
    this.#key = key
    this.#skew = skew
  }

  start(): void {
    const life: Life = { dead: false }
    const { storage, whose } = sqliteReplica(this.database)
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
    const playbooks = new PlaybookLibrary()
    for (const playbook of storage.playbooks()) addPlaybook(playbooks, playbook)
    const { random } = this.#scheduler
    const epoch = epochSchema.parse(Array.from({ length: 16 }, () => random.whole(0, 15).toString(16)).join(''))
    const replica = new HubReplica(
      watched,
      epoch,
      (customer, event) => advance(playbooks, customer, event).customer,
      (id) => firstDocument(playbooks, id),
    )
    let ahead = 0
    const now = () => this.#scheduler.now() + this.#skew
    const link = new HubLink(
      watched,
      epoch,
      now,
      {
        clockOffset: (offset) => (ahead = offset),
        playbook: (playbook) => addPlaybook(playbooks, playbook),
        applied: () => {},
      },
      {
        // Everything in small pieces, so that whatever can come between them does.
        pace: () => ({ rows: random.whole(1, 3), pause: 10 }),
        wait: () => this.#scheduler.turn(life, `${this.store} lets others have a turn`),
        bulkAbove: 1,
        bulkRows: 3,
      },
    )
    const visits = visitsIn(this.database)
    const floor = new Floor({
      store: this.store,
      key: this.#key,
      playbooks,
      replica,
      visits,
      sessions: sessionsIn(this.database),
      lent: new Lent(playbooks, grantedIn(this.database)),
      customerOf: whose,
      ask: (identity) => link.lookUp(identity),
      deaf: () => isDeaf(storage.heard(), now(), DEAF_AFTER),
      together: (change) => {
        together = true
        pending.length = 0
        try {
          const result = this.database.transaction(() => {
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
      recorded: () => void link.send(),
    })
    this.running = { life, storage, replica, link, floor, visits, playbooks }
  }

  #keep(facts: readonly Fact[]): void {
    for (const fact of facts) this.recorded.set(`${fact.epoch}/${fact.n}`, fact)
  }

  kill(): void {
    if (this.running) this.running.life.dead = true
    this.running = undefined
  }

  /** Something outside of every rule changes what is on its disk: bits, hands, a mistake. */
  damage(): string | undefined {
    const { random } = this.#scheduler
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

  /** The machine was lost; while the hub is down. False if there is no backup. */
  restoreBackup(): boolean {
    if (!this.#backup) return false
    this.database = reopened(this.#backup.database, openHubDatabase)
    for (const [name, fact] of this.recorded) {
      if (this.#backup.recorded.has(name)) continue
      this.recorded.delete(name)
      this.lost.set(name, fact)
    }
    return true
  }
}
