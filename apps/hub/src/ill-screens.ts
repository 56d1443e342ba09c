import { MINUTE, type Ms } from '@kairos/shared/time'
import type { Report } from '@kairos/shared/wire/hub-report'
import type { SelfCheck } from '@kairos/shared/screen-state'
import type { ConnectedScreen } from './doors/screens.ts'
import type { KnownScreen } from './storage/screens.ts'

/** A restart takes less. */
const MISSED_AFTER: Ms = 2 * MINUTE

export type IllScreen = NonNullable<Report['screens']>[number]

/**
 * Screens that do not show what they should: by their own account, or because nothing is heard of them. A cart may be
 * away, being charged; a screen that was muted is to show nothing.
 */
export function illScreens(known: readonly KnownScreen[], connected: readonly ConnectedScreen[], now: Ms): IllScreen[] {
  return known.flatMap(({ screen, role, seen, muted }): IllScreen[] => {
    const here = connected.find((each) => each.screen === screen)
    if (muted !== null) return []
    const ill = here && (here.glass?.ill ?? testedIll(here))
    if (here) return ill === undefined ? [] : [{ screen, role, ill }]
    const isMissed = role !== 'cart' && now - seen > MISSED_AFTER
    return isMissed ? [{ screen, role, ill: 'It is not connected to its hub.' }] : []
  })
}

/** What only the installer could tell; how hub, readers and page are is known better by now. */
const BY_HAND: ReadonlySet<SelfCheck['what']> = new Set(['touch', 'sound', 'size'])

function testedIll({ tested }: ConnectedScreen): string | undefined {
  const found = tested?.checks.filter(({ what, is }) => is === 'ill' && BY_HAND.has(what)) ?? []
  return found.length === 0 ? undefined : `Self-test: ${found.map(({ words }) => words).join(' ')}`.slice(0, 200)
}
