import { erasedName } from '@kairos/shared/erased'
import type { Event } from '@kairos/shared/event'
import type { CustomerId, Epoch, StoreId } from '@kairos/shared/ids'
import type { IdentityHash } from '@kairos/shared/identity'
import type { Ms } from '@kairos/shared/time'
import {
  namedFactSchema,
  type Batch,
  type BulkFrame,
  type Fact,
  type LookedUp,
  type NamedPlaybook,
  type PublishedPlaybook,
} from '@kairos/shared/wire/hq-hub'
import type { Held, Range } from '../digest.ts'
import type { HqSyncStorage, SetAside } from '../hq-storage.ts'
import { digestOfFiles, lackedBy } from '../playbook-digest.ts'
import { emptyHqDisk, type Entry, type FromHub, type HqDisk } from './hq-disk.ts'
import { MemoryFeed } from './hq-feed.ts'
import { MemoryFolding, type Engine } from './hq-folding.ts'
import { hqTables, keysOf, namesOf, ownerOf, type HqTables } from './hq-tables.ts'
import { Transactions, type Transaction } from './transactions.ts'

export type MemoryHqOptions = {
  disk?: HqDisk
  /** What every transaction waits for before it is committed, if there is anything: others overlap it. */
  meanwhile?: () => Promise<void> | undefined
}

/**
 * HQ's end of the sync in memory: the readable model of SPEC.md's HQ end, for simulations and tests, with what brings
 * documents into the feed. `disk` is all that it knows. Its transactions may overlap, each takes its change numbers
 * when it needs them, and they are committed in any order.
 */
export class MemoryHqStorage implements HqSyncStorage {
  readonly #disk: HqDisk
  readonly #transactions: Transactions
  protected readonly tables: HqTables
  readonly #feed: MemoryFeed
  readonly #folding: MemoryFolding

  constructor(engine: Engine, { disk = emptyHqDisk(), meanwhile = () => undefined }: MemoryHqOptions = {}) {
    this.#disk = structuredClone(disk)
    this.#transactions = new Transactions(meanwhile)
    this.tables = hqTables(this.#disk)
    this.#feed = new MemoryFeed(this.tables, this.#disk.lastChange)
    this.#folding = new MemoryFolding(this.tables, this.#feed, engine)
  }

  /** What is committed. */
  get disk(): HqDisk {
    return structuredClone(this.#disk)
  }

  protected run<T>(work: (by: Transaction) => T): Promise<T> {
    return this.#transactions.run(work)
  }

  openEpoch(epoch: Epoch): Promise<void> {
    return this.run((by) => this.tables.epochs.put(epoch, this.#disk.lastChange.n, by))
  }

  publish(files: Record<string, string>): Promise<number> {
    return this.run((by) => {
      const version = this.tables.playbooks.all(by).length + 1
      this.tables.playbooks.put(`${version}`, { version, files }, by)
      return version
    })
  }

  /** What came from no hub. */
  takeIn(events: readonly Event[]): Promise<void> {
    return this.run((by) => {
      for (const event of events) {
        if (this.#isOfErased(event.customer, by) || this.tables.events.get(event.id, by)) continue
        this.#queue(event, by)
      }
    })
  }

  #queue(event: Event, by: Transaction, from?: FromHub): void {
    const { id, customer } = event
    if (!this.tables.events.get(id, by)) this.tables.events.put(id, { event, customer, folded: false }, by)
    const key = from ? `${from.store} ${from.epoch} ${from.n}` : id
    this.tables.arrivals.put(key, { event: id, ...(from ? { from } : {}) }, by)
  }

  /** Folds what has arrived, the oldest first, at most so much; gives how much. */
  foldNext(most: number): Promise<number> {
    return this.run((by) => {
      const waiting = this.tables.arrivals.all(by).slice(0, most)
      for (const [key, arrival] of waiting) {
        this.#folding.fold(arrival, by)
        this.tables.arrivals.delete(key, by)
      }
      return waiting.length
    })
  }

  merge(into: CustomerId, from: CustomerId): Promise<boolean> {
    return this.run((by) => this.#folding.merge(ownerOf(this.tables, into, by), ownerOf(this.tables, from, by), by))
  }

  erase(customer: CustomerId): Promise<void> {
    return this.run((by) => this.#folding.erase(customer, by))
  }

  leave(now: Ms): Promise<void> {
    return this.run((by) => this.#feed.leave(now, by))
  }

  async lastNumber(store: StoreId, epoch: Epoch): Promise<number> {
    return this.tables.stored.get(`${store} ${epoch}`) ?? 0
  }

  takeFacts(
    store: StoreId,
    epoch: Epoch,
    upTo: number,
    facts: readonly Fact[],
    setAside: readonly SetAside[],
  ): Promise<void> {
    return this.run((by) => {
      const have = this.tables.stored.get(`${store} ${epoch}`, by) ?? 0
      for (const fact of facts) if (fact.n > have) this.takeFact(store, fact, by)
      for (const { n, body } of setAside) {
        const named = namedFactSchema.safeParse(JSON.parse(body))
        if (n > have) this.#putAside(store, epoch, n, named.data?.event.customer, by)
      }
      if (upTo > have) this.tables.stored.put(`${store} ${epoch}`, upTo, by)
    })
  }

  protected takeFact(store: StoreId, { epoch, n, event }: Fact, by: Transaction): void {
    const { id, customer } = event
    const known = this.tables.events.get(id, by)
    const others = known && ownerOf(this.tables, known.customer, by) !== ownerOf(this.tables, customer, by)
    if (others || this.#isOfErased(customer, by)) this.#putAside(store, epoch, n, customer, by)
    else this.#queue(event, by, { store, epoch, n, named: customer })
  }

  /** Of what is about an erased customer only the number stays. */
  #putAside(store: StoreId, epoch: Epoch, n: number, customer: CustomerId | undefined, by: Transaction): void {
    const key = `${store} ${epoch} ${n}`
    if (this.tables.setAside.get(key, by)) return
    const erased = customer !== undefined && this.#isOfErased(customer, by)
    this.tables.setAside.put(key, erased ? { n, erased } : { n, ...(customer === undefined ? {} : { customer }) }, by)
  }

  /** Unless the identity is somebody else's by now. */
  #isOfErased(customer: CustomerId, by: Transaction): boolean {
    const { erased } = this.tables
    return erased.get(erasedName(customer), by) === true && ownerOf(this.tables, customer, by) === customer
  }

  async setAsideAmong(store: StoreId, epoch: Epoch, from: number, to: number): Promise<number[]> {
    return this.#asideAmong(store, epoch, from, to).map(({ n }) => n)
  }

  async erasedAmong(store: StoreId, epoch: Epoch, from: number, to: number): Promise<number[]> {
    const aside = this.#asideAmong(store, epoch, from, to)
    return aside.filter(({ erased }) => erased).map(({ n }) => n)
  }

  #asideAmong(store: StoreId, epoch: Epoch, from: number, to: number) {
    const all = this.tables.setAside.all().filter(([key]) => key.startsWith(`${store} ${epoch} `))
    return all
      .map(([, each]) => each)
      .filter(({ n }) => n >= from && n <= to)
      .toSorted((a, b) => a.n - b.n)
  }

  lookUp(store: StoreId, identity: IdentityHash, at: Ms): Promise<LookedUp> {
    return this.run((by) => {
      const owner = this.tables.identities.get(identity, by)
      if (owner === undefined || !this.tables.documents.get(owner, by)) return {}
      // Whoever changes her meanwhile would not know that this store holds her, too.
      this.tables.documents.lock(owner, by)
      const before = this.#feed.entry(store, owner, by)
      this.#feed.subscribe(store, owner, at, by)
      if (!before || before.gone) this.#feed.renumber(store, owner, by)
      const entry = this.#feed.entry(store, owner, by)
      if (!entry) return {}
      const others = namesOf(this.tables, owner, by).flatMap((name) => this.#feed.mergedRow(store, name, by) ?? [])
      return { row: this.#feed.documentRow(entry, by), others }
    })
  }

  /**
   * The first number that was taken and may still be committed. A hub whose cursor passed it would never read its row,
   * so nothing is read from there on.
   */
  protected horizon(): number {
    return Math.min(...[...this.#transactions.open].map(({ firstNumber }) => firstNumber ?? Infinity))
  }

  protected entriesAfter(store: StoreId, cursor: number): Entry[] {
    const horizon = this.horizon()
    const entries = this.#feed.entriesFor(store).filter(({ change }) => change > cursor && change < horizon)
    return entries.toSorted((a, b) => a.change - b.change)
  }

  async feedAfter(store: StoreId, cursor: number, most: number): Promise<Batch> {
    const entries = this.entriesAfter(store, cursor)
    const sent = entries.slice(0, most)
    const ahead = entries.length - sent.length
    return {
      rows: sent.map((entry) => this.#feed.row(entry)),
      cursor: sent.at(-1)?.change ?? cursor,
      more: ahead > 0,
      ahead,
    }
  }

  async bulkAfter(store: StoreId, cursor: number, most: number): Promise<{ frame: BulkFrame; rows: string[] }> {
    const { rows, ...frame } = await this.feedAfter(store, cursor, most)
    return { frame: { ...frame, rows: rows.length }, rows: rows.map((row) => JSON.stringify(row)) }
  }

  async behind(store: StoreId, cursor: number): Promise<number> {
    return this.entriesAfter(store, cursor).length
  }

  async heldIn(store: StoreId, { after, upTo }: Range, cursor: number, most: number) {
    const entries = this.#feed
      .entriesFor(store)
      .filter(({ customer }) => customer > after && (upTo === undefined || customer <= upTo))
      .toSorted((a, b) => (a.customer < b.customer ? -1 : 1))
    const rows = entries
      .filter(({ gone }) => !gone)
      .slice(0, most)
      .map(({ customer }): Held => ({
        customer,
        document: this.tables.documents.get(customer),
        identities: keysOf(this.tables.identities, customer).toSorted(),
      }))
    return { rows, moved: entries.some(({ change }) => change > cursor) }
  }

  async differed(): Promise<void> {}

  async cursorHolds(epoch: Epoch, cursor: number): Promise<boolean> {
    const epochs = this.tables.epochs.all()
    const index = epochs.findIndex(([known]) => known === epoch)
    return index !== -1 && cursor <= (epochs[index + 1]?.[1] ?? this.#disk.lastChange.n)
  }

  async playbooksAfter(newest: number, named?: readonly NamedPlaybook[]): Promise<PublishedPlaybook[]> {
    const lacks = lackedBy(newest, named)
    const all = this.tables.playbooks.all().map(([, each]) => each)
    return all.filter(({ version, files }) => lacks({ version, digest: digestOfFiles(files) }))
  }

  heard(store: StoreId, _at: Ms, cursor: number): Promise<void> {
    return this.run((by) => this.#feed.read(store, cursor, by))
  }
}
