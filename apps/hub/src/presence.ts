import { visitIdSchema, type CustomerId, type ScreenId, type VisitId, type ZoneId } from '@kairos/shared/ids'
import type { IdentityStrength } from '@kairos/shared/identity'
import { HOUR, type Ms } from '@kairos/shared/time'
import { record, type RecordParts } from './record.ts'
import type { Session, Sessions } from './storage/sessions.ts'
import type { Visit, Visits } from './storage/visits.ts'

/** Somebody of whom nothing has been heard for so long has left. */
const GONE_AFTER: Ms = 4 * HOUR

export type PresenceParts = RecordParts & {
  visits: Visits
  sessions: Sessions
  /** Something changed that a screen or a tablet may show. */
  changed: () => void
}

/** Somebody at a kiosk or cart; at another one she may be recognised better. */
export type AtGlass = { visit: Visit; strength: IdentityStrength }

/** Who is in the store, in which part of it, and at which screen. */
export class Presence {
  readonly #parts: PresenceParts

  constructor(parts: PresenceParts) {
    this.#parts = parts
  }

  /** Somebody was recognised at a kiosk or cart. */
  enter(customer: CustomerId, at: Pick<Session, 'screen' | 'strength' | 'zone' | 'role'>): Visit {
    const { screen, strength, zone, role } = at
    const { visits, sessions, store, replica, now } = this.#parts
    const visit = this.#parts.together((): Visit => {
      const since = now()
      const here = visits.ofCustomer(customer)
      if (!here) {
        const visitId = visitIdSchema.parse(`${store}/${replica.nextName()}`)
        record(this.#parts, customer, { type: 'visit', store, visit: visitId, screen, strength })
        const visit: Visit = { visit: visitId, customer, began: since, active: since, strength, screen, zone }
        visits.save(visit)
        sessions.begin({ ...at, visit: visitId, since })
        return visit
      }
      // Once a card was held in a visit, keying a number later does not make her less known, but
      // another person at another screen might be keying it: the screen at hand counts.
      const again = { ...here, screen, strength, zone: zone ?? here.zone, active: since }
      visits.save(again)
      // A cart stays with its shopper while she is at a kiosk; from any other screen she has gone.
      for (const other of sessions.of(here.visit))
        if (other.screen !== screen && (other.role === 'kiosk' || role === 'cart')) sessions.end(other.screen)
      sessions.begin({ ...at, visit: here.visit, since })
      return again
    })
    this.#parts.changed()
    return visit
  }

  /** She was noticed in a zone. A kiosk that stands elsewhere has lost her. */
  walk(visit: Visit, zone: ZoneId): void {
    const { visits, sessions, store, now, changed } = this.#parts
    this.#parts.together(() => {
      record(this.#parts, visit.customer, { type: 'walked', store, visit: visit.visit, zone })
      visits.save({ ...visit, zone, active: now() })
      for (const session of sessions.of(visit.visit))
        if (session.role === 'kiosk' && session.zone !== zone) sessions.end(session.screen)
    })
    changed()
  }

  leave(visit: Visit): void {
    const { visits, sessions, store, now, changed } = this.#parts
    this.#parts.together(() => {
      record(this.#parts, visit.customer, { type: 'left', store, visit: visit.visit })
      visits.end(visit.visit, now())
      sessions.endOf(visit.visit)
    })
    changed()
  }

  /** The session at this screen is over; she may still be in the store. */
  leaveScreen(screen: ScreenId): void {
    this.#parts.sessions.end(screen)
    this.#parts.changed()
  }

  /** It was not she. A visit that this screen began was none; that it was recorded stays. */
  mistaken(screen: ScreenId, id: VisitId): void {
    const { sessions, visits } = this.#parts
    const session = sessions.at(screen)
    const visit = visits.one(id)
    const begunHere = session?.visit === id && session.since === visit?.began
    if (visit && begunHere && sessions.of(id).length === 1) this.leave(visit)
    else if (session?.visit === id) this.leaveScreen(screen)
  }

  /** Who is at each cart and kiosk now, and how well she was recognised there. */
  everywhere(): Map<ScreenId, AtGlass> {
    const { sessions, visits } = this.#parts
    return new Map(
      sessions.all().flatMap(({ screen, strength, visit: id }): [ScreenId, AtGlass][] => {
        const visit = visits.one(id)
        return visit ? [[screen, { visit, strength }]] : []
      }),
    )
  }

  /** Who is at a cart or kiosk now. */
  at(screen: ScreenId): Visit | undefined {
    const session = this.#parts.sessions.at(screen)
    return session && this.#parts.visits.one(session.visit)
  }

  /** Ends the visits of those who have gone without saying so; of everybody, once the store is closed. */
  tidy(isClosed = false): void {
    const { visits, now } = this.#parts
    for (const visit of visits.open()) if (isClosed || visit.active <= now() - GONE_AFTER) this.leave(visit)
    this.#parts.sessions.endOver()
    visits.forgetBefore(now() - 24 * HOUR)
  }
}
