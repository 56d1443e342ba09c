import type { DevicesStatus } from '@kairos/shared/device-status'
import { MOST_RINGS, type ScreenInput, type SelfCheck } from '@kairos/shared/screen-state'
import type { Session, SessionInput } from './session/state.ts'

/** What is known of a screen's parts while the installer stands before it. */
export type ScreenParts = {
  hub: 'up' | 'down'
  /** The store's name, once the hub has said it. */
  store: string | undefined
  devices: DevicesStatus
  /** What the page says that it shows. */
  page: Extract<ScreenInput, { press: 'rendered' }> | undefined
  /** How large the glass is, by the settings. */
  size: Size | undefined
  /** So many of the rings were felt. */
  rings: number
  /** Whether a tone was heard, once somebody has said so. */
  heard: boolean | undefined
  /** The installer has finished. */
  isDone: boolean
}
type Size = { width: number; height: number }

/** Devices in these states read nothing, and will not by themselves. */
const ILL: ReadonlySet<string> = new Set(['refused', 'unknown', 'resting', 'givenUp'])

const check = (what: SelfCheck['what'], is: SelfCheck['is'], words: string): SelfCheck => ({ what, is, words })
const inWords = ({ width, height }: Size): string => `${width} × ${height}`

/** What the installer looks at, one line for each part. Of touch and sound only whoever stands there can tell. */
export function selfChecks({ hub, store, devices, page, size, rings, heard, isDone }: ScreenParts): SelfCheck[] {
  return [
    hub === 'up'
      ? check('hub', 'well', `Connected to the hub of ${store ?? 'this store'}.`)
      : check('hub', 'ill', 'No hub is reached. Is it running, and is this screen on the store’s network?'),
    devicesCheck(devices),
    pageCheck(page),
    sizeCheck(size, page?.size),
    touchCheck(rings, isDone),
    heard === undefined
      ? check('sound', 'untried', 'Play a tone, and say whether you hear it.')
      : check('sound', heard ? 'well' : 'ill', heard ? 'A tone was heard.' : 'A tone was played and not heard.'),
    check('settings', 'well', 'The settings were read.'),
  ]
}

/** A ring that was not touched may be one that cannot be felt: who has finished has tried them all. */
function touchCheck(rings: number, isDone: boolean): SelfCheck {
  if (rings === 0) return check('touch', 'untried', `Touch the ${MOST_RINGS} rings.`)
  const is = rings === MOST_RINGS ? 'well' : isDone ? 'ill' : 'untried'
  return check('touch', is, `${rings} of ${MOST_RINGS} rings were felt.`)
}

function devicesCheck({ devices, trouble }: DevicesStatus): SelfCheck {
  if (trouble !== undefined) return check('devices', 'ill', trouble.slice(0, 300))
  const ill = devices.filter(({ state }) => ILL.has(state))
  if (ill.length > 0)
    return check(
      'devices',
      'ill',
      ill
        .map(({ name, state }) => `${name}: ${state}`)
        .join('; ')
        .slice(0, 300),
    )
  const names = devices
    .filter(({ state }) => state === 'reading')
    .map(({ name }) => name)
    .join(', ')
  return names === ''
    ? check('devices', 'untried', 'No reader or scanner is plugged in.')
    : check('devices', 'well', `Reading: ${names}.`.slice(0, 300))
}

function pageCheck(page: ScreenParts['page']): SelfCheck {
  if (!page) return check('page', 'untried', 'The page has not said yet what it shows.')
  const isWell = page.state === 'selfTest' && page.words > 0
  return isWell
    ? check('page', 'well', 'The page shows what it is told.')
    : check('page', 'ill', `The page shows "${page.state}" with ${page.words} words, and not this test.`)
}

function sizeCheck(set: Size | undefined, is: Size | undefined): SelfCheck {
  if (!is) return check('size', 'untried', 'The page has not said yet how large it is.')
  if (!set) return check('size', 'untried', `${inWords(is)}; the settings do not say what it should be.`)
  const isSame = set.width === is.width && set.height === is.height
  return isSame
    ? check('size', 'well', `${inWords(is)}.`)
    : check('size', 'ill', `${inWords(is)} instead of ${inWords(set)}.`)
}

export type SelfTestParts = {
  size?: Size
  /** What was found so far, whenever that changes, and at the end. */
  found: (checks: SelfCheck[]) => void
}

/** Gathers what is known of the parts while the self-test is shown. */
export function selfTest({ size, found }: SelfTestParts) {
  let parts: Omit<ScreenParts, 'hub' | 'store' | 'isDone'> = {
    devices: { devices: [] },
    page: undefined,
    size,
    rings: 0,
    heard: undefined,
  }
  let last: { words: string; checks: SelfCheck[] } | undefined
  const tell = (session: Session, isDone: boolean): SelfCheck[] => {
    const checks = selfChecks({ ...parts, hub: session.hub, store: session.welcome?.store, isDone })
    const words = JSON.stringify(checks)
    if (words === last?.words) return last.checks
    last = { words, checks }
    found(checks)
    return checks
  }
  return {
    devices: (devices: DevicesStatus): void => void (parts = { ...parts, devices }),
    look(session: Session, input: SessionInput): SelfCheck[] {
      if (session.at.is !== 'selfTest') {
        if (last) tell(session, true)
        last = undefined
        return []
      }
      if (input.is === 'press' && input.input.press === 'rendered') parts = { ...parts, page: input.input }
      if (input.is === 'press' && input.input.press === 'tried') {
        const { rings = parts.rings, heard = parts.heard } = input.input
        parts = { ...parts, rings, heard }
      }
      return tell(session, false)
    },
  }
}
