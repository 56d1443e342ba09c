import { choose, generalContent, thanksFor, type Moment } from '@kairos/dialogue/choose'
import type { PlaybookLibrary } from '@kairos/dialogue/library'
import type { HubReplica } from '@kairos/replica/hub-replica'
import type { Customer } from '@kairos/shared/customer'
import type { IdentityStrength } from '@kairos/shared/identity'
import type { MessageRef, StoreId, ZoneId } from '@kairos/shared/ids'
import type { Card, Slide } from '@kairos/shared/screen-state'
import type { Visitor } from '@kairos/shared/tablet-state'
import type { Ms } from '@kairos/shared/time'
import type { Say } from '@kairos/shared/wire/hub-screen'
import { ChosenLanguages } from './chosen-languages.ts'
import type { Lent } from './lent.ts'
import type { Mute } from './mute.ts'
import type { Sessions } from './storage/sessions.ts'
import type { Visit } from './storage/visits.ts'

/** Shown by a hub that has no playbook yet. */
const BEFORE_THE_FIRST_PLAYBOOK: Slide[] = [{ title: 'Welcome', body: 'We are glad you are here.' }]

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

  /** What may be said to one visitor on a surface, the most fitting first. */
  cards(visit: Visit, surface: Moment['surface'], strength: IdentityStrength = visit.strength): Card[] {
    const { replica, playbooks } = this.#parts
    const customer = this.isSilent ? undefined : replica.view(visit.customer)
    if (!customer || !playbooks.has) return []
    const { ranked } = choose(playbooks, customer, this.#moment({ ...visit, strength }, surface))
    return ranked.map(({ card }) => card)
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
    return playbooks.has ? generalContent(playbooks, language, store) : BEFORE_THE_FIRST_PLAYBOOK
  }

  /** A zone's name in the chain's own language. */
  zoneName(zone: ZoneId): string | undefined {
    const { playbooks } = this.#parts
    const name = playbooks.has ? playbooks.current.chain.zones[zone]?.name : undefined
    return typeof name === 'string' ? name : name?.[playbooks.current.chain.language]
  }

  /** While all speaking is paused a tablet still shows that somebody is there, and nothing about her. */
  visitor(visit: Visit): Visitor {
    const customer = this.isSilent ? undefined : this.#parts.replica.view(visit.customer)
    const profile = customer?.profile
    const zone = visit.zone === null ? undefined : this.zoneName(visit.zone)
    const [prompt] = this.cards(visit, 'associate')
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

  #moment({ visit, strength, began: visitBegan, zone }: Visit, surface: Moment['surface']): Moment {
    const { now, lent, store } = this.#parts
    // What an associate says aloud is in the language that she is known to speak.
    const language = surface === 'private' ? this.languages.of(visit) : undefined
    return { at: now(), surface, spent: lent.spent(), strength, visitBegan, store, zone: zone ?? undefined, language }
  }
}
