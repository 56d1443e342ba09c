import type { Server, Socket } from 'socket.io'
import type { DevicesStatus } from '@kairos/shared/device-status'
import type { ScreenId, VisitId, ZoneId } from '@kairos/shared/ids'
import type { ScreenRole } from '@kairos/shared/screen-state'
import { tokenMatches } from '@kairos/shared/tokens'
import {
  screenAuthSchema,
  type Glass,
  type HubToScreen,
  type ScreenWelcome,
  type Tested,
} from '@kairos/shared/wire/hub-screen'
import { SCREEN_NAMESPACE } from '@kairos/shared/wire/hub-tablet'
import type { AtGlass } from '../presence.ts'
import { takeFrom, type ScreenMessageParts } from './screen-messages.ts'

export type ScreenDoors = ScreenMessageParts & {
  sockets: Server
  token: string
  /** What stands around everything; looked at once for all screens. */
  around: () => Around
  /** A screen is connected. */
  seen: (screen: ConnectedScreen) => void
  /** Does what writes; a disk that does not take it is no reason to show a screen nothing. */
  attempt: (change: () => void) => void
}

export type Around = {
  /** The store's name, language, cards and codes. */
  frame: Omit<ScreenWelcome, 'say' | 'zone' | 'closed' | 'mute'>
  /** The store is closed, or this screen muted. */
  closedAt: (screen: ScreenId) => ScreenWelcome['closed']
  /** Nobody is recognised. */
  isMute: boolean
}

export type ScreenSocket = {
  socket: Socket
  screen: ScreenId
  role: ScreenRole
  /** Where it stands; a cart, where it is known to be. */
  zone: ZoneId | undefined
  /** Whose session the screen has, as far as it was told. */
  visit: VisitId | undefined
  devices?: DevicesStatus
  glass?: Glass
  tested?: Tested
  /** What it was told last of each kind: it is not told the same again. */
  told: Map<string, string>
}
/** A screen that is connected; how it stands with its devices and its glass, and its self-test, once it has said so. */
export type ConnectedScreen = Pick<ScreenSocket, 'screen' | 'role' | 'zone' | 'devices' | 'glass' | 'tested'>

/** Tells a screen something that it was not told last. */
function tell<K extends keyof HubToScreen>(entry: ScreenSocket, name: K, message: Parameters<HubToScreen[K]>[0]): void {
  const words = JSON.stringify(message)
  if (entry.told.get(name) === words) return
  entry.told.set(name, words)
  entry.socket.emit(name, message)
}

/** Where kiosks, carts and aisle screens connect. Only carries. */
export function screenDoor(doors: ScreenDoors) {
  const { floor, onGlass, attempt } = doors
  const space = doors.sockets.of(SCREEN_NAMESPACE)
  const connected = new Set<ScreenSocket>()
  space.use((socket, next) => {
    const auth = screenAuthSchema.safeParse(socket.handshake.auth)
    if (!auth.success || !tokenMatches(auth.data.token, doors.token)) {
      next(new Error('refused: wrong token, or another version of the screens'))
      return
    }
    const { screen, role, zone, visit } = auth.data
    const entry: ScreenSocket = { socket, screen, role, zone, visit, told: new Map() }
    socket.data = { entry }
    next()
  })
  const welcome = ({ screen, role, zone }: ScreenSocket, { frame, closedAt, isMute }: Around): ScreenWelcome => {
    const zoneName = zone === undefined ? undefined : floor.saying.zoneName(zone)
    const closed = closedAt(screen)
    return {
      ...frame,
      say: role === 'aisle' ? onGlass.say(screen) : { slides: floor.saying.general() },
      ...(zoneName === undefined ? {} : { zone: zoneName }),
      ...(closed ? { closed } : {}),
      ...(isMute ? { mute: true } : {}),
    }
  }
  /** Whose session it is, by what is known here; the screen is told if that is another than it has. */
  const tellSession = (entry: ScreenSocket, here: AtGlass | undefined) => {
    const visit = here?.visit
    if (entry.visit !== undefined && entry.visit !== visit?.visit) {
      entry.socket.emit('released' satisfies keyof HubToScreen, { visit: entry.visit })
      entry.visit = undefined
      entry.told.delete('say')
    }
    if (!here || !visit || entry.visit === undefined) return
    const zone = visit.zone === null ? undefined : floor.saying.zoneName(visit.zone)
    const first = floor.nameFor(here)
    const more = { ...(zone === undefined ? {} : { zone }), ...(first === undefined ? {} : { first }) }
    tell(entry, 'say', { visit: visit.visit, ...onGlass.say(entry.screen, visit), ...more })
  }
  const tellAll = () => {
    const [around, everywhere] = [doors.around(), floor.presence.everywhere()]
    // Who loses a message hears of it before who gets it.
    const entries = [...connected].map((entry) => ({ entry, gets: onGlass.say(entry.screen).card !== undefined }))
    for (const { entry } of entries.toSorted((a, b) => Number(a.gets) - Number(b.gets))) {
      tell(entry, 'welcome', welcome(entry, around))
      tellSession(entry, everywhere.get(entry.screen))
      const call = doors.calls.of(entry.screen)
      const is = call ? (call.coming ? 'coming' : 'asked') : 'over'
      if (call || entry.told.has('call')) tell(entry, 'call', { is })
    }
  }
  space.on('connection', (socket) => {
    const { entry }: { entry: ScreenSocket } = socket.data
    const { screen } = entry
    // A screen that comes without a visit has forgotten whose it had: it was started again, or lost its hub.
    attempt(() => {
      if (entry.visit === undefined && floor.presence.at(screen)) floor.presence.leaveScreen(screen)
    })
    connected.add(entry)
    attempt(() => doors.seen(entry))
    socket.on('disconnect', () => {
      connected.delete(entry)
      const isBack = [...connected].some((other) => other.screen === screen)
      if (entry.role === 'kiosk' && !isBack) attempt(() => floor.presence.leaveScreen(screen))
      doors.changed()
    })
    takeFrom(entry, doors)
    doors.settle()
    doors.changed()
  })
  return {
    /** For those who look after the screens. */
    list: (): ConnectedScreen[] =>
      [...connected].map(({ screen, role, zone, devices, glass, tested }) => ({
        screen,
        role,
        zone,
        ...(devices ? { devices } : {}),
        ...(glass ? { glass } : {}),
        ...(tested ? { tested } : {}),
      })),
    /** All speaking is paused: whatever a kiosk shows goes at once; a cart keeps its shopper and says nothing. */
    hush(): void {
      for (const { screen, role } of connected) if (role === 'kiosk') attempt(() => floor.presence.leaveScreen(screen))
    },
    /** A cart that nobody was recognised at is in this zone; false if there is no such cart. */
    pushed(screen: ScreenId, zone: ZoneId): boolean {
      const carts = [...connected].filter((entry) => entry.screen === screen && entry.role === 'cart')
      for (const entry of carts) entry.zone = zone
      return carts.length > 0
    },
    /** A cart was given back, whoever had it. False if there is no such cart. */
    returned(screen: ScreenId): boolean {
      const carts = [...connected].filter((entry) => entry.screen === screen && entry.role === 'cart')
      for (const { socket } of carts) socket.emit('released' satisfies keyof HubToScreen, {})
      for (const entry of carts) entry.visit = undefined
      return carts.length > 0
    },
    /** Something changed: every screen hears what is new for it. */
    tellAll,
  }
}
