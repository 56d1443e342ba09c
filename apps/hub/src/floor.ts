import { knownOfHer } from '@kairos/dialogue/known-of-her'
import { receiptEventId, type EventOf } from '@kairos/shared/event'
import {
  messageId,
  type CustomerId,
  type EventId,
  type MessageRef,
  type ScreenId,
  type VisitId,
  type ZoneId,
} from '@kairos/shared/ids'
import type { Identity } from '@kairos/shared/identity'
import type { KnownOfHer, ScreenRole } from '@kairos/shared/screen-state'
import type { TabletState } from '@kairos/shared/tablet-state'
import type { Ms } from '@kairos/shared/time'
import type { Answered, Identified, Identify, Say } from '@kairos/shared/wire/hub-screen'
import type { Refused } from '@kairos/shared/wire/refused'
import { Attempts, HELD, KEYED } from './attempts.ts'
import { handoverOf, redeemedBy } from './coupons.ts'
import { MUTE_IN_WORDS, type Mute } from './mute.ts'
import { Presence, type AtGlass, type PresenceParts } from './presence.ts'
import { onceId, record } from './record.ts'
import { Saying, type SayingParts } from './saying.ts'
import type { Visit } from './storage/visits.ts'
import { Who, type WhoParts } from './who.ts'

export type FloorParts = WhoParts & SayingParts & PresenceParts

/** A kiosk or cart at which somebody is recognised, and the zone in which it stands. */
export type AtScreen = { role?: Exclude<ScreenRole, 'aisle'>; zone?: ZoneId | undefined }

/** What happens on the store's floor: who is there, what is said to them, what they answer. */
export class Floor {
  readonly #parts: FloorParts
  readonly #attempts = { claimed: new Attempts(KEYED), held: new Attempts(HELD) }
  readonly #who: Who
  readonly saying: Saying
  readonly presence: Presence

  constructor(parts: FloorParts) {
    this.#parts = parts
    this.#who = new Who(parts)
    this.saying = new Saying(parts)
    this.presence = new Presence(parts)
  }

  /**
   * A card was held or a number keyed at a screen, which may stand in a zone. Whom this store knows it recognises at
   * once; only of others head office is asked.
   */
  async identify(screen: ScreenId, { identity, strength }: Identify, at: AtScreen = {}): Promise<Identified | Refused> {
    const { now, playbooks } = this.#parts
    const { mute } = this
    if (mute) return { refused: MUTE_IN_WORDS[mute] }
    const asked = now()
    const attempts = this.#attempts[strength]
    const wait = attempts.wait(screen, asked)
    const held = playbooks.has ? this.#who.whose(identity) : undefined
    // A card that is known is no attempt; whether a keyed number is known is not told either.
    if (wait > 0 && (held === undefined || strength === 'claimed')) return { is: 'wait', for: Math.ceil(wait) }
    // Counted before anybody is asked: numbers that are keyed side by side are guesses, too.
    const isGuess = held === undefined
    if (isGuess) attempts.wrong(screen, asked)
    const customer = held ?? (await this.#who.meet(identity, strength))
    if (customer === undefined) return { is: 'unknown' }
    // Strangers count on: whoever could make them without end could fill the disk with them.
    if (isGuess && this.#who.whose(identity) !== undefined) attempts.right(screen, asked)
    const visit = this.presence.enter(customer, { screen, strength, zone: at.zone ?? null, role: at.role ?? 'kiosk' })
    const language = this.#parts.replica.view(customer)?.profile.language ?? playbooks.current.chain.language
    const known = { is: 'known' as const, visit: visit.visit, language, say: this.say(visit, 'private') }
    const first = this.nameFor({ visit, strength })
    return first === undefined ? known : { ...known, first }
  }

  /**
   * The name by which she is spoken to at a screen. A keyed number may be somebody else's: it is not told whose it is.
   * A name is speaking, too: whoever asked to be left in peace hears it no more than any message.
   */
  nameFor({ visit, strength }: AtGlass): string | undefined {
    if (strength !== 'held' || this.saying.isSilent) return undefined
    const customer = this.#parts.replica.view(visit.customer)
    return customer?.consent['marketing']?.given === false ? undefined : customer?.profile.first
  }

  /** The shopper pressed a response. What follows is said within the same breath, and what was granted is handed over. */
  answer(id: VisitId, message: MessageRef, response: string): Answered | undefined {
    const { visits, replica, key, playbooks } = this.#parts
    const visit = visits.one(id)
    if (!visit) return undefined
    const before = replica.view(visit.customer)
    const thanks = this.saying.thanks(before, visit, message, response)
    this.#respond(
      visit,
      message,
      response,
      'shopper',
      onceId(this.#parts.store, 'answer', id, messageId(message), response),
    )
    const silent = this.saying.isSilent
    const language = this.saying.languages.of(id)
    const handover = silent ? undefined : handoverOf(key, playbooks, before, replica.view(visit.customer), language)
    const say = this.say(visit, 'private')
    return { say, ...(thanks ? { thanks } : {}), ...(handover ? { handover } : {}) }
  }

  /** An associate reports what came of a prompt. */
  outcome(id: VisitId, message: MessageRef, response: string): boolean {
    const visit = this.#parts.visits.one(id)
    if (visit) this.#respond(visit, message, response, 'associate')
    return visit !== undefined
  }

  /** A screen confirms that a message was on its glass for so long; it may say so after she has left. */
  shown(screen: ScreenId, id: VisitId, message: MessageRef, forMs: Ms, at?: Ms): boolean {
    const { store, visits } = this.#parts
    const customer = visits.whose(id)
    if (customer === undefined) return false
    const once = at === undefined ? undefined : onceId(store, 'shown', id, screen, messageId(message), String(at))
    record(this.#parts, customer, { type: 'shown', store, message, screen, for: forMs }, once)
    return true
  }

  /** Nobody is to speak to her from here on; a claimed identity may ask for it, too (rule E14). */
  quiet(id: VisitId, screen: ScreenId): boolean {
    const { visits, sessions, changed } = this.#parts
    const customer = visits.whose(id)
    if (customer === undefined) return false
    const session = sessions.at(screen)
    const strength = session?.visit === id ? session.strength : 'claimed'
    record(this.#parts, customer, { type: 'consent', purpose: 'marketing', given: false, strength })
    changed()
    return true
  }

  /** She chose another language at this screen; from here on she is spoken to in it, for as long as her session there. */
  speak(id: VisitId, screen: ScreenId, language: string): boolean {
    return this.saying.languages.choose(screen, id, language)
  }

  /** What is known of her; only at a screen at which she held her card. */
  about(id: VisitId, screen: ScreenId): KnownOfHer | undefined {
    const { visits, sessions, replica, playbooks } = this.#parts
    const session = sessions.at(screen)
    const visit = session?.visit === id && session.strength === 'held' ? visits.one(id) : undefined
    const customer = visit && !this.saying.isSilent ? replica.view(visit.customer) : undefined
    if (!visit || !customer) return undefined
    const waiting = this.saying.cards(visit, 'private', 'held').map(({ title }) => title)
    return knownOfHer(playbooks, customer, waiting)
  }

  /** The till closed a receipt; paying ends the visit. `fresh`: it was not reported before. */
  paid(
    customer: CustomerId,
    receipt: Omit<EventOf<'purchase'>, 'id' | 'at' | 'received' | 'customer' | 'type'>,
    coupons: readonly string[] = [],
  ): { fresh: boolean; unknownCoupons: string[] } {
    const { replica, key, visits, together } = this.#parts
    const id = receiptEventId('purchase', receipt.store, receipt.till, receipt.receipt)
    const { redeemed, unknown } = redeemedBy(key, coupons.length === 0 ? undefined : replica.view(customer), coupons)
    const what = { ...receipt, ...(redeemed.length === 0 ? {} : { redeemed }), type: 'purchase' } as const
    const fresh = together(() => record(this.#parts, customer, what, id))
    const visit = visits.ofCustomer(customer)
    if (visit) this.presence.leave(visit)
    return { fresh, unknownCoupons: unknown }
  }

  /** Why nobody is recognised, while that is so. */
  get mute(): Mute | undefined {
    return this.#parts.mute()
  }

  /** Whose identity this is, and head office is asked if this store does not know (rule S7). */
  find(identity: Identity): Promise<CustomerId | undefined> {
    return this.#who.find(identity)
  }

  /** The visit under way of whoever owns an identity. */
  visitOf(identity: Identity): Visit | undefined {
    const customer = this.#who.whose(identity)
    return customer === undefined ? undefined : this.#parts.visits.ofCustomer(customer)
  }

  /** What one visitor would be told on private or public glass if there were no other glass. */
  say(visit: Visit, surface: 'private' | 'public'): Say {
    return this.saying.say(visit, this.saying.cards(visit, surface)[0])
  }

  /** What the associates' tablets show of those who are here. */
  tablet(line: 'up' | 'down'): Omit<TabletState, 'wanted' | 'screens'> {
    const { visits, now, playbooks, store } = this.#parts
    const name = playbooks.has ? playbooks.current.chain.stores[store]?.name : undefined
    const at = this.saying.circumstances()
    const visitors = visits.open().map((visit) => this.saying.visitor(visit, at))
    const { mute } = this
    return { store: name ?? store, now: now(), line, visitors, ...(mute ? { mute } : {}) }
  }

  #respond(visit: Visit, message: MessageRef, response: string, by: 'shopper' | 'associate', id?: EventId): void {
    this.#parts.together(() => {
      record(this.#parts, visit.customer, { type: 'response', store: this.#parts.store, message, response, by }, id)
      this.#parts.visits.save({ ...visit, active: this.#parts.now() })
    })
    this.#parts.changed()
  }
}
