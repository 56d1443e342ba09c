import type { DeviceEvent } from '@kairos/devices/device-event'
import { LONGEST_KEPT } from '@kairos/devices/keyed-number'
import { identitySchema } from '@kairos/shared/identity'
import { never } from '@kairos/shared/result'
import { HIDDEN_DIGIT } from '@kairos/shared/screen-state'
import type { Ms } from '@kairos/shared/time'
import type { Identified, Identify } from '@kairos/shared/wire/hub-screen'
import { counted, walked } from './cart.ts'
import { go, home, isShut, spoken, stays, type At, type Session, type Stepped } from './state.ts'

/** Bar-codes of things, not of people. */
const ARTICLES: ReadonlySet<string> = new Set(['ean13', 'ean8', 'upcA', 'upcE', 'gs1'])
/** After so many numbers in a row that nobody has, it is said where a number is found. */
const HELP_AFTER = 2

/** Whether anything that is read or pressed has an effect. */
export const isOpen = (session: Session): boolean =>
  session.role !== 'aisle' && session.welcome !== undefined && !isShut(session) && session.at.is !== 'selfTest'

/** A card ends whatever session there was: the one who holds it is here now. */
export function device(session: Session, event: DeviceEvent, now: Ms): Stepped {
  if (!isOpen(session)) return stays(session)
  if (event.is === 'code') return scanned(session, event, now)
  if (session.hub === 'down') return stays(session)
  switch (event.is) {
    case 'key':
      return key(session, event.key, now)
    case 'keyed':
      return mayKey(session)
        ? recognise(session, { identity: { kind: 'member', value: event.value }, strength: 'claimed' }, now)
        : stays(session)
    case 'card':
    case 'tag':
      return recognise(session, { identity: { kind: 'card', value: event.value }, strength: 'held' }, now)
    case 'paymentCard':
      return go(session, { is: 'notThatCard', back: backOf(session) }, now)
    case 'encrypted':
    case 'unreadable':
      return go(session, { is: 'unreadable', back: backOf(session) }, now)
    default:
      return never(event)
  }
}

/** A cart stays its shopper's, whatever card was swiped by mistake. At a kiosk somebody else may stand there. */
function backOf(session: Session): At {
  const at = 'back' in session.at ? session.at.back : session.at
  return session.role === 'cart' && at.is === 'visit' ? at : home(session)
}

/** A number may be keyed when nobody is recognised, and after a card that was of no use. */
export function mayKey(session: Session): boolean {
  const { hub, at } = session
  const isFree =
    at.is === 'nobody' ||
    at.is === 'guest' ||
    at.is === 'keypad' ||
    at.is === 'numberHelp' ||
    ((at.is === 'notThatCard' || at.is === 'unreadable') && at.back.is !== 'visit')
  return hub === 'up' && isOpen(session) && isFree
}

/** A key of the glass's own keypad, of a keyboard, or of the keypad beside it: the same thing. */
function key(session: Session, pressed: string, now: Ms): Stepped {
  if (!mayKey(session)) return stays(session)
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
  const at: At = { is: 'recognising', asking, strength: identify.strength, back: backOf(session) }
  return go({ ...session, asked: asking }, at, now, [{ do: 'identify', asking, identify }])
}

/** A code that is hers names her; a shelf's says where a cart is, an article's what it holds. */
function scanned(session: Session, { symbology, text }: Extract<DeviceEvent, { is: 'code' }>, now: Ms): Stepped {
  if (session.role === 'cart') {
    const zone = session.welcome?.codes[text]
    if (zone !== undefined) return walked(session, zone, now)
    if (ARTICLES.has(symbology)) return counted(session, text, now)
  }
  if (ARTICLES.has(symbology) || session.hub === 'down') return stays(session)
  const identity = identitySchema.safeParse({ kind: 'qr', value: text })
  if (!identity.success) return go(session, { is: 'unreadable', back: backOf(session) }, now)
  return recognise(session, { identity: identity.data, strength: 'held' }, now)
}

/** The hub's answer to who it is. A late one to a question before is none. */
export function identified(session: Session, asking: number, reply: Identified, now: Ms): Stepped {
  const { at } = session
  if (at.is !== 'recognising' || at.asking !== asking) return stays(session)
  switch (reply.is) {
    case 'known': {
      const { visit, language, say, first } = reply
      const named = first === undefined ? {} : { first }
      const here: At = { is: 'visit', visit, strength: at.strength, language, say, ...named }
      return go(session, here, now, spoken(session, visit))
    }
    case 'unknown': {
      if (at.back.is === 'visit') return go(session, { is: 'unreadable', back: at.back }, now)
      const unknown = at.strength === 'claimed' ? session.unknown + 1 : session.unknown
      const helped: At = unknown >= HELP_AFTER ? { is: 'numberHelp' } : { is: 'keypad', digits: '', problem: 'unknown' }
      return go({ ...session, unknown }, helped, now)
    }
    case 'wait':
      return go(session, { is: 'keypad', digits: '', problem: 'wait' }, now)
    default:
      return never(reply)
  }
}

/** There was no answer to who it is. */
export function notIdentified(session: Session, asking: number, now: Ms): Stepped {
  const { at } = session
  if (at.is !== 'recognising' || at.asking !== asking) return stays(session)
  return go(session, { is: 'unreadable', back: at.back }, now)
}
