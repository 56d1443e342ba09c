import { never } from '@kairos/shared/result'
import type { ScreenInput } from '@kairos/shared/screen-state'
import type { Ms } from '@kairos/shared/time'
import { basketTaken, toTill } from './session/cart.ts'
import { hubLost, keep, toldAgain, undelivered, welcomed } from './session/keeping.ts'
import { device, identified, mayKey, notIdentified } from './session/recognising.ts'
import { answer, answered, closeGlass, painted, said, told } from './session/speaking.ts'
import { go, over, spoken, stays, visitOf, type Session, type SessionInput, type Stepped } from './session/state.ts'
import { cancel, leave, quietSure, tick, way } from './session/ways-out.ts'

/**
 * Moves a screen's session on. Pure: time is an argument, what is to be done comes out as data. What the hub cannot
 * hear now it hears when it is back.
 */
export function step(session: Session, input: SessionInput, now: Ms): Stepped {
  return keep(closeGlass(move(session, input, now), now), now)
}

function move(session: Session, input: SessionInput, now: Ms): Stepped {
  switch (input.is) {
    case 'welcome':
      return welcomed(session, input.welcome, now)
    case 'hubLost':
      return hubLost(session, now)
    case 'press':
      return press(session, input.input, now)
    case 'device':
      return device(session, input.event, now)
    case 'identified':
      return identified(session, input.asking, input.reply, now)
    case 'noAnswer':
      return notIdentified(session, input.asking, now)
    case 'answered':
      return answered(session, input.visit, input.reply, now)
    case 'about':
      return told(session, input.visit, input.known, now)
    case 'say':
      return said(session, input, now)
    case 'released':
      return released(session, input, now)
    case 'call':
      return stays({ ...session, called: input.call === 'over' ? undefined : input.call })
    case 'basketTaken':
      return basketTaken(session, input.visit, input.code, now)
    case 'undelivered':
      return stays(undelivered(session, input.effect, now))
    case 'again':
      return toldAgain(session, now)
    case 'tick':
      return session.until !== undefined && session.until <= now ? tick(session, now) : stays(session)
    default:
      return never(input)
  }
}

/** The hub says that she is no longer here; it need not be told that. */
function released(session: Session, { visit }: { visit?: string | undefined }, now: Ms): Stepped {
  const here = visitOf(session.at)
  if (visit !== undefined && visit !== here) return stays(session)
  const { session: free, effects } = over(session, now)
  return { session: free, effects: effects.filter((effect) => effect.do !== 'leave') }
}

function press(session: Session, input: ScreenInput, now: Ms): Stepped {
  const { at } = session
  switch (input.press) {
    case 'painted':
      return painted(session, input.ref, now)
    case 'rendered':
    case 'tried':
      return stays(session)
    case 'keypad':
      return mayKey(session) ? go(session, { is: 'keypad', digits: '' }, now) : stays(session)
    case 'cancel':
      return cancel(session, now)
    case 'leave':
      return leave(session, now)
    case 'stay':
      return at.is === 'stillThere' ? go(session, at.back, now) : stays(session)
    case 'answer':
      return answer(session, input.ref, input.response, now)
    case 'way':
      return way(session, input.way, now)
    case 'quietSure':
      return quietSure(session, now)
    case 'callOff':
      return session.called === undefined ? stays(session) : go(session, at, now, [{ do: 'call', off: true }])
    case 'language': {
      const chosen = { ...session, language: input.language }
      return go(chosen, at, now, spoken(chosen, visitOf(at)))
    }
    case 'comfort':
      return go({ ...session, comfort: input.comfort }, at, now)
    case 'toTill':
      return toTill(session)
    default:
      return never(input)
  }
}
