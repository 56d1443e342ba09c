import type { ScreenWelcome } from '@kairos/shared/wire/hub-screen'
import { MINUTE, type Ms } from '@kairos/shared/time'
import { notAnswered } from './speaking.ts'
import {
  forget,
  go,
  home,
  isShut,
  spoken,
  stays,
  visitOf,
  type Session,
  type SessionEffect,
  type Stepped,
} from './state.ts'

/** An answer that the hub has not heard for so long is none: what it was about may have passed. */
export const ANSWER_KEPT: Ms = MINUTE
/** More than a shopper can do while the hub is out of reach; the oldest goes first. */
const MOST_KEPT = 200

/** What happened, and must not be lost while the hub is out of reach. A question is asked again by who has it. */
const isKept = ({ do: what }: SessionEffect): boolean =>
  what === 'answer' || what === 'shown' || what === 'leave' || what === 'quiet' || what === 'walk'

/** While the hub is out of reach, what it must hear is kept for when it is back. */
export function keep({ session, effects }: Stepped, now: Ms): Stepped {
  if (session.hub === 'up') return { session, effects }
  return { session: effects.filter(isKept).reduce((all, effect) => keepOne(all, effect, now), session), effects: [] }
}

function keepOne(session: Session, effect: SessionEffect, now: Ms): Session {
  // Only where she is now matters, not the way there.
  const others = session.kept.filter((each) => each.effect.do !== 'walk' || effect.do !== 'walk')
  return { ...session, kept: [...others, { effect, since: now }].slice(-MOST_KEPT) }
}

/** The hub did not hear this, or is too ill to keep it. While its line stands it may be asked again at once. */
export function undelivered(session: Session, effect: SessionEffect, now: Ms): Session {
  if (effect.do === 'answer' && session.hub === 'up') return notAnswered(session, effect.message)
  return isKept(effect) ? keepOne(session, effect, now) : session
}

/** An answer that waited too long is taken back: the card asks again. */
function dropOld(session: Session, now: Ms): Session {
  const old = session.kept.filter(({ effect, since }) => effect.do === 'answer' && now - since > ANSWER_KEPT)
  const kept = session.kept.filter((each) => !old.includes(each))
  const dropped: Session = { ...session, kept }
  return old.reduce<Session>(
    (all, { effect }) => (effect.do === 'answer' ? notAnswered(all, effect.message) : all),
    dropped,
  )
}

/** The hub is there, or tells something else of this screen. What it has not heard it hears now. */
export function welcomed(session: Session, welcome: ScreenWelcome, now: Ms): Stepped {
  const { session: told, effects } = tellKept(session, now)
  const isBack = session.hub === 'down'
  const up: Session = { ...told, welcome, hub: 'up', zone: zoneFrom(session, welcome) }
  // A hub that was away, or was started again, does not know any more.
  if (!isShut(up)) return { session: up, effects: isBack ? [...effects, ...spoken(up, visitOf(up.at))] : effects }
  const shut = session.at.is === 'selfTest' ? { session: up, effects: [] } : go(up, { is: 'nobody' }, now)
  return { session: shut.session, effects: [...effects, ...shut.effects] }
}

/** The line stands: what an ill hub refused it is told again. One that says itself that it is ill is let be. */
export const toldAgain = (session: Session, now: Ms): Stepped =>
  session.hub === 'down' || session.welcome?.mute === true ? stays(session) : tellKept(session, now)

/** All that was kept is said now. Where she walked is said only while it is still she. */
function tellKept(session: Session, now: Ms): Stepped {
  if (session.kept.length === 0) return stays(session)
  const here = visitOf(session.at)
  const open = dropOld(session, now)
  const effects = open.kept
    .map(({ effect }) => effect)
    .filter((effect) => effect.do !== 'walk' || effect.visit === here)
  return { session: { ...open, kept: [] }, effects }
}

const zoneFrom = ({ role, zone }: Session, welcome: ScreenWelcome): string | undefined =>
  role === 'cart' ? (zone ?? welcome.zone) : welcome.zone

/**
 * Without the hub nobody knows whether what is personal still holds: it goes from the glass of a kiosk. A cart keeps
 * what it has, because its way leads through corners that the hub does not reach.
 */
export function hubLost(session: Session, now: Ms): Stepped {
  const down: Session = { ...session, hub: 'down', called: undefined }
  const { at } = session
  if (at.is === 'selfTest') return { session: down, effects: [] }
  if (session.role !== 'cart') return go(forget(down), { is: 'nobody' }, now)
  if (at.is === 'visit' || at.is === 'guest') return { session: down, effects: [] }
  if ('back' in at) return go(down, at.back, now)
  return go(down, home(down), now)
}
