import { messageId, type MessageRef, type ScreenId, type VisitId } from '@kairos/shared/ids'
import type { Ms } from '@kairos/shared/time'
import type { Say } from '@kairos/shared/wire/hub-screen'
import type { Floor } from './floor.ts'
import { arrange, NO_TURNS, type Arranged, type Glass, type Scene } from './glasses.ts'
import type { Session, Sessions } from './storage/sessions.ts'
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
    const present = visits.open()
    const at = new Map(sessions.all().map((session) => [session.screen, session]))
    const glasses = screens().map((screen) => ({ ...screen, visit: at.get(screen.screen)?.visit }))
    const says = this.#says(at)
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

  /** What may be said to each, as things stand at one moment. */
  #says(at: ReadonlyMap<ScreenId, Session>): Scene['says'] {
    const { floor, visits } = this.#parts
    const { saying } = floor
    const now = saying.circumstances()
    return (id, { screen, role }) => {
      const visit = visits.one(id)
      if (!visit) return []
      if (role === 'aisle') return saying.cards(visit, 'public', visit.strength, now)
      return saying.cards(visit, 'private', at.get(screen)?.strength, now)
    }
  }
}

const nameOf = (screen: ScreenId, message: MessageRef): string => `${screen} ${messageId(message)}`
