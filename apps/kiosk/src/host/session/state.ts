import type { DeviceEvent } from '@kairos/devices/device-event'
import type { IdentityStrength } from '@kairos/shared/identity'
import type { MessageRef, VisitId, ZoneId } from '@kairos/shared/ids'
import { never } from '@kairos/shared/result'
import {
  PLAIN_COMFORT,
  type Comfort,
  type Handover,
  type KnownOfHer,
  type ScreenInput,
  type ScreenRole,
  type SelfCheck,
  type Slide,
} from '@kairos/shared/screen-state'
import { HOUR, SECOND, type Ms } from '@kairos/shared/time'
import type { Answered, BasketItem, Identified, Identify, Say, ScreenWelcome } from '@kairos/shared/wire/hub-screen'

/** Nobody touched the screen for so long: it asks. WCAG 2.2.1: at least 20 s to say that one is still here. */
export const IDLE: Ms = 45 * SECOND
export const STILL_THERE: Ms = 20 * SECOND
/** How long the answer to an answer, and words about a card, stay. */
export const WORDS_STAY: Ms = 7 * SECOND
const RECOGNISE_WITHIN: Ms = 5 * SECOND
/** A cart that nobody touched for so long, and whose shopper was never recognised, stands about somewhere. */
export const CART_FORGETS: Ms = 4 * HOUR

/** What is laid over the message of a visit, and goes before it. */
export type Aside =
  | { is: 'thanks'; slide: Slide; next?: Handover }
  | { is: 'handover'; handover: Handover }
  | { is: 'about'; known: KnownOfHer }
  | { is: 'quietAsked' }
  | { is: 'quiet' }
  | { is: 'atTill'; code: string; items: number }

/** She is recognised. */
export type AtVisit = {
  is: 'visit'
  visit: VisitId
  strength: IdentityStrength
  first?: string
  language: string
  say: Say
  aside?: Aside
  /** She has answered the message on the glass, and the hub does not know yet. */
  answered?: MessageRef
}

/** Where the session is. */
export type At =
  | { is: 'nobody' }
  /** She looks on without being known. A cart's basket may go to the till all the same. */
  | { is: 'guest'; aside?: Extract<Aside, { is: 'atTill' }> }
  | { is: 'keypad'; digits: string; problem?: 'unknown' | 'wait' }
  | { is: 'numberHelp' }
  /**
   * `asking` tells the answer to this question from a late one to the question before; `back`: what a cart goes on with
   * if it is nobody.
   */
  | { is: 'recognising'; asking: number; strength: IdentityStrength; back: At }
  | AtVisit
  | { is: 'stillThere'; seconds: number; back: At }
  /** `back`: what a cart goes on with. */
  | { is: 'notThatCard'; back: At }
  | { is: 'unreadable'; back: At }
  | { is: 'selfTest' }

export type Session = {
  readonly role: ScreenRole
  /** What the hub said of this screen; absent until it was reached. */
  readonly welcome: ScreenWelcome | undefined
  readonly hub: 'up' | 'down'
  readonly at: At
  /** When time alone moves it on. */
  readonly until: Ms | undefined
  /** The message that is on the glass, and since when: the page confirms it, or she answered it. Public glass knows no visit. */
  readonly glass: { ref: MessageRef; visit?: VisitId; since: Ms; answered?: boolean } | undefined
  /** Questions asked of the hub so far. */
  readonly asked: number
  /** Numbers in a row that nobody has. */
  readonly unknown: number
  /** The name of the zone where a cart is, as the hub says it. */
  readonly zone: string | undefined
  readonly comfort: Comfort
  /** The language that she chose on the glass. */
  readonly language: string | undefined
  readonly called: 'asked' | 'coming' | undefined
  /** What a cart holds: each code that was scanned, and how often. */
  readonly basket: readonly BasketItem[]
  /** Whose basket it is; absent while nobody was recognised. */
  readonly basketOf: VisitId | undefined
  /**
   * What the hub is still to hear, the oldest first: it was out of reach, or ill. Ids only, so that it may outlive her
   * whose it was: no name, no number, no words. It is kept in memory and is gone with the program.
   */
  readonly kept: readonly { effect: SessionEffect; since: Ms }[]
  /** How the parts of this screen are, for the installer. */
  readonly checks: readonly SelfCheck[]
}

export type SessionInput =
  | { is: 'press'; input: ScreenInput }
  | { is: 'device'; event: DeviceEvent }
  | { is: 'welcome'; welcome: ScreenWelcome }
  | { is: 'say'; visit: VisitId; say: Say; zone?: string | undefined; first?: string | undefined }
  | { is: 'released'; visit?: VisitId | undefined }
  | { is: 'call'; call: 'asked' | 'coming' | 'over' }
  | { is: 'hubLost' }
  | { is: 'identified'; asking: number; reply: Identified }
  | { is: 'answered'; visit: VisitId; reply: Answered }
  | { is: 'about'; visit: VisitId; known: KnownOfHer }
  | { is: 'basketTaken'; visit: VisitId | undefined; code: string }
  /** The hub did not answer who it is, or refused to. */
  | { is: 'noAnswer'; asking: number }
  /** The hub was not reached with this. */
  | { is: 'undelivered'; effect: SessionEffect }
  /** What it has not heard it may be told again. */
  | { is: 'again' }
  | { is: 'tick' }

export type SessionEffect =
  | { do: 'identify'; asking: number; identify: Identify }
  | { do: 'answer'; visit: VisitId; message: MessageRef; response: string }
  | { do: 'shown'; visit?: VisitId; message: MessageRef; for: Ms; at: Ms }
  | { do: 'leave'; visit: VisitId; mistaken?: true; cart?: true }
  | { do: 'about'; visit: VisitId }
  | { do: 'quiet'; visit: VisitId }
  | { do: 'language'; visit: VisitId; language: string }
  | { do: 'call'; visit?: VisitId; off?: true }
  | { do: 'walk'; visit?: VisitId; zone: ZoneId }
  | { do: 'basket'; visit?: VisitId; items: BasketItem[] }

export type Stepped = { session: Session; effects: SessionEffect[] }

export const newSession = (role: ScreenRole): Session => ({
  role,
  welcome: undefined,
  hub: 'down',
  at: { is: 'nobody' },
  until: undefined,
  glass: undefined,
  asked: 0,
  unknown: 0,
  zone: undefined,
  comfort: PLAIN_COMFORT,
  language: undefined,
  called: undefined,
  basket: [],
  basketOf: undefined,
  kept: [],
  checks: [],
})

/** Nothing is read, pressed or shown of anybody: the store is closed, this screen muted, or the hub recognises nobody. */
export const isShut = ({ role, welcome }: Session): boolean =>
  welcome?.closed !== undefined || (welcome?.mute === true && role !== 'aisle')

export const stays = (session: Session): Stepped => ({ session, effects: [] })

/** Whose session it is, also while something else is asked. */
export function visitOf(at: At): VisitId | undefined {
  if (at.is === 'visit') return at.visit
  return 'back' in at ? visitOf(at.back) : undefined
}

/**
 * Where a session goes, with when time alone moves it on: a touch always starts the idle time anew. Who is no longer
 * here is told to the hub, and all that was hers goes.
 */
export function go(session: Session, at: At, now: Ms, effects: SessionEffect[] = []): Stepped {
  const left = visitOf(session.at)
  const here = visitOf(at)
  const isOver = left !== undefined && left !== here
  const leaving: SessionEffect[] = isOver && !effects.some((each) => isLeaving(each, left)) ? [leaveOf(left)] : []
  const moved = isOver || (at.is === 'nobody' && session.at.is !== 'nobody') ? forget(session) : session
  const next = { ...(here === undefined ? moved : hers(moved, here)), at }
  return { session: { ...next, until: untilOf(next, now) }, effects: [...effects, ...leaving] }
}

const leaveOf = (visit: VisitId): SessionEffect => ({ do: 'leave', visit })
const isLeaving = (effect: SessionEffect, visit: VisitId): boolean => effect.do === 'leave' && effect.visit === visit

/** All that was hers alone. A basket that nobody was recognised for stays with its cart. */
export function forget(session: Session): Session {
  const basket = session.basketOf === undefined ? session.basket : []
  return { ...session, comfort: PLAIN_COMFORT, language: undefined, unknown: 0, basket, basketOf: undefined }
}

/** The basket that was begun before she was recognised is hers; somebody else's is not. */
function hers(session: Session, visit: VisitId): Session {
  if (session.basketOf === visit) return session
  const basket = session.basketOf === undefined ? session.basket : []
  return { ...session, basket, basketOf: visit, unknown: 0 }
}

/** The hub is told which language she chose, so that the chain's words come in it, too. */
export function spoken({ language }: Session, visit: VisitId | undefined): SessionEffect[] {
  return language === undefined || visit === undefined ? [] : [{ do: 'language', visit, language }]
}

/** Where one comes to who goes no further: a cart that holds something is in somebody's hands. */
export const home = ({ basket, basketOf }: Session): At =>
  basket.length > 0 && basketOf === undefined ? { is: 'guest' } : { is: 'nobody' }

/** The session is over, and all that was in it. */
export function over(session: Session, now: Ms, effects: SessionEffect[] = []): Stepped {
  return go({ ...session, basket: [], basketOf: undefined }, { is: 'nobody' }, now, effects)
}

function untilOf({ role, at, comfort, language }: Session, now: Ms): Ms | undefined {
  switch (at.is) {
    case 'nobody': {
      const isTouched = language !== undefined || comfort.reach || comfort.speech || comfort.large
      return isTouched ? now + IDLE : undefined
    }
    case 'selfTest':
      return undefined
    case 'recognising':
      return now + RECOGNISE_WITHIN
    case 'stillThere':
      return now + SECOND
    case 'notThatCard':
    case 'unreadable':
      return now + WORDS_STAY
    case 'guest':
      return role === 'cart' ? now + CART_FORGETS : now + IDLE
    case 'visit':
      return untilOfVisit(role, at, now)
    case 'keypad':
    case 'numberHelp':
      return now + IDLE
    default:
      return never(at)
  }
}

/** A cart stays with its shopper until it is given back; only what is laid over its message goes by itself. */
function untilOfVisit(role: ScreenRole, { aside }: AtVisit, now: Ms): Ms | undefined {
  if (aside?.is === 'thanks' || aside?.is === 'quiet') return now + WORDS_STAY
  if (role !== 'cart') return now + IDLE
  return aside === undefined || aside.is === 'atTill' ? undefined : now + IDLE
}
