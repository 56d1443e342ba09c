import { customerSchema, type Customer } from '@kairos/shared/customer'
import { erasedName, isErasedName } from '@kairos/shared/erased'
import type { CustomerId, Epoch, EventId } from '@kairos/shared/ids'
import type { IdentityHash } from '@kairos/shared/identity'
import type { Ms } from '@kairos/shared/time'
import type { DocumentRow, Fact, FeedRow, GoneRow, PublishedPlaybook } from '@kairos/shared/wire/hq-hub'
import { documentText, type Slice, type TextRow } from '../bulk.ts'
import type { Held } from '../digest.ts'
import { KEEP_FACTS, type HubStorage, type Position } from '../hub-storage.ts'
import type { Reading } from '../reading.ts'
import { emptyHubDisk, type HubDisk } from './hub-disk.ts'

/**
 * A hub's storage in memory: the readable model of SPEC.md's hub end, for simulations and tests. `disk` is all that it
 * knows, as plain data: a copy of it is a backup, and a storage made from it is what a restart finds.
 */
export class MemoryHubStorage implements HubStorage {
  #disk: HubDisk

  constructor(disk: HubDisk = emptyHubDisk()) {
    this.#disk = structuredClone(disk)
  }

  get disk(): HubDisk {
    return structuredClone(this.#disk)
  }

  /** One transaction: all of the work, or none of it where it throws. */
  protected change<T>(work: (disk: HubDisk) => T): T {
    const next = structuredClone(this.#disk)
    const result = work(next)
    this.#disk = next
    return result
  }

  base(customer: CustomerId): Customer | undefined {
    const base = this.#disk.bases.get(customer)
    return base && customerSchema.parse(JSON.parse(base.document))
  }

  /** Whose identity this is, among those whom this hub holds. */
  whose(identity: IdentityHash): CustomerId | undefined {
    const customer = this.#disk.identities.get(identity)
    return customer !== undefined && this.#disk.bases.has(customer) ? customer : undefined
  }

  factsOf(customer: CustomerId): Fact[] {
    return this.#disk.outbox.filter((kept) => kept.customer === customer && !kept.contained).map(({ fact }) => fact)
  }

  append(fact: Fact): Fact | undefined {
    if (this.hasEvent(fact.event.id)) return undefined
    return this.change((disk) => {
      const old = (kept: Fact) => kept.event.received < fact.event.received - KEEP_FACTS
      disk.outbox = disk.outbox.filter((kept) => !(kept.confirmed && kept.contained && old(kept.fact)))
      disk.outbox.push({ fact, customer: fact.event.customer, confirmed: false, contained: false, aside: false })
      disk.numbers.set(fact.epoch, fact.n)
      return fact
    })
  }

  /** An event's id is remembered for as long as its fact. */
  hasEvent(event: EventId): boolean {
    return this.#disk.outbox.some(({ fact }) => fact.event.id === event)
  }

  lastNumber(epoch: Epoch): number {
    return this.#disk.numbers.get(epoch) ?? 0
  }

  unsent(most: number): Fact[] {
    const facts = this.#disk.outbox.filter(({ confirmed }) => !confirmed).map(({ fact }) => fact)
    const other = facts.findIndex(({ epoch }) => epoch !== facts[0]?.epoch)
    return facts.slice(0, other === -1 ? most : Math.min(most, other))
  }

  confirm(epoch: Epoch, upTo: number, setAside: readonly number[], erased: readonly number[] = []): void {
    this.change((disk) => {
      for (const kept of disk.outbox) {
        if (kept.fact.epoch !== epoch) continue
        kept.confirmed = kept.fact.n <= upTo
        if (setAside.includes(kept.fact.n)) kept.contained = kept.aside = true
      }
      const named = disk.outbox.filter(({ fact }) => fact.epoch === epoch && erased.includes(fact.n))
      for (const { customer } of named) this.erase(disk, customer)
    })
  }

  apply({ rows, cursor, more }: Slice, epoch: Epoch, bytes = 0): void {
    this.change((disk) => {
      for (const row of rows) {
        if ('gone' in row) this.bury(disk, row, epoch)
        else this.take(disk, row, epoch)
      }
      if (disk.reading.is === 'reading') {
        disk.reading.done += rows.length
        disk.reading.bytes += bytes
        if (!more) disk.reading.is = 'removing'
      }
      disk.position.cursor = cursor
      disk.position.highest = Math.max(disk.position.highest, cursor)
    })
  }

  applyAhead(row: DocumentRow, epoch: Epoch, others: readonly GoneRow[] = []): void {
    this.change((disk) => {
      // What the cursor has passed is here already, or was gone since.
      if (row.change <= disk.position.cursor) return
      disk.position.highest = Math.max(disk.position.highest, row.change)
      for (const other of others) this.bury(disk, other, epoch)
      this.take(disk, row, epoch)
    })
  }

  /** A document takes the place of the one that is here, unless it is the older one of the same reading. */
  protected take(disk: HubDisk, row: DocumentRow | TextRow, epoch: Epoch): void {
    const { customer, change, identities } = row
    if (this.isOlder(disk, row)) return
    for (const hash of identitiesOf(disk, customer)) disk.identities.delete(hash)
    disk.bases.set(customer, { document: documentText(row), change, reading: disk.reading.n })
    for (const hash of identities) disk.identities.set(hash, customer)
    this.contain(disk, row, epoch)
  }

  protected isOlder(disk: HubDisk, { customer, change }: FeedRow | TextRow): boolean {
    const here = disk.bases.get(customer)
    return here !== undefined && here.reading === disk.reading.n && change < here.change
  }

  /** What the row's document contains of this hub's facts about her leaves the view (SPEC 11, 12). */
  protected contain(disk: HubDisk, { customer, contains }: FeedRow | TextRow, epoch: Epoch): void {
    if (!contains) return
    const epochs = [...disk.numbers.keys()]
    const upTo = epochs.indexOf(contains.epoch)
    for (const kept of disk.outbox) {
      if (kept.customer !== customer) continue
      const at = epochs.indexOf(kept.fact.epoch)
      if (upTo === -1 ? kept.fact.epoch !== epoch : at < upTo || (at === upTo && kept.fact.n <= contains.n))
        kept.contained = true
    }
  }

  /** A tombstone: HQ may know only what an erased customer's id has become. */
  protected bury(disk: HubDisk, row: GoneRow, epoch: Epoch): void {
    const known = [...disk.bases.keys(), ...disk.outbox.map(({ customer }) => customer)]
    const customer = isErasedName(row.customer) ? known.find((id) => erasedName(id) === row.customer) : row.customer
    if (customer === undefined) return
    if (row.gone === 'erased') return this.erase(disk, customer)
    if (this.isOlder(disk, row)) return
    forget(disk, customer)
    this.contain(disk, row, epoch)
    if (row.gone === 'merged' && row.into !== undefined)
      for (const kept of disk.outbox) if (kept.customer === customer) kept.customer = row.into
  }

  /** Nothing of her stays: no document, no fact, sent or not. */
  protected erase(disk: HubDisk, customer: CustomerId): void {
    forget(disk, customer)
    disk.outbox = disk.outbox.filter((kept) => kept.customer !== customer)
  }

  position(): Position {
    return { ...this.#disk.position }
  }

  adopt(hqEpoch: Epoch, fromZero: boolean): void {
    this.change((disk) => {
      const another = hqEpoch !== disk.position.hqEpoch
      for (const kept of disk.outbox) {
        // Whom HQ had found to be one it may not have now: facts are whose they were recorded about.
        const unseen = { confirmed: false, contained: false, aside: false, customer: kept.fact.event.customer }
        if (fromZero) Object.assign(kept, unseen)
        else if (another && (!kept.contained || kept.aside)) kept.confirmed = false
      }
      disk.position.hqEpoch = hqEpoch
      if (!fromZero) return
      readAll(disk)
      disk.position.highest = 0
    })
  }

  reread(): void {
    this.change(readAll)
  }

  reading(): Reading | undefined {
    const { is, ...rest } = this.#disk.reading
    return is && { ...rest, is }
  }

  removeUnnamed(most: number): boolean {
    return this.change((disk) => {
      if (disk.reading.is !== 'removing') return false
      const unnamed = [...disk.bases].filter(([, { reading }]) => reading < disk.reading.n)
      for (const [customer] of unnamed.slice(0, most)) forget(disk, customer)
      if (unnamed.length >= most) return true
      disk.reading = { n: disk.reading.n, done: 0, bytes: 0 }
      return false
    })
  }

  customers(): number {
    return this.#disk.bases.size
  }

  basesAfter(after: string, most: number): Held[] {
    return [...this.#disk.bases]
      .map(([customer, { document }]): Held => ({
        customer,
        document: JSON.parse(document) as unknown,
        identities: identitiesOf(this.#disk, customer).toSorted(),
      }))
      .filter(({ customer }) => customer > after)
      .toSorted((a, b) => (a.customer < b.customer ? -1 : 1))
      .slice(0, most)
  }

  compared(): Ms | undefined {
    return this.#disk.compared
  }

  saveCompared(at: Ms): void {
    this.change((disk) => void (disk.compared = at))
  }

  playbooks(): PublishedPlaybook[] {
    return [...this.#disk.playbooks.values()].toSorted((a, b) => a.version - b.version)
  }

  savePlaybook(playbook: PublishedPlaybook): void {
    this.change(({ playbooks }) => void playbooks.set(playbook.version, playbook))
  }

  paused(): boolean {
    return this.#disk.paused
  }

  savePaused(paused: boolean): void {
    this.change((disk) => void (disk.paused = paused))
  }

  heard(): Ms | undefined {
    return this.#disk.heard
  }

  saveHeard(at: Ms): void {
    this.change((disk) => void (disk.heard = at))
  }

  depth(): { unsent: number; uncontained: number } {
    const { outbox } = this.#disk
    return {
      unsent: outbox.filter(({ confirmed }) => !confirmed).length,
      uncontained: outbox.filter(({ contained }) => !contained).length,
    }
  }

  oldestUnsent(): Ms | undefined {
    return this.#disk.outbox.find(({ confirmed }) => !confirmed)?.fact.event.received
  }
}

const identitiesOf = ({ identities }: HubDisk, customer: CustomerId): IdentityHash[] =>
  [...identities].filter(([, whose]) => whose === customer).map(([hash]) => hash)

function forget(disk: HubDisk, customer: CustomerId): void {
  for (const hash of identitiesOf(disk, customer)) disk.identities.delete(hash)
  disk.bases.delete(customer)
}

/** Begins a reading of everything: bases stay until they are replaced, or the reading has ended without naming them. */
function readAll(disk: HubDisk): void {
  disk.reading = { n: disk.reading.n + 1, is: 'reading', done: 0, bytes: 0 }
  disk.position.cursor = 0
}
