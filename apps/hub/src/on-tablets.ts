import type { ScreenId, ZoneId } from '@kairos/shared/ids'
import type { TabletScreen, Wanted } from '@kairos/shared/tablet-state'
import type { Call } from './calls.ts'
import type { Floor } from './floor.ts'
import type { IllScreen } from './ill-screens.ts'
import type { KnownScreen } from './storage/screens.ts'

export type OnTabletsParts = {
  floor: Floor
  /** The screens that are connected. */
  connected: () => readonly { screen: ScreenId; zone?: ZoneId | undefined }[]
}

/** The store's screens, and who called at one, as an associate's tablet shows them. */
export function onTablets({ floor, connected }: OnTabletsParts) {
  /** The zone's name, where known. A screen that is not connected is where it was last. */
  const whereIs = (screen: ScreenId, last: ZoneId | null = null): { zone?: string } => {
    const zone = floor.presence.at(screen)?.zone ?? connected().find((each) => each.screen === screen)?.zone ?? last
    const name = zone === null ? undefined : floor.saying.zoneName(zone)
    return name === undefined ? {} : { zone: name }
  }
  return {
    wanted({ screen, role, since, visit, coming }: Call): Wanted {
      const here = floor.presence.everywhere().get(screen)
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
    },
    screens(known: readonly KnownScreen[], illNow: readonly IllScreen[]): TabletScreen[] {
      const ill = new Map(illNow.map((each) => [each.screen, each.ill]))
      return known.map(({ screen, role, zone, muted }) => {
        const why = ill.get(screen)
        return {
          ...whereIs(screen, zone),
          screen,
          role,
          muted: muted !== null,
          ...(why === undefined ? {} : { ill: why }),
        }
      })
    },
  }
}
