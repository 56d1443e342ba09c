import type { VisitId, ZoneId } from '@kairos/shared/ids'
import type { Ms } from '@kairos/shared/time'
import { go, stays, visitOf, type AtVisit, type Session, type SessionEffect, type Stepped } from './state.ts'

/** As many kinds of things as a basket that goes to the till can name. */
const MOST_KINDS = 500

/** The code on a shelf was read: the cart is there now. */
export function walked(session: Session, zone: ZoneId, now: Ms): Stepped {
  const walk: SessionEffect = { do: 'walk', zone, ...visitPart(visitOf(session.at)) }
  // How the zone is called the hub says; until it has, the name of the one before would be wrong.
  const there = { ...session, zone: undefined }
  return session.at.is === 'guest' ? go(there, session.at, now, [walk]) : { session: there, effects: [walk] }
}

/** A thing was scanned: one more of it. Whoever scans without having been recognised is a guest. */
export function counted(session: Session, code: string, now: Ms): Stepped {
  const { basket, at } = session
  const has = basket.some((each) => each.code === code)
  if (!has && basket.length >= MOST_KINDS) return stays(session)
  const more = has
    ? basket.map((each) => (each.code === code ? { code, n: each.n + 1 } : each))
    : [...basket, { code, n: 1 }]
  const holding = { ...session, basket: more }
  if (at.is === 'nobody' || at.is === 'guest') return go(holding, { is: 'guest' }, now)
  // The code that was made for the till is for less than she has now.
  return at.is === 'visit' && at.aside?.is === 'atTill' ? go(holding, withoutAside(at), now) : stays(holding)
}

/** The basket is to go to the till. */
export function toTill(session: Session): Stepped {
  const { role, at, basket, hub } = session
  const isHers = at.is === 'visit' || at.is === 'guest'
  if (role !== 'cart' || hub === 'down' || !isHers || basket.length === 0) return stays(session)
  return { session, effects: [{ do: 'basket', items: [...basket], ...visitPart(visitOf(at)) }] }
}

/** The hub holds it for the till, under this code. */
export function basketTaken(session: Session, visit: VisitId | undefined, code: string, now: Ms): Stepped {
  const { at } = session
  if ((at.is !== 'visit' && at.is !== 'guest') || visitOf(at) !== visit) return stays(session)
  const items = session.basket.reduce((sum, { n }) => sum + n, 0)
  return go(session, { ...at, aside: { is: 'atTill', code, items } }, now)
}

/** What was laid over her message is gone. */
export function withoutAside(at: AtVisit): AtVisit {
  const { aside: _, ...plain } = at
  return plain
}

export const visitPart = (visit: VisitId | undefined): { visit?: VisitId } => (visit === undefined ? {} : { visit })
