import { MINUTE, type Ms } from '@kairos/shared/time'
import type { Report } from '@kairos/shared/wire/hub-report'
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
    if (here) return here.glass?.ill === undefined ? [] : [{ screen, role, ill: here.glass.ill }]
    const isMissed = role !== 'cart' && now - seen > MISSED_AFTER
    return isMissed ? [{ screen, role, ill: 'It is not connected to its hub.' }] : []
  })
}
