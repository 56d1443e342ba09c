import type { Server } from 'socket.io'
import type { FastifyBaseLogger } from 'fastify'
import type { PlaybookLibrary } from '@kairos/dialogue/library'
import { openingOf } from '@kairos/dialogue/opening-hours'
import { zoneIdSchema, type ScreenId, type StoreId, type ZoneId } from '@kairos/shared/ids'
import type { TabletState } from '@kairos/shared/tablet-state'
import { DAY, type Cancel, type Clock, type Ms } from '@kairos/shared/time'
import type { Random } from '@kairos/shared/tokens'
import type { ScreenWelcome } from '@kairos/shared/wire/hub-screen'
import { Calls } from './calls.ts'
import { screenDoor } from './doors/screens.ts'
import { tabletDoor } from './doors/tablets.ts'
import type { Floor } from './floor.ts'
import type { HubTokens } from './kept.ts'
import { OnGlass } from './on-glass.ts'
import { onTablets } from './on-tablets.ts'
import { illScreens, type IllScreen } from './ill-screens.ts'
import type { FloorStorage } from './storage/floor-storage.ts'

/** A screen that was not connected for so long has been taken away. */
const TAKEN_AWAY_AFTER: Ms = 14 * DAY

export type StageParts = FloorStorage & {
  sockets: Server
  store: StoreId
  playbooks: PlaybookLibrary
  floor: Floor
  tokens: HubTokens
  clock: Clock
  random: Random
  log: FastifyBaseLogger
  /** The hub's time, corrected by its measured offset from HQ's. */
  now: () => Ms
  line: () => 'up' | 'down'
  /** A screen asked something: somebody is there. */
  asked: () => void
  /** What the tablets show has changed. */
  changed: () => void
  /** A screen has fallen ill or is well again. */
  ill: () => void
  failed: (error: unknown) => void
  /** Does what writes; a disk that does not take it is noted. */
  attempt: (change: () => void) => void
}
export type Stage = ReturnType<typeof stageOf>

/** All glass of a store, private and public, and the tablets beside it. */
export function stageOf(parts: StageParts) {
  const { store, playbooks, floor, screens, baskets, tokens, clock, now, log } = parts
  const calls = new Calls()
  let alarm: Cancel | undefined
  const opening = () => (playbooks.has ? openingOf(playbooks.current, store, now()) : ({ isOpen: true } as const))
  /** Looked at once for all screens. */
  const closed = (): ((screen: ScreenId) => ScreenWelcome['closed']) => {
    const [muted, hours] = [screens.muted(), opening()]
    const everywhere: ScreenWelcome['closed'] = hours.isOpen
      ? undefined
      : { why: 'hours', ...(hours.opens === undefined ? {} : { opens: hours.opens }) }
    return (screen) => (muted.has(screen) ? { why: 'muted' } : everywhere)
  }
  const onGlass = new OnGlass({
    ...parts,
    screens: () => {
      const closedAt = closed()
      return door.list().filter(({ screen }) => closedAt(screen) === undefined)
    },
  })
  const settle = () => {
    alarm?.()
    const next = onGlass.settle()
    // The hub's corrected time runs as its clock does.
    alarm = next === undefined ? undefined : clock.at(clock.now() + Math.max(0, next - now()), settle)
    door.tellAll()
  }
  const door = screenDoor({
    ...parts,
    onGlass,
    calls,
    token: tokens.screen,
    around: () => ({ frame: frameOf(playbooks, store), closedAt: closed(), isMute: floor.mute !== undefined }),
    settle,
    seen: ({ screen, role, zone }) => screens.see({ screen, role, zone: zone ?? null, seen: now() }),
    handBasket: (items) => {
      const code = `B${parts.random(8).readBigUInt64BE().toString().padStart(20, '0').slice(-12)}`
      baskets.put(code, items, now())
      return code
    },
  })
  const tablets = tabletDoor({
    ...parts,
    token: tokens.tablet,
    state: (): TabletState => ({
      ...floor.tablet(parts.line()),
      ...onTablets(floor, {
        calls: calls.all(now()),
        connected: door.list(),
        known: screens.all(),
        ill: illNow(),
      }),
    }),
    mute: (screen, muted) => mute(screen, muted, 'an associate’s tablet'),
    coming: (screen, is) => {
      if (is === 'over') calls.over(screen)
      else calls.coming(screen)
      settle()
      parts.changed()
    },
  })
  const illNow = (): IllScreen[] => (opening().isOpen ? illScreens(screens.all(), door.list(), now()) : [])
  const mute = (screen: ScreenId, isMuted: boolean, by: string): boolean => {
    if (!screens.mute(screen, isMuted ? now() : undefined)) return false
    log.info({ screen, muted: isMuted, by }, isMuted ? 'a screen was muted' : 'a screen may speak again')
    if (isMuted) floor.presence.leaveScreen(screen)
    settle()
    parts.ill()
    parts.changed()
    return true
  }

  return {
    /** Those that are connected; for whoever looks after them also whether one is muted. */
    list() {
      const muted = screens.muted()
      return door.list().map((each) => ({ ...each, ...(muted.has(each.screen) ? { muted: true } : {}) }))
    },
    hush: () => door.hush(),
    /** Everything is looked at anew, and every screen and tablet told. */
    refresh(): void {
      settle()
      tablets.refresh()
    },
    /** Makes a screen silent, or lets it speak, until it is told otherwise. False if there is no such screen. */
    mute,
    /** A cart that nobody was recognised at is in this zone. */
    pushed(screen: ScreenId, zone: ZoneId): boolean {
      const isCart = door.pushed(screen, zone)
      settle()
      return isCart
    },
    returned: (screen: ScreenId): boolean => door.returned(screen),
    takeBasket: (code: string) => baskets.take(code, now()),
    /** Once a minute: who has gone, which screens are there, what nobody fetched. */
    tidy(): void {
      for (const { screen, role, zone } of door.list()) screens.see({ screen, role, zone: zone ?? null, seen: now() })
      screens.forgetBefore(now() - TAKEN_AWAY_AFTER)
      baskets.forget(now())
      floor.presence.tidy(!opening().isOpen)
    },
    /** Which screens do not show what they should, for head office; none while the store is closed. */
    ill: illNow,
    close: () => alarm?.(),
  }
}

/** What stands around everything on the store's screens. */
function frameOf(library: PlaybookLibrary, store: StoreId) {
  const chain = library.has ? library.current.chain : undefined
  const language = chain?.language ?? 'en'
  return {
    store: chain?.stores[store]?.name ?? store,
    language,
    cards: chain?.cards ?? [],
    languages: [...new Set([language, ...(chain?.languages ?? [])])],
    codes: codesOf(chain?.zones ?? {}),
  }
}

/** Parts of the store by the codes on their shelves. */
const codesOf = (zones: Record<ZoneId, { codes: string[] }>): ScreenWelcome['codes'] =>
  Object.fromEntries(
    Object.entries(zones).flatMap(([zone, { codes }]) => codes.map((code) => [code, zoneIdSchema.parse(zone)])),
  )
