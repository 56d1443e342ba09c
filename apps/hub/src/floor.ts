import { choose, generalContent, thanksFor, type Moment } from '@kairos/dialogue/choose'
import type { PlaybookLibrary } from '@kairos/dialogue/library'
import type { HubReplica } from '@kairos/replica/hub-replica'
import type { Customer } from '@kairos/shared/customer'
import { receiptEventId, type Event, type EventOf } from '@kairos/shared/event'
import {
  eventIdSchema,
  visitIdSchema,
  type CustomerId,
  type MessageRef,
  type ScreenId,
  type StoreId,
  type VisitId,
  type ZoneId,
} from '@kairos/shared/ids'
import type { ChainKey, Identity, IdentityHash, IdentityStrength } from '@kairos/shared/identity'
import { hashIdentity } from '@kairos/shared/identity-hash'
import { normaliseIdentity, readingsOf } from '@kairos/shared/normalise-identity'
import type { Card, Slide } from '@kairos/shared/screen-state'
import { strangerId } from '@kairos/shared/stranger'
import type { TabletState, Visitor } from '@kairos/shared/tablet-state'
import { HOUR, type Ms } from '@kairos/shared/time'
import type { Answered, Identified, Identify, Say } from '@kairos/shared/wire/hub-screen'
import type { Refused } from '@kairos/shared/wire/refused'
import { Attempts } from './attempts.ts'
import type { Lent } from './lent.ts'
import type { Visit, Visits } from './storage/visits.ts'

/** Somebody of whom nothing has been heard for so long has left. */
const GONE_AFTER: Ms = 4 * HOUR
/** Shown by a hub that has no playbook yet. */
const BEFORE_THE_FIRST_PLAYBOOK: Slide[] = [{ title: 'Welcome', body: 'We are glad you are here.' }]

const DEAF: Refused = {
  refused: 'This store has not heard from head office for too long. It recognises nobody until it has.',
}

/** What happened, without the part that the floor adds to every event. */
type Happened = Event extends infer E
  ? E extends Event
    ? Omit<E, 'id' | 'at' | 'received' | 'customer'>
    : never
  : never

export type FloorParts = {
  store: StoreId
  key: ChainKey
  playbooks: PlaybookLibrary
  replica: HubReplica
  visits: Visits
  lent: Lent
  customerOf: (hash: IdentityHash) => CustomerId | undefined
  /** Asks head office whose identity this is; once it says `known`, she is on disk here. */
  ask: (hash: IdentityHash) => Promise<'known' | 'unknown' | 'no answer'>
  /** Head office has not been heard for too long: nobody may be recognised (rule S8). */
  deaf: () => boolean
  /** Runs several changes as one transaction. */
  together: <T>(change: () => T) => T
  /** The hub's time, corrected by its measured offset from HQ's (rule E1). */
  now: () => Ms
  /** Something changed that a screen or a tablet may show. */
  changed: () => void
  /** There is a fact to send up. */
  recorded: () => void
}

/** What happens on the store's floor: who is there, what is said to them, what they answer. */
export class Floor {
  readonly #parts: FloorParts
  readonly #attempts = new Attempts()

  constructor(parts: FloorParts) {
    this.#parts = parts
  }

  /**
   * A card was held or a number keyed at a screen, which may stand in a zone. Whom this store knows it recognises at
   * once; only of others head office is asked.
   */
  async identify(screen: ScreenId, { identity, strength }: Identify, zone?: ZoneId): Promise<Identified | Refused> {
    const { now, playbooks, deaf } = this.#parts
    if (deaf()) return DEAF
    const asked = now()
    const wait = strength === 'claimed' ? this.#attempts.wait(screen, asked) : 0
    if (wait > 0) return { is: 'wait', for: Math.ceil(wait) }
    const held = playbooks.has ? this.whose(identity) : undefined
    // Counted before anybody is asked: numbers that are keyed side by side are guesses, too.
    const isGuess = held === undefined && strength === 'claimed'
    if (isGuess) this.#attempts.wrong(screen, asked)
    const customer = held ?? (await this.#meet(identity, strength))
    if (customer === undefined) return { is: 'unknown' }
    if (isGuess) this.#attempts.right(screen, asked)
    const visit = this.#enter(customer, { screen, strength, zone })
    const document = this.#parts.replica.view(customer)
    const profile = document?.profile
    const known = {
      is: 'known' as const,
      visit: visit.visit,
      language: profile?.language ?? playbooks.current.chain.language,
      say: this.#sayTo(document, visit, 'private'),
    }
    // A keyed number may be somebody else's: it is not told whose it is. A name is speaking, too.
    const named = strength === 'held' && !this.#isSilent
    return named && profile?.first !== undefined ? { ...known, first: profile.first } : known
  }

  /** The shopper pressed a response. What follows is said within the same breath. */
  answer(id: VisitId, message: MessageRef, response: string): Answered | undefined {
    const visit = this.#parts.visits.one(id)
    if (!visit) return undefined
    const moment = this.#moment(visit, 'private')
    const before = this.#parts.replica.view(visit.customer)
    const says = before && !this.#isSilent
    const thanks = says ? thanksFor(this.#parts.playbooks, before, message, response, moment) : undefined
    this.#respond(visit, message, response, 'shopper')
    const say = this.say(visit, 'private')
    return thanks ? { thanks, say } : { say }
  }

  /** An associate reports what came of a prompt. */
  outcome(id: VisitId, message: MessageRef, response: string): boolean {
    const visit = this.#parts.visits.one(id)
    if (visit) this.#respond(visit, message, response, 'associate')
    return visit !== undefined
  }

  /** A screen confirms that a message was on its glass for so long. */
  shown(screen: ScreenId, id: VisitId, message: MessageRef, forMs: Ms): boolean {
    const visit = this.#parts.visits.one(id)
    if (visit) this.#record(visit.customer, { type: 'shown', store: this.#parts.store, message, screen, for: forMs })
    return visit !== undefined
  }

  /** She was noticed in a zone. */
  walk(visit: Visit, zone: ZoneId): void {
    this.#parts.together(() => {
      this.#record(visit.customer, { type: 'walked', store: this.#parts.store, visit: visit.visit, zone })
      this.#parts.visits.save({ ...visit, zone, active: this.#parts.now() })
    })
    this.#parts.changed()
  }

  leave(visit: Visit): void {
    this.#parts.together(() => {
      this.#record(visit.customer, { type: 'left', store: this.#parts.store, visit: visit.visit })
      this.#parts.visits.end(visit.visit, this.#parts.now())
    })
    this.#parts.changed()
  }

  /** The till closed a receipt; paying ends the visit. False if that receipt was reported before. */
  paid(
    customer: CustomerId,
    receipt: Omit<EventOf<'purchase'>, 'id' | 'at' | 'received' | 'customer' | 'type'>,
  ): boolean {
    const id = receiptEventId('purchase', receipt.store, receipt.till, receipt.receipt)
    const fresh = this.#parts.together(() => this.#record(customer, { ...receipt, type: 'purchase' }, id))
    const visit = this.#parts.visits.ofCustomer(customer)
    if (visit) this.leave(visit)
    return fresh
  }

  /** Whose identity this is, among those that this store holds or has met as strangers. A keyed number may be a phone's. */
  whose(identity: Identity): CustomerId | undefined {
    const { customerOf, deaf, replica } = this.#parts
    if (deaf()) return undefined
    const hashes = this.#hashesOf(identity)
    const owners = [...hashes.map(customerOf), ...hashes.map(strangerId).filter((id) => replica.knows(id))]
    return owners.find((owner) => owner !== undefined)
  }

  /** The same, and head office is asked if this store does not know (rule S7). */
  async find(identity: Identity): Promise<CustomerId | undefined> {
    return this.whose(identity) ?? this.#meet(identity, 'claimed')
  }

  /**
   * Somebody whom this store does not know. Where head office cannot be asked, whoever holds one of the chain's own
   * cards is a stranger from here on (rule E18); a number that was keyed may be anybody's.
   */
  async #meet(identity: Identity, strength: IdentityStrength): Promise<CustomerId | undefined> {
    const { playbooks, ask, deaf } = this.#parts
    if (!playbooks.has || deaf()) return undefined
    const hashes = this.#hashesOf(identity)
    const answers: Awaited<ReturnType<typeof ask>>[] = []
    for (const hash of hashes) {
      const answer = await ask(hash)
      answers.push(answer)
      if (answer !== 'unknown') break
    }
    const found = this.whose(identity)
    if (found !== undefined || !answers.includes('no answer')) return found
    const [hash] = hashes
    return strength === 'held' && this.#isOwnCard(identity) && hash !== undefined ? strangerId(hash) : undefined
  }

  #isOwnCard(identity: Identity): boolean {
    const { kind, value } = normaliseIdentity(identity)
    const cards = this.#parts.playbooks.current.chain.cards
    return kind === 'card' && cards.some(({ prefix, digits }) => value.length === digits && value.startsWith(prefix))
  }

  /** Under what it may be known: a keyed number may be a phone's. */
  #hashesOf(identity: Identity): IdentityHash[] {
    const { key } = this.#parts
    return readingsOf(identity, this.#country()).map((reading) => hashIdentity(key, reading, this.#country()))
  }

  /** Where phone numbers are from that are written without a country. */
  #country(): string | undefined {
    const { playbooks, store } = this.#parts
    const chain = playbooks.has ? playbooks.current.chain : undefined
    return chain?.stores[store]?.country ?? chain?.country
  }

  /** All speaking is paused, or this store has not heard from head office for too long (rule S8). */
  get #isSilent(): boolean {
    return this.#parts.replica.paused || this.#parts.deaf()
  }

  /** Who is at a cart or kiosk now. */
  visitAt(screen: ScreenId): Visit | undefined {
    return this.#parts.visits.atScreen(screen)
  }

  /** The visit under way of whoever owns an identity. */
  visitOf(identity: Identity): Visit | undefined {
    const customer = this.whose(identity)
    return customer === undefined ? undefined : this.#parts.visits.ofCustomer(customer)
  }

  /** What one visitor is told on private or public glass; the store's general content where nothing personal fits. */
  say(visit: Visit, surface: 'private' | 'public'): Say {
    return this.#sayTo(this.#parts.replica.view(visit.customer), visit, surface)
  }

  /** The store's general content. */
  general(language?: string): Slide[] {
    const { playbooks, store } = this.#parts
    return playbooks.has ? generalContent(playbooks, language, store) : BEFORE_THE_FIRST_PLAYBOOK
  }

  /** What an aisle screen in a zone says: public wording for whoever came last, or the general content. */
  sayInZone(zone: ZoneId | undefined): Say {
    const near = this.#parts.visits
      .open()
      .filter((visit) => visit.zone !== null && visit.zone === zone)
      .toSorted((a, b) => b.active - a.active)
    for (const visit of near) {
      const say = this.say(visit, 'public')
      // On public glass everything is in the chain's own language: hers would tell who is meant.
      if (say.card) return { card: say.card, slides: this.general() }
    }
    return { slides: this.general() }
  }

  /** All that the associates' tablets show. */
  tablet(line: 'up' | 'down'): TabletState {
    const { visits, now, playbooks, store } = this.#parts
    const name = playbooks.has ? playbooks.current.chain.stores[store]?.name : undefined
    const visitors = visits.open().map((visit) => this.#visitor(visit))
    return { store: name ?? store, now: now(), line, visitors, wanted: [] }
  }

  /** Ends the visits of those who have gone without saying so. */
  tidy(): void {
    const { visits, now } = this.#parts
    for (const visit of visits.open()) if (visit.active <= now() - GONE_AFTER) this.leave(visit)
    visits.forgetBefore(now() - 24 * HOUR)
  }

  #sayTo(customer: Customer | undefined, visit: Visit, surface: 'private' | 'public'): Say {
    const card = this.#chosen(customer, visit, surface)
    const slides = this.general(customer?.profile.language)
    return card ? { card, slides } : { slides }
  }

  #chosen(customer: Customer | undefined, visit: Visit, surface: Moment['surface']): Card | undefined {
    if (!customer || !this.#parts.playbooks.has || this.#isSilent) return undefined
    return choose(this.#parts.playbooks, customer, this.#moment(visit, surface)).ranked[0]?.card
  }

  #moment(visit: Visit, surface: Moment['surface']): Moment {
    const { now, lent, store } = this.#parts
    const { strength, began: visitBegan } = visit
    return { at: now(), surface, spent: lent.spent(), strength, visitBegan, store, zone: visit.zone ?? undefined }
  }

  /** While all speaking is paused a tablet still shows that somebody is there, and nothing about her. */
  #visitor(visit: Visit): Visitor {
    const { replica } = this.#parts
    const customer = this.#isSilent ? undefined : replica.view(visit.customer)
    const profile = customer?.profile
    const zone = visit.zone === null ? undefined : this.zoneName(visit.zone)
    const prompt = this.#chosen(customer, visit, 'associate')
    return {
      visit: visit.visit,
      since: visit.began,
      ...(profile?.first === undefined ? {} : { first: profile.first }),
      ...(profile?.tier === undefined ? {} : { tier: profile.tier }),
      ...(profile?.language === undefined ? {} : { language: profile.language }),
      ...(zone === undefined ? {} : { zone }),
      ...(prompt ? { prompt } : {}),
    }
  }

  /** A zone's name in the chain's own language. */
  zoneName(zone: ZoneId): string | undefined {
    const { playbooks } = this.#parts
    const name = playbooks.has ? playbooks.current.chain.zones[zone]?.name : undefined
    return typeof name === 'string' ? name : name?.[playbooks.current.chain.language]
  }

  #enter(customer: CustomerId, at: { screen: ScreenId; strength: IdentityStrength; zone: ZoneId | undefined }): Visit {
    const { screen, strength } = at
    const { visits, store, replica, now } = this.#parts
    const visit = this.#parts.together((): Visit => {
      const here = visits.ofCustomer(customer)
      if (here) {
        // Once a card was held in a visit, keying a number later does not make her less known, but
        // another person at another screen might be keying it: the screen at hand counts.
        const again = { ...here, screen, strength, zone: at.zone ?? here.zone, active: now() }
        visits.save(again)
        return again
      }
      const visitId = visitIdSchema.parse(`${store}/${replica.nextName()}`)
      const began = now()
      this.#record(customer, { type: 'visit', store, visit: visitId, screen, strength })
      const visit: Visit = { visit: visitId, customer, began, active: began, strength, screen, zone: at.zone ?? null }
      visits.save(visit)
      return visit
    })
    this.#parts.changed()
    return visit
  }

  #respond(visit: Visit, message: MessageRef, response: string, by: 'shopper' | 'associate'): void {
    this.#parts.together(() => {
      this.#record(visit.customer, { type: 'response', store: this.#parts.store, message, response, by })
      this.#parts.visits.save({ ...visit, active: this.#parts.now() })
    })
    this.#parts.changed()
  }

  /** Records a fact durably, before anybody acts on it. False if an event of this id was recorded before. */
  #record(customer: CustomerId, happened: Happened, id?: EventOf<'purchase'>['id']): boolean {
    const { replica, now, store, playbooks, recorded, lent, together } = this.#parts
    const at = now()
    const spent = lent.spent()
    const event: Event = {
      ...happened,
      id: id ?? eventIdSchema.parse(`${store}/${replica.nextName()}`),
      customer,
      at,
      received: at,
      ...(spent.length === 0 ? {} : { spent }),
    }
    const fresh = together(() => {
      const granted = lent.grantedBy(event, () => replica.view(customer))
      const fact = replica.record(event, playbooks.has ? playbooks.current.version : 0)
      if (fact) lent.count(granted)
      return fact !== undefined
    })
    if (fresh) recorded()
    return fresh
  }
}
