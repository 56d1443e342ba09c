import { never } from '@kairos/shared/result'
import type { WayOut } from '@kairos/shared/screen-state'
import { SECOND, type Ms } from '@kairos/shared/time'
import { visitPart, withoutAside } from './cart.ts'
import { waysOf } from './frame.ts'
import {
  STILL_THERE,
  forget,
  go,
  home,
  over,
  stays,
  visitOf,
  type Session,
  type SessionEffect,
  type Stepped,
} from './state.ts'

/** What she can always do. A way that does not apply now does nothing. */
export function way(session: Session, taken: WayOut, now: Ms): Stepped {
  if (!waysOf(session).includes(taken)) return stays(session)
  const { at } = session
  const visit = visitOf(at)
  switch (taken) {
    case 'notMe':
      return visit === undefined ? stays(session) : unknown(session, now, [{ do: 'leave', visit, mistaken: true }])
    case 'guest':
      return go({ ...session, basketOf: undefined }, { is: 'guest' }, now)
    case 'quiet':
      return at.is === 'visit' ? go(session, { ...at, aside: { is: 'quietAsked' } }, now) : stays(session)
    case 'about':
      return visit === undefined ? stays(session) : go(session, at, now, [{ do: 'about', visit }])
    case 'call':
      return go(session, at, now, [{ do: 'call', ...visitPart(visit) }])
    default:
      return never(taken)
  }
}

/** Whose name it was is not here. What lies in a cart lies in it all the same. */
function unknown(session: Session, now: Ms, effects: SessionEffect[]): Stepped {
  const kept = { ...session, basketOf: undefined }
  return go(kept, home(kept), now, effects)
}

/** She means it: nobody is to speak to her. What is shown to her goes at once, her name too. */
export function quietSure(session: Session, now: Ms): Stepped {
  const { at } = session
  if (at.is !== 'visit' || at.aside?.is !== 'quietAsked') return stays(session)
  const { visit, strength, language, say } = at
  const silent = {
    is: 'visit',
    visit,
    strength,
    language,
    say: { slides: say.slides },
    aside: { is: 'quiet' },
  } as const
  return go(session, silent, now, [{ do: 'quiet', visit }])
}

/** No; or what was laid over her message is read; or else she is done. */
export function cancel(session: Session, now: Ms): Stepped {
  const { at } = session
  if (at.is === 'visit' && at.aside && at.aside.is !== 'quiet') return go(session, withoutAside(at), now)
  if (at.is === 'guest' && at.aside) return go(session, { is: 'guest' }, now)
  if ('back' in at && at.is !== 'stillThere' && at.back.is === 'visit') return go(session, at.back, now)
  return at.is === 'visit' || at.is === 'guest' ? leave(session, now) : go(session, home(session), now)
}

/** She is done; a cart is given back, and with it the visit ends. */
export function leave(session: Session, now: Ms): Stepped {
  const visit = visitOf(session.at)
  const off: SessionEffect[] = session.called === undefined ? [] : [{ do: 'call', off: true }]
  const cart = session.role === 'cart' ? { cart: true as const } : {}
  const leaving: SessionEffect[] = visit === undefined ? [] : [{ do: 'leave', visit, ...cart }]
  return over({ ...session, called: undefined }, now, [...leaving, ...off])
}

/** Time alone moves it on. */
export function tick(session: Session, now: Ms): Stepped {
  const { at } = session
  switch (at.is) {
    case 'visit':
      return tickVisit(session, now)
    case 'guest':
      return session.role === 'cart' ? over(session, now) : ask(session, now)
    case 'keypad':
    case 'numberHelp':
      return ask(session, now)
    case 'stillThere':
      return at.seconds <= 1 ? go(session, home(session), now) : go(session, { ...at, seconds: at.seconds - 1 }, now)
    case 'recognising':
      return go(session, { is: 'unreadable', back: at.back }, now)
    case 'notThatCard':
    case 'unreadable':
      return go(session, at.back, now)
    case 'nobody':
    case 'selfTest':
      return go(forget(session), at, now)
    default:
      return never(at)
  }
}

/** Is she still there? */
function ask(session: Session, now: Ms): Stepped {
  // Whoever keyed for so long begins anew: the hidden digits are forgotten by now, where they were.
  const back = session.at.is === 'keypad' ? ({ is: 'keypad', digits: '' } as const) : session.at
  return go(session, { is: 'stillThere', seconds: STILL_THERE / SECOND, back }, now)
}

function tickVisit(session: Session, now: Ms): Stepped {
  const { at, role } = session
  if (at.is !== 'visit') return stays(session)
  const { aside } = at
  const plain = withoutAside(at)
  if (aside?.is === 'thanks') {
    return go(session, aside.next ? { ...plain, aside: { is: 'handover', handover: aside.next } } : plain, now)
  }
  // Who is not to be spoken to is not asked whether she is still there either.
  if (aside?.is === 'quiet' && role !== 'cart') return go(session, { is: 'nobody' }, now)
  return role === 'cart' ? go(session, plain, now) : ask(session, now)
}
