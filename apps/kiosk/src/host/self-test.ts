import type { DevicesStatus } from '@kairos/shared/device-status'
import type { ScreenInput, SelfCheck } from '@kairos/shared/screen-state'
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
  /** Something was pressed on the glass. */
  touched: boolean
}
type Size = { width: number; height: number }

/** Devices in these states read nothing, and will not by themselves. */
const ILL: ReadonlySet<string> = new Set(['refused', 'unknown', 'resting', 'givenUp'])

const check = (what: SelfCheck['what'], is: SelfCheck['is'], words: string): SelfCheck => ({ what, is, words })
const inWords = ({ width, height }: Size): string => `${width} × ${height}`

/** What the installer looks at, one line for each part. Sound and clock are tried by the page and by the eye. */
export function selfChecks({ hub, store, devices, page, size, touched }: ScreenParts): SelfCheck[] {
  return [
    hub === 'up'
      ? check('hub', 'well', `Connected to the hub of ${store ?? 'this store'}.`)
      : check('hub', 'ill', 'No hub is reached. Is it running, and is this screen on the store’s network?'),
    devicesCheck(devices),
    pageCheck(page),
    sizeCheck(size, page?.size),
    touched ? check('touch', 'well', 'The glass was touched.') : check('touch', 'untried', 'Touch the glass.'),
    check('sound', 'untried', 'Let a state be spoken, and listen.'),
    check('settings', 'well', 'The settings were read.'),
  ]
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

/** Gathers what is known of the parts while the self-test is shown. */
export function selfTest({ size }: { size?: Size }) {
  let parts: Omit<ScreenParts, 'hub' | 'store'> = { devices: { devices: [] }, page: undefined, size, touched: false }
  return {
    devices: (devices: DevicesStatus): void => void (parts = { ...parts, devices }),
    look(session: Session, input: SessionInput): SelfCheck[] {
      if (session.at.is !== 'selfTest') return []
      if (input.is === 'press' && input.input.press === 'rendered') parts = { ...parts, page: input.input }
      else if (input.is === 'press' && input.input.press !== 'painted') parts = { ...parts, touched: true }
      return selfChecks({ ...parts, hub: session.hub, store: session.welcome?.store })
    },
  }
}
