import { messageId, type MessageRef } from '@kairos/shared/ids'
import type { KnownOfHer } from '@kairos/shared/screen-state'
import { SECOND, type Ms } from '@kairos/shared/time'
import type { Answered } from '@kairos/shared/wire/hub-screen'
import type { VisitId } from '@kairos/shared/ids'
import { withoutAside } from './cart.ts'
import { stateOf } from './frame.ts'
import {
  go,
  stays,
  visitOf,
  type At,
  type Session,
  type SessionEffect,
  type SessionInput,
  type Stepped,
} from './state.ts'

/** Less than this on the glass is not seen, unless she answered it: who answers has read it. */
const SEEN_AFTER: Ms = SECOND

const same = (a: MessageRef | undefined, b: MessageRef | undefined): boolean =>
  a !== undefined && b !== undefined && messageId(a) === messageId(b)

/** An answer counts only for the message that is on the glass, and once: a second press finds another one there. */
export function answer(session: Session, ref: MessageRef, response: string, now: Ms): Stepped {
  const { at } = session
  if (at.is !== 'visit' || at.aside || !same(at.say.card?.ref, ref) || same(at.answered, ref)) return stays(session)
  // Her finger may be ahead of the page's own word that it is painted.
  const glass = { ...(session.glass ?? { ref, visit: at.visit, since: now }), answered: true }
  return go({ ...session, glass }, { ...at, answered: ref }, now, [
    { do: 'answer', visit: at.visit, message: ref, response },
  ])
}

/** What the hub says to her answer, and what comes next. */
export function answered(session: Session, visit: VisitId, { thanks, handover, say }: Answered, now: Ms): Stepped {
  const { at } = session
  if (at.is !== 'visit' || at.visit !== visit) return stays(session)
  const { answered: _, ...next } = { ...withoutAside(at), say }
  if (thanks) {
    const after = handover === undefined ? {} : { next: handover }
    return go(session, { ...next, aside: { is: 'thanks', slide: thanks, ...after } }, now)
  }
  return go(session, handover ? { ...next, aside: { is: 'handover', handover } } : next, now)
}

/** The hub did not take what she answered: she can answer again. */
export function notAnswered(session: Session, ref: MessageRef): Session {
  const { at } = session
  if (at.is !== 'visit' || !same(at.answered, ref)) return session
  const { answered: _, ...open } = at
  return { ...session, at: open }
}

/** What is known of her, on the glass of her who asked. */
export function told(session: Session, visit: VisitId, known: KnownOfHer, now: Ms): Stepped {
  const { at } = session
  if (at.is !== 'visit' || at.visit !== visit || at.strength !== 'held') return stays(session)
  return go(session, { ...at, aside: { is: 'about', known } }, now)
}

/** Something changed for her, or she walked. Her time to look begins anew only where another message comes. */
export function said(session: Session, input: Extract<SessionInput, { is: 'say' }>, now: Ms): Stepped {
  const { say, zone } = input
  const there = { ...session, zone: zone ?? session.zone }
  const at = withSay(session.at, input)
  if (at === undefined) return stays(session)
  const isOther = session.at.is === 'visit' && !same(session.at.say.card?.ref, say.card?.ref)
  return isOther ? go(there, at, now) : stays({ ...there, at })
}

/** By which name she is spoken to is the hub's to say each time: while all speaking is paused by none. */
function withSay(at: At, input: Extract<SessionInput, { is: 'say' }>): At | undefined {
  if (at.is === 'visit') {
    const { first: _, ...nameless } = at
    const named = input.first === undefined ? {} : { first: input.first }
    return at.visit === input.visit ? { ...nameless, ...named, say: input.say } : undefined
  }
  if (!('back' in at)) return undefined
  const back = withSay(at.back, input)
  return back && { ...at, back }
}

/** The page confirms what is painted. Only a message that this session shows can be on the glass. */
export function painted(session: Session, ref: MessageRef | undefined, now: Ms): Stepped {
  if (!ref) return closeGlass(stays(session), now, true)
  const onGlass = messageOn(session)
  if (!same(onGlass, ref) || same(session.glass?.ref, ref)) return stays(session)
  const visit = visitOf(session.at)
  return stays({ ...session, glass: { ref, since: now, ...(visit === undefined ? {} : { visit }) } })
}

const messageOn = (session: Session): MessageRef | undefined => {
  const state = stateOf(session)
  return state.is === 'message' ? state.card.ref : undefined
}

/** When a message has gone from the glass, the hub hears how long it was there. */
export function closeGlass({ session, effects }: Stepped, now: Ms, isGone = false): Stepped {
  const { glass } = session
  if (!glass || (!isGone && same(messageOn(session), glass.ref) && visitOf(session.at) === glass.visit))
    return { session, effects }
  const time = now - glass.since
  const { ref: message, visit, answered: isAnswered = false } = glass
  const shown: SessionEffect[] =
    time < SEEN_AFTER && !isAnswered
      ? []
      : [{ do: 'shown', message, for: time, at: now, ...(visit === undefined ? {} : { visit }) }]
  // Before anything else of this step: an answer that follows finds the message counted as seen.
  return { session: { ...session, glass: undefined }, effects: [...shown, ...effects] }
}
