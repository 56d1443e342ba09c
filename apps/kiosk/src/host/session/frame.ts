import { never } from '@kairos/shared/result'
import type { ScreenId } from '@kairos/shared/ids'
import type { ScreenFrame, ScreenState, WayOut } from '@kairos/shared/screen-state'
import { isShut, type Aside, type At, type AtVisit, type Session } from './state.ts'

/** What the page is to show. */
export function stateOf(session: Session): ScreenState {
  const { at, welcome, hub, role } = session
  if (at.is === 'selfTest') return { is: 'selfTest', checks: [...session.checks] }
  if (!welcome) return { is: 'starting' }
  if (welcome.closed) return { is: 'closed', ...welcome.closed }
  // A cart goes on with what it has while the hub is out of reach, but not where the hub recognises nobody.
  if (isShut(session) || (hub === 'down' && role !== 'cart')) return { is: 'offline', slides: welcome.say.slides }
  return stateAt(at, session, welcome.say)
}

function stateAt(at: At, session: Session, { card, slides }: AtVisit['say']): ScreenState {
  switch (at.is) {
    case 'nobody':
      if (session.hub === 'down') return { is: 'offline', slides }
      return session.role === 'aisle' && card ? { is: 'message', card } : { is: 'attract', slides }
    case 'guest':
      return at.aside ? asideState(at.aside) : { is: 'guest', slides }
    case 'visit':
      return at.aside ? asideState(at.aside) : visitState(at, session)
    case 'keypad':
      return at.problem === undefined
        ? { is: 'keypad', digits: at.digits }
        : { is: 'keypad', digits: at.digits, problem: at.problem }
    case 'stillThere':
      return { is: 'stillThere', seconds: at.seconds }
    case 'selfTest':
      return { is: 'selfTest', checks: [...session.checks] }
    case 'recognising':
    case 'notThatCard':
    case 'unreadable':
    case 'numberHelp':
      return { is: at.is }
    default:
      return never(at)
  }
}

function visitState({ say, first, answered }: AtVisit, { hub }: Session): ScreenState {
  const named = first === undefined ? {} : { first }
  if (!say.card) return { is: 'welcome', slides: say.slides, ...named }
  // What was answered while the hub is out of reach cannot be answered again; it may be asked again.
  const card = answered && hub === 'down' ? { ...say.card, asks: [] } : say.card
  return { is: 'message', card, ...named }
}

function asideState(aside: Aside): ScreenState {
  switch (aside.is) {
    case 'thanks':
      return { is: 'thanks', title: aside.slide.title, body: aside.slide.body }
    case 'handover':
      return { is: 'handover', handover: aside.handover }
    case 'about':
      return { is: 'about', known: aside.known }
    case 'atTill':
      return { is: 'atTill', code: aside.code, items: aside.items }
    case 'quietAsked':
    case 'quiet':
      return { is: aside.is }
    default:
      return never(aside)
  }
}

/** Which of what she can always do applies now. */
export function waysOf(session: Session): WayOut[] {
  const { role, hub, at, welcome } = session
  if (role === 'aisle' || !welcome || isShut(session)) return []
  const isUp = hub === 'up'
  const reached: WayOut[] = isUp ? ['call'] : []
  switch (at.is) {
    case 'visit':
      // Withdrawing is always possible: without the hub it is kept until the hub is back.
      return ['notMe', 'quiet', ...(isUp && at.strength === 'held' ? (['about'] as const) : []), ...reached, 'guest']
    case 'guest':
      return reached
    case 'nobody':
    case 'keypad':
    case 'numberHelp':
    case 'notThatCard':
    case 'unreadable':
      return isUp ? ['call', 'guest'] : []
    case 'stillThere':
    case 'recognising':
    case 'selfTest':
      return []
    default:
      return never(at)
  }
}

/** The language of what is on the glass. */
export const languageOf = (session: Session): string =>
  session.language ?? (session.at.is === 'visit' ? session.at.language : (session.welcome?.language ?? 'en'))

/** All that the page is given. */
export function frameOf(session: Session, screen: ScreenId): ScreenFrame {
  const { role, welcome, zone, comfort, hub, called, basket } = session
  return {
    screen,
    role,
    store: welcome?.store ?? '',
    language: languageOf(session),
    ways: waysOf(session),
    comfort,
    hub,
    ...(zone === undefined ? {} : { zone }),
    ...(welcome ? { cards: welcome.cards, languages: welcome.languages } : {}),
    ...(called === undefined ? {} : { called }),
    ...(role === 'cart' ? { basket: { items: basket.reduce((sum, { n }) => sum + n, 0) } } : {}),
    state: stateOf(session),
  }
}
