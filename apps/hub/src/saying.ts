import { choose, generalContent, thanksFor, type Moment } from '@kairos/dialogue/choose'
import type { PlaybookLibrary } from '@kairos/dialogue/library'
import type { Playbook } from '@kairos/dialogue/playbook'
import type { HubReplica } from '@kairos/replica/hub-replica'
import type { Customer } from '@kairos/shared/customer'
import type { IdentityStrength } from '@kairos/shared/identity'
import type { MessageRef, StoreId, VisitId, ZoneId } from '@kairos/shared/ids'
import type { Card, Slide } from '@kairos/shared/screen-state'
import type { Visitor } from '@kairos/shared/tablet-state'
import { MINUTE, type Ms } from '@kairos/shared/time'
import type { Say } from '@kairos/shared/wire/hub-screen'
import { ChosenLanguages } from './chosen-languages.ts'
import type { Lent } from './lent.ts'
import type { Mute } from './mute.ts'
import type { Sessions } from './storage/sessions.ts'
import type { Visit } from './storage/visits.ts'

/** Shown by a hub that has no playbook yet. */
const BEFORE_THE_FIRST_PLAYBOOK: Slide[] = [{ title: 'Welcome', body: 'We are glad you are here.' }]

/** What was chosen holds for so long, unless a deadline comes before; what time alone changes is looked at now and then. */
const HOLDS: Ms = MINUTE

/** What holds for everybody at one moment. */
export type Circumstances = { isSilent: boolean; at: Ms; spent: readonly string[] }
type Chosen = { cards: readonly Card[]; from: Ms; until: Ms }

export type SayingParts = {
  store: StoreId
  playbooks: PlaybookLibrary
  replica: HubReplica
  lent: Lent
  sessions: Sessions
  mute: () => Mute | undefined
  now: () => Ms
}

/** What is said to those in the store. Changes nothing. */
export class Saying {
  readonly #parts: SayingParts
  /** By what is known of her: a view that has changed is another object, also with another playbook. */
  readonly #chosen = new WeakMap<Customer, Map<string, Chosen>>()
  /** Every screen has it: written once for a playbook and a language. */
  readonly #general = new WeakMap<Playbook, Map<string | undefined, Slide[]>>()
  /** What shoppers chose on private glass. */
  readonly languages: ChosenLanguages

  constructor(parts: SayingParts) {
    this.#parts = parts
    this.languages = new ChosenLanguages(parts.sessions)
  }

  /** All speaking is paused, or nobody is recognised. */
  get isSilent(): boolean {
    return this.#parts.replica.paused || this.#parts.mute() !== undefined
  }

  /** How things stand now; whoever asks about many looks once. */
  circumstances(): Circumstances {
    const { now, lent } = this.#parts
    return { isSilent: this.isSilent, at: now(), spent: lent.spent() }
  }

  /** What may be said to one visitor on a surface, the most fitting first. */
  cards(
    visit: Visit,
    surface: Moment['surface'],
    strength: IdentityStrength = visit.strength,
    now: Circumstances = this.circumstances(),
  ): readonly Card[] {
    const { replica, playbooks } = this.#parts
    const customer = now.isSilent ? undefined : replica.view(visit.customer)
    if (!customer || !playbooks.has) return []
    const { at } = now
    const language = this.#language(visit.visit, surface)
    const here = [surface, strength, visit.began, visit.zone, language, ...now.spent].join(' ')
    const before = this.#chosen.get(customer) ?? new Map<string, Chosen>()
    const chosen = before.get(here)
    if (chosen && chosen.from <= at && at < chosen.until) return chosen.cards
    const { ranked } = choose(playbooks, customer, this.#moment({ ...visit, strength }, surface, now))
    const cards = ranked.map(({ card }) => card)
    const { nextDue = 0 } = customer
    const until = Math.min(at + HOLDS, nextDue > at ? nextDue : Infinity)
    this.#chosen.set(customer, before.set(here, { cards, from: at, until }))
    return cards
  }

  /** What one visitor is told; the store's general content, in her language, where nothing personal fits. */
  say(visit: Visit, card: Card | undefined): Say {
    const chosen = this.languages.of(visit.visit)
    const slides = this.general(chosen ?? this.#parts.replica.view(visit.customer)?.profile.language)
    return card ? { card, slides } : { slides }
  }

  /** What is said at once to an answer. */
  thanks(customer: Customer | undefined, visit: Visit, message: MessageRef, response: string): Slide | undefined {
    if (!customer || this.isSilent) return undefined
    return thanksFor(this.#parts.playbooks, customer, message, response, this.#moment(visit, 'private'))
  }

  /** The store's general content. */
  general(language?: string): Slide[] {
    const { playbooks, store } = this.#parts
    if (!playbooks.has) return BEFORE_THE_FIRST_PLAYBOOK
    const { current } = playbooks
    const written = this.#general.get(current) ?? new Map<string | undefined, Slide[]>()
    const slides = written.get(language) ?? generalContent(playbooks, language, store)
    this.#general.set(current, written.set(language, slides))
    return slides
  }

  /** A zone's name in the chain's own language. */
  zoneName(zone: ZoneId): string | undefined {
    const { playbooks } = this.#parts
    const name = playbooks.has ? playbooks.current.chain.zones[zone]?.name : undefined
    return typeof name === 'string' ? name : name?.[playbooks.current.chain.language]
  }

  /** While all speaking is paused a tablet still shows that somebody is there, and nothing about her. */
  visitor(visit: Visit, now: Circumstances): Visitor {
    const customer = now.isSilent ? undefined : this.#parts.replica.view(visit.customer)
    const profile = customer?.profile
    const zone = visit.zone === null ? undefined : this.zoneName(visit.zone)
    const [prompt] = this.cards(visit, 'associate', visit.strength, now)
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

  #moment(
    { visit, strength, began: visitBegan, zone }: Visit,
    surface: Moment['surface'],
    { at, spent } = this.circumstances(),
  ): Moment {
    const { store } = this.#parts
    return {
      at,
      surface,
      spent,
      strength,
      visitBegan,
      store,
      zone: zone ?? undefined,
      language: this.#language(visit, surface),
    }
  }

  /** What an associate says aloud is in the language that she is known to speak. */
  #language(visit: VisitId, surface: Moment['surface']): string | undefined {
    return surface === 'private' ? this.languages.of(visit) : undefined
  }
}
