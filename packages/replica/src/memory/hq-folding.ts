import type { Customer } from '@kairos/shared/customer'
import { erasedName } from '@kairos/shared/erased'
import type { Event } from '@kairos/shared/event'
import type { CustomerId, StoreId } from '@kairos/shared/ids'
import { identityOfStranger, strangerId } from '@kairos/shared/stranger'
import { cameBy } from '../holding.ts'
import type { MemoryFeed } from './hq-feed.ts'
import type { HqDisk } from './hq-disk.ts'
import { keysOf, namesOf, ownerOf, type HqTables } from './hq-tables.ts'
import type { Transaction } from './transactions.ts'

/** The engine, as this storage sees it. It throws on what cannot be folded. */
export type Engine = {
  create(id: CustomerId): Customer
  fold(customer: Customer, event: Event): Customer
  join(into: Customer, from: Customer): Customer
}

type Arrival = HqDisk['arrivals'] extends Map<string, infer Each> ? Each : never

/** What HQ does with what has arrived: documents and the feed change together, in the caller's transaction. */
export class MemoryFolding {
  readonly #tables: HqTables
  readonly #feed: MemoryFeed
  readonly #engine: Engine

  constructor(tables: HqTables, feed: MemoryFeed, engine: Engine) {
    this.#tables = tables
    this.#feed = feed
    this.#engine = engine
  }

  fold({ event: name, from }: Arrival, by: Transaction): void {
    const { documents, events, folded } = this.#tables
    const known = events.get(name, by)
    if (!known) throw new Error(`event ${name} has arrived and is not stored`)
    const named = from?.named ?? known.customer
    const id = ownerOf(this.#tables, named, by)
    documents.lock(id, by)
    events.put(name, { ...known, customer: id, folded: true }, by)
    // An event that is known already changes nothing, once.
    const news = !known.folded && this.#foldEvent(id, known.event, by)
    if (from) {
      const { store, epoch, n } = from
      folded.put(store, { epoch, n }, by)
      if (!documents.get(id, by)) documents.put(id, this.#engine.create(id), by)
      this.#feed.subscribe(store, id, known.event.at, by)
      this.#feed.contains(store, id, { epoch, n }, by)
      if (named !== id) this.#tell(store, named, id, by)
    }
    if (news || from) this.#feed.changed(id, by)
  }

  /** False where the engine throws: that is passed over. */
  #foldEvent(id: CustomerId, event: Event, by: Transaction): boolean {
    const { documents } = this.#tables
    try {
      documents.put(id, this.#engine.fold(documents.get(id, by) ?? this.#engine.create(id), event), by)
    } catch {
      return false
    }
    const came = cameBy(event)
    if (came) this.#feed.subscribe(came.store, id, came.at, by)
    this.#keepIdentities(id, event, by)
    return true
  }

  /** A stranger is known by the identity that she was met with, until a profile says whose it is. */
  #keepIdentities(id: CustomerId, event: Event, by: Transaction): void {
    const { identities } = this.#tables
    const own = identityOfStranger(id)
    if (own !== undefined && !identities.get(own, by)) identities.put(own, id, by)
    if (event.type !== 'profile') return
    for (const hash of event.identities) {
      const before = identities.get(hash, by)
      if (before !== undefined && before === strangerId(hash)) this.merge(id, before, by)
      if (!identities.get(hash, by)) identities.put(hash, id, by)
    }
  }

  /** Two customers are one (SPEC 34); false if they are already, or one is not known. */
  merge(into: CustomerId, from: CustomerId, by: Transaction): boolean {
    const { documents, events, identities, aliases } = this.#tables
    const [one, other] = [documents.get(into, by), documents.get(from, by)]
    if (!one || !other || into === from) return false
    documents.put(into, this.#engine.join(one, other), by)
    documents.delete(from, by)
    for (const [key, event] of events.all(by))
      if (event.customer === from) events.put(key, { ...event, customer: into }, by)
    for (const hash of keysOf(identities, from, by)) identities.put(hash, into, by)
    for (const alias of [...keysOf(aliases, from, by), from]) aliases.put(alias, into, by)
    for (const { store, last, gone } of this.#feed.entriesOf(from, by)) {
      if (!gone) {
        this.#feed.subscribe(store, into, last, by)
        this.#feed.contains(store, into, this.#tables.folded.get(store, by), by)
      }
      this.#tell(store, from, into, by)
    }
    this.#feed.changed(into, by)
    return true
  }

  /** A store that met her under another name learns whose it is, and which of its facts her document contains. */
  #tell(store: StoreId, alias: CustomerId, owner: CustomerId, by: Transaction): void {
    this.#feed.gone(store, alias, 'merged', by, owner)
    this.#feed.contains(store, alias, this.#tables.folded.get(store, by), by)
  }

  /** Nothing of her stays under any of her names (SPEC 35). */
  erase(id: CustomerId, by: Transaction): void {
    const owner = ownerOf(this.#tables, id, by)
    if (!this.#tables.documents.get(owner, by) && this.#feed.entriesOf(owner, by).length === 0) return
    for (const name of namesOf(this.#tables, owner, by)) this.#eraseOne(name, by)
    for (const alias of keysOf(this.#tables.aliases, owner, by)) this.#tables.aliases.delete(alias, by)
  }

  #eraseOne(id: CustomerId, by: Transaction): void {
    const { documents, events, arrivals, identities, setAside, erased } = this.#tables
    const hers = new Set(events.all(by).flatMap(([key, { customer }]) => (customer === id ? [key] : [])))
    const told = this.#feed.entriesOf(id, by).map(({ store }) => ({ store, named: id }))
    for (const [key, { event, from }] of arrivals.all(by)) {
      if (!hers.has(event)) continue
      // No document will tell this hub of its fact.
      if (from) told.push(from)
      arrivals.delete(key, by)
    }
    for (const [key, { n, customer }] of setAside.all(by))
      if (customer === id) setAside.put(key, { n, erased: true }, by)
    for (const event of hers) events.delete(event, by)
    for (const hash of keysOf(identities, id, by)) identities.delete(hash, by)
    documents.delete(id, by)
    erased.put(erasedName(id), true, by)
    for (const { store, named } of told) this.#feed.gone(store, named, 'erased', by)
  }
}
