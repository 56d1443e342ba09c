import type { ScreenId, ZoneId } from '@kairos/shared/ids'
import type { TabletScreen, Wanted } from '@kairos/shared/tablet-state'
import type { Call } from './calls.ts'
import type { Floor } from './floor.ts'
import type { IllScreen } from './ill-screens.ts'
import type { KnownScreen } from './storage/screens.ts'

export type SeenByTablets = {
  calls: readonly Call[]
  /** Those that are connected. */
  connected: readonly { screen: ScreenId; zone?: ZoneId | undefined }[]
  known: readonly KnownScreen[]
  ill: readonly IllScreen[]
}

/** Who called at which screen, and the store's screens, as an associate's tablet shows them. Looked at once for all. */
export function onTablets(
  floor: Floor,
  { calls, connected, known, ill }: SeenByTablets,
): { wanted: Wanted[]; screens: TabletScreen[] } {
  const everywhere = floor.presence.everywhere()
  const zones = new Map(connected.map(({ screen, zone }) => [screen, zone]))
  const why = new Map(ill.map((each) => [each.screen, each.ill]))
  /** The zone's name, where known. A screen that is not connected is where it was last. */
  const whereIs = (screen: ScreenId, last: ZoneId | null = null): { zone?: string } => {
    const zone = everywhere.get(screen)?.visit.zone ?? zones.get(screen) ?? last
    const name = zone === null ? undefined : floor.saying.zoneName(zone)
    return name === undefined ? {} : { zone: name }
  }
  return {
    wanted: calls.map(({ screen, role, since, visit, coming }) => {
      const here = everywhere.get(screen)
      const first = here && here.visit.visit === visit ? floor.nameFor(here) : undefined
      return {
        ...whereIs(screen),
        screen,
        role,
        since,
        coming,
        ...(visit ? { visit } : {}),
        ...(first === undefined ? {} : { first }),
      }
    }),
    screens: known.map(({ screen, role, zone, muted }) => {
      const isIll = why.get(screen)
      return {
        ...whereIs(screen, zone),
        screen,
        role,
        muted: muted !== null,
        ...(isIll === undefined ? {} : { ill: isIll }),
      }
    }),
  }
}
