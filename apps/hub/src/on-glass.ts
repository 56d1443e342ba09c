import { messageId, type MessageRef, type ScreenId, type VisitId } from '@kairos/shared/ids'
import type { Card, ScreenRole } from '@kairos/shared/screen-state'
import type { Ms } from '@kairos/shared/time'
import type { Say } from '@kairos/shared/wire/hub-screen'
import type { Floor } from './floor.ts'
import { arrange, NO_TURNS, type Arranged, type Glass } from './glasses.ts'
import type { Sessions } from './storage/sessions.ts'
import type { Visit, Visits } from './storage/visits.ts'

/** Of so many messages it is remembered whose they were, by the screen that they were on. */
const REMEMBERED = 200

export type OnGlassParts = {
  floor: Floor
  visits: Visits
  sessions: Sessions
  /** Those that are connected, and neither muted nor in a closed store. */
  screens: () => Omit<Glass, 'visit'>[]
  now: () => Ms
}

/** What is on each glass of the store. */
export class OnGlass {
  readonly #parts: OnGlassParts
  /** Whose a message on public glass was, for when the screen confirms it. */
  readonly #whose = new Map<string, VisitId>()
  #arranged: Arranged = { cards: new Map(), turns: NO_TURNS, next: undefined }

  constructor(parts: OnGlassParts) {
    this.#parts = parts
  }

  /** Looks at everything anew. Gives the time at which time alone changes something. */
  settle(): Ms | undefined {
    const { visits, sessions, screens, now } = this.#parts
    const open = new Map(visits.open().map((visit) => [visit.visit, visit]))
    const at = new Map(sessions.all().map(({ screen, visit }) => [screen, visit]))
    const glasses = screens().map((screen) => ({ ...screen, visit: at.get(screen.screen) }))
    const present = [...open.values()].map(({ visit, zone }) => ({ visit, zone }))
    const says = this.#saysOnce(open)
    this.#arranged = arrange({ glasses, present, says, turns: this.#arranged.turns, now: now() })
    for (const [screen, { visit, card }] of this.#arranged.turns.on) this.#remember(nameOf(screen, card.ref), visit)
    return this.#arranged.next
  }

  /** What a screen says as things stand: to her whose session it is, or to whoever looks. */
  say(screen: ScreenId, visit?: Visit): Say {
    const { saying } = this.#parts.floor
    const card = this.#arranged.cards.get(screen)
    if (visit) return saying.say(visit, card)
    // On public glass everything is in the chain's own language: hers would tell who is meant.
    return card ? { card, slides: saying.general() } : { slides: saying.general() }
  }

  /** Whose a message on public glass was. */
  whose(screen: ScreenId, message: MessageRef): VisitId | undefined {
    return this.#whose.get(nameOf(screen, message))
  }

  #remember(name: string, visit: VisitId): void {
    this.#whose.delete(name)
    this.#whose.set(name, visit)
    const [oldest] = this.#whose.keys()
    if (this.#whose.size > REMEMBERED && oldest !== undefined) this.#whose.delete(oldest)
  }

  /** The choice for one shopper on one kind of glass is made once each time that everything is looked at. */
  #saysOnce(open: ReadonlyMap<VisitId, Visit>): (visit: VisitId, glass: Glass) => readonly Card[] {
    const { floor, sessions } = this.#parts
    const chosen = new Map<string, readonly Card[]>()
    return (visit, { screen, role }) => {
      const whose = open.get(visit)
      if (!whose) return []
      const name = role === 'aisle' ? visit : `${screen} ${visit}`
      const cards = chosen.get(name) ?? floor.saying.cards(whose, surfaceOf(role), strengthAt(role, screen))
      chosen.set(name, cards)
      return cards
    }
    function strengthAt(role: ScreenRole, screen: ScreenId) {
      return role === 'aisle' ? undefined : sessions.at(screen)?.strength
    }
  }
}

const surfaceOf = (role: ScreenRole) => (role === 'aisle' ? ('public' as const) : ('private' as const))
const nameOf = (screen: ScreenId, message: MessageRef): string => `${screen} ${messageId(message)}`
