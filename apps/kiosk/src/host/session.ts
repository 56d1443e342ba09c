import type { DeviceEvent } from '@kairos/devices/device-event'
import { LONGEST_KEPT } from '@kairos/devices/keyed-number'
import { identitySchema } from '@kairos/shared/identity'
import { messageId, type MessageRef, type VisitId } from '@kairos/shared/ids'
import {
  HIDDEN_DIGIT,
  type ScreenInput,
  type ScreenRole,
  type ScreenState,
  type Slide,
} from '@kairos/shared/screen-state'
import { never } from '@kairos/shared/result'
import { SECOND, type Ms } from '@kairos/shared/time'
import type { Answered, Identified, Identify, Say, ScreenWelcome } from '@kairos/shared/wire/hub-screen'

/** Nobody touched the screen for so long: it asks. WCAG 2.2.1: at least 20 s to say that one is still here. */
export const IDLE: Ms = 45 * SECOND
export const STILL_THERE: Ms = 20 * SECOND
/** How long the answer to an answer, and words about a card, stay. */
const WORDS_STAY: Ms = 7 * SECOND
const RECOGNISE_WITHIN: Ms = 5 * SECOND
/** Less than this on the glass is not seen. */
const SEEN_AFTER: Ms = SECOND
/** Bar-codes of things, not of people. */
const ARTICLES: ReadonlySet<string> = new Set(['ean13', 'ean8', 'upcA', 'upcE', 'gs1'])

/** Where the session is; `until` is when time alone moves it on. */
type At =
  | { is: 'nobody' }
  | { is: 'keypad'; digits: string; problem?: 'unknown' | 'wait' }
  /** `asking` tells the answer to this question from a late one to the question before. */
  | { is: 'recognising'; asking: number }
  | { is: 'visit'; visit: VisitId; first?: string; language: string; say: Say; thanks?: Slide }
  | { is: 'stillThere'; seconds: number; back: At }
  | { is: 'notThatCard' }
  | { is: 'unreadable' }

export type Session = {
  readonly role: ScreenRole
  /** What the hub said of this screen; absent until it was reached. */
  readonly welcome: ScreenWelcome | undefined
  readonly hub: 'up' | 'down'
  readonly at: At
  readonly until: Ms | undefined
  /** The message that the page confirms to be on the glass, and since when. */
  readonly glass: { ref: MessageRef; visit: VisitId; since: Ms } | undefined
  /** Questions asked of the hub so far. */
  readonly asked: number
  /** The zone where a cart is. */
  readonly zone: string | undefined
}

export type SessionInput =
  | { is: 'press'; input: ScreenInput }
  | { is: 'device'; event: DeviceEvent }
  | { is: 'welcome'; welcome: ScreenWelcome }
  | { is: 'say'; visit: VisitId; say: Say; zone?: string | undefined }
  | { is: 'hubLost' }
  | { is: 'identified'; asking: number; reply: Identified }
  | { is: 'answered'; visit: VisitId; reply: Answered }
  /** The hub did not answer who it is, or refused to. */
  | { is: 'noAnswer'; asking: number }
  | { is: 'tick' }

export type SessionEffect =
  | { do: 'identify'; asking: number; identify: Identify }
  | { do: 'answer'; visit: VisitId; message: MessageRef; response: string }
  | { do: 'shown'; visit: VisitId; message: MessageRef; for: Ms }
  | { do: 'leave'; visit: VisitId }

export const newSession = (role: ScreenRole): Session => ({
  role,
  welcome: undefined,
  hub: 'down',
  at: { is: 'nobody' },
  until: undefined,
  glass: undefined,
  asked: 0,
  zone: undefined,
})

type Stepped = { session: Session; effects: SessionEffect[] }

/** Moves a screen's session on. Pure: time is an argument, what is to be done comes out as data. */
export function step(session: Session, input: SessionInput, now: Ms): Stepped {
  const stepped = move(session, input, now)
  return closeGlass(stepped, now)
}

/** Where a session goes, with when time alone moves it on: a touch always starts the idle time anew. */
function go(session: Session, at: At, now: Ms, effects: SessionEffect[] = []): Stepped {
  const left = visitOf(session.at)
  const stays = visitOf(at)
  const leaving: SessionEffect[] = left !== undefined && left !== stays ? [{ do: 'leave', visit: left }] : []
  return { session: { ...session, at, until: untilOf(session.role, at, now) }, effects: [...effects, ...leaving] }
}

const visitOf = (at: At): VisitId | undefined =>
  at.is === 'visit' ? at.visit : at.is === 'stillThere' ? visitOf(at.back) : undefined

function untilOf(role: ScreenRole, at: At, now: Ms): Ms | undefined {
  switch (at.is) {
    case 'nobody':
      return undefined
    case 'recognising':
      return now + RECOGNISE_WITHIN
    case 'stillThere':
      return now + SECOND
    case 'notThatCard':
    case 'unreadable':
      return now + WORDS_STAY
    case 'visit':
      if (at.thanks) return now + WORDS_STAY
      // A cart stays with its shopper until it is given back.
      return role === 'cart' ? undefined : now + IDLE
    case 'keypad':
      return now + IDLE
    default:
      return never(at)
  }
}

function move(session: Session, input: SessionInput, now: Ms): Stepped {
  const stay: Stepped = { session, effects: [] }
  switch (input.is) {
    case 'welcome':
      return {
        session: { ...session, welcome: input.welcome, hub: 'up', zone: session.zone ?? input.welcome.zone },
        effects: [],
      }
    case 'hubLost':
      // What is personal goes from the glass: without the hub nobody knows whether it still holds.
      return go({ ...session, hub: 'down' }, { is: 'nobody' }, now)
    case 'press':
      return press(session, input.input, now)
    case 'device':
      return device(session, input.event, now)
    case 'identified':
      return isAsking(session, input.asking) ? identified(session, input.reply, now) : stay
    case 'answered':
      return visitOf(session.at) === input.visit ? answered(session, input.reply, now) : stay
    case 'say':
      return said(session, input, now)
    case 'noAnswer':
      return isAsking(session, input.asking) ? go(session, { is: 'unreadable' }, now) : stay
    case 'tick':
      return session.until !== undefined && session.until <= now ? tick(session, now) : stay
    default:
      return never(input)
  }
}

function press(session: Session, input: ScreenInput, now: Ms): Stepped {
  const { at } = session
  switch (input.press) {
    case 'painted':
      return painted(session, input.ref, now)
    case 'keypad':
      return mayKey(session) ? go(session, { is: 'keypad', digits: '' }, now) : { session, effects: [] }
    case 'cancel':
    case 'leave':
      return go(session, { is: 'nobody' }, now)
    case 'stay':
      return at.is === 'stillThere' ? go(session, at.back, now) : { session, effects: [] }
    case 'answer':
      return answer(session, input.ref, input.response, now)
    case 'way':
    case 'quietSure':
    case 'callOff':
    case 'language':
    case 'comfort':
    case 'toTill':
    case 'rendered':
      return { session, effects: [] }
    default:
      return never(input)
  }
}

/** A number may be keyed when nobody is recognised, and after a card that was of no use. */
function mayKey({ hub, role, at }: Session): boolean {
  const free = at.is === 'nobody' || at.is === 'keypad' || at.is === 'notThatCard' || at.is === 'unreadable'
  return hub === 'up' && role !== 'aisle' && free
}

/** A key of the glass's own keypad, of a keyboard, or of the keypad beside it: the same thing. */
function key(session: Session, pressed: string, now: Ms): Stepped {
  if (!mayKey(session)) return { session, effects: [] }
  const digits = session.at.is === 'keypad' ? session.at.digits : ''
  if (pressed === 'erase') return go(session, { is: 'keypad', digits: digits.slice(0, -1) }, now)
  if (pressed !== 'enter') {
    const shown = pressed === 'hidden' ? HIDDEN_DIGIT : pressed
    return go(session, { is: 'keypad', digits: (digits + shown).slice(0, LONGEST_KEPT) }, now)
  }
  // Only the keypad that holds the hidden digits can end their number.
  if (digits === '' || digits.includes(HIDDEN_DIGIT)) return go(session, { is: 'keypad', digits }, now)
  return recognise(session, { identity: { kind: 'member', value: digits }, strength: 'claimed' }, now)
}

function recognise(session: Session, identify: Identify, now: Ms): Stepped {
  const asking = session.asked + 1
  return go({ ...session, asked: asking }, { is: 'recognising', asking }, now, [{ do: 'identify', asking, identify }])
}

const isAsking = ({ at }: Session, asking: number): boolean => at.is === 'recognising' && at.asking === asking

/** A card ends whatever session there was: the one who holds it is here now. */
function device(session: Session, event: DeviceEvent, now: Ms): Stepped {
  if (session.role === 'aisle' || session.hub === 'down') return { session, effects: [] }
  switch (event.is) {
    case 'key':
      return key(session, event.key, now)
    case 'keyed':
      return mayKey(session)
        ? recognise(session, { identity: { kind: 'member', value: event.value }, strength: 'claimed' }, now)
        : { session, effects: [] }
    case 'card':
    case 'tag':
      return recognise(session, { identity: { kind: 'card', value: event.value }, strength: 'held' }, now)
    case 'code':
      return scanned(session, event, now)
    case 'paymentCard':
      return go(session, { is: 'notThatCard' }, now)
    case 'encrypted':
    case 'unreadable':
      return go(session, { is: 'unreadable' }, now)
    default:
      return never(event)
  }
}

/** A code that is hers names her; an article's says nothing of who holds it. */
function scanned(session: Session, { symbology, text }: Extract<DeviceEvent, { is: 'code' }>, now: Ms): Stepped {
  if (ARTICLES.has(symbology)) return { session, effects: [] }
  const identity = identitySchema.safeParse({ kind: 'qr', value: text })
  if (!identity.success) return go(session, { is: 'unreadable' }, now)
  return recognise(session, { identity: identity.data, strength: 'held' }, now)
}

function identified(session: Session, reply: Identified, now: Ms): Stepped {
  switch (reply.is) {
    case 'known': {
      const { visit, language, say, first } = reply
      return go(session, { is: 'visit', visit, language, say, ...(first === undefined ? {} : { first }) }, now)
    }
    case 'unknown':
      return go(session, { is: 'keypad', digits: '', problem: 'unknown' }, now)
    case 'wait':
      return go(session, { is: 'keypad', digits: '', problem: 'wait' }, now)
    default:
      return never(reply)
  }
}

/** An answer counts only for the message that is on the glass; a second press finds another one there. */
function answer(session: Session, ref: MessageRef, response: string, now: Ms): Stepped {
  const { at } = session
  if (at.is !== 'visit' || at.thanks || !at.say.card || messageId(at.say.card.ref) !== messageId(ref))
    return { session, effects: [] }
  return go(session, at, now, [{ do: 'answer', visit: at.visit, message: ref, response }])
}

function answered(session: Session, { thanks, say }: Answered, now: Ms): Stepped {
  if (session.at.is !== 'visit') return { session, effects: [] }
  const { thanks: _, ...at } = session.at
  return go(session, { ...at, say, ...(thanks ? { thanks } : {}) }, now)
}

function said(session: Session, { visit, say, zone }: Extract<SessionInput, { is: 'say' }>, now: Ms): Stepped {
  const { at } = session
  if (at.is !== 'visit' || at.visit !== visit) return { session, effects: [] }
  return go({ ...session, zone: zone ?? session.zone }, { ...at, say }, now)
}

function tick(session: Session, now: Ms): Stepped {
  const { at } = session
  switch (at.is) {
    case 'visit': {
      const { thanks, ...rest } = at
      if (thanks) return go(session, rest, now)
      return go(session, { is: 'stillThere', seconds: STILL_THERE / SECOND, back: at }, now)
    }
    case 'keypad':
      // Whoever keyed for so long begins anew: the hidden digits are forgotten by now, where they were.
      return go(session, { is: 'stillThere', seconds: STILL_THERE / SECOND, back: { is: 'keypad', digits: '' } }, now)
    case 'stillThere':
      return at.seconds <= 1 ? go(session, { is: 'nobody' }, now) : go(session, { ...at, seconds: at.seconds - 1 }, now)
    case 'recognising':
      return go(session, { is: 'unreadable' }, now)
    case 'nobody':
    case 'notThatCard':
    case 'unreadable':
      return go(session, { is: 'nobody' }, now)
    default:
      return never(at)
  }
}

/** The page confirms what is painted. Only a message that this session shows can be on the glass. */
function painted(session: Session, ref: MessageRef | undefined, now: Ms): Stepped {
  const onGlass = messageOn(session)
  const visit = visitOf(session.at)
  if (!ref || !onGlass || visit === undefined || messageId(onGlass) !== messageId(ref)) return { session, effects: [] }
  if (session.glass && messageId(session.glass.ref) === messageId(ref)) return { session, effects: [] }
  return { session: { ...session, glass: { ref, visit, since: now } }, effects: [] }
}

const messageOn = (session: Session): MessageRef | undefined => {
  const state = stateOf(session)
  return state.is === 'message' ? state.card.ref : undefined
}

/** When a message has gone from the glass, the hub hears how long it was there. */
function closeGlass({ session, effects }: Stepped, now: Ms): Stepped {
  const { glass } = session
  if (!glass) return { session, effects }
  const onGlass = messageOn(session)
  if (onGlass && messageId(onGlass) === messageId(glass.ref)) return { session, effects }
  const time = now - glass.since
  const shown: SessionEffect[] =
    time < SEEN_AFTER ? [] : [{ do: 'shown', visit: glass.visit, message: glass.ref, for: time }]
  // Before anything else of this step: an answer that follows finds the message counted as seen.
  return { session: { ...session, glass: undefined }, effects: [...shown, ...effects] }
}

/** What the page is to show. */
export function stateOf(session: Session): ScreenState {
  const { at, welcome } = session
  if (!welcome) return { is: 'starting' }
  if (session.hub === 'down') return { is: 'offline', slides: welcome.say.slides }
  switch (at.is) {
    case 'nobody':
      return session.role === 'aisle' && welcome.say.card
        ? { is: 'message', card: welcome.say.card }
        : { is: 'attract', slides: welcome.say.slides }
    case 'visit': {
      const named = at.first === undefined ? {} : { first: at.first }
      if (at.thanks) return { is: 'thanks', title: at.thanks.title, body: at.thanks.body }
      return at.say.card
        ? { is: 'message', card: at.say.card, ...named }
        : { is: 'welcome', slides: at.say.slides, ...named }
    }
    case 'keypad':
      return at.problem === undefined
        ? { is: 'keypad', digits: at.digits }
        : { is: 'keypad', digits: at.digits, problem: at.problem }
    case 'stillThere':
      return { is: 'stillThere', seconds: at.seconds }
    case 'recognising':
    case 'notThatCard':
    case 'unreadable':
      return { is: at.is }
    default:
      return never(at)
  }
}

/** The language of what is on the glass. */
export const languageOf = (session: Session): string =>
  session.at.is === 'visit' ? session.at.language : (session.welcome?.language ?? 'en')
