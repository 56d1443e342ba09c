import type { Server, Socket } from 'socket.io'
import type { z } from 'zod'
import { devicesStatusSchema, type DevicesStatus } from '@kairos/shared/device-status'
import type { ScreenId, ZoneId } from '@kairos/shared/ids'
import type { LoyaltyCard } from '@kairos/shared/identity'
import type { ScreenRole } from '@kairos/shared/screen-state'
import { tokenMatches } from '@kairos/shared/tokens'
import {
  answerSchema,
  identifySchema,
  leaveSchema,
  screenAuthSchema,
  shownSchema,
  type HubToScreen,
  type ScreenToHub,
  type ScreenWelcome,
} from '@kairos/shared/wire/hub-screen'
import {
  SCREEN_NAMESPACE,
  TABLET_NAMESPACE,
  tabletAuthSchema,
  type HubToTablet,
  type TabletToHub,
} from '@kairos/shared/wire/hub-tablet'
import { serve } from '@kairos/shared/wire/serve'
import { tabletInputSchema } from '@kairos/shared/tablet-state'
import type { Floor } from '../floor.ts'

export type Doors = {
  sockets: Server
  floor: Floor
  tokens: { screen: string; tablet: string }
  /** The store's name, language and cards, for the frame around everything. */
  store: () => { name: string; language: string; cards: LoyaltyCard[] }
  line: () => 'up' | 'down'
  /** A screen asked something: somebody is there. */
  asked: () => void
  failed: (error: unknown) => void
}

const OVER = { refused: 'that visit is over' }

type ScreenSocket = {
  socket: Socket
  screen: ScreenId
  role: ScreenRole
  zone: ZoneId | undefined
  devices?: DevicesStatus
}
/** A screen that is connected, and how it stands with its devices, once it has said so. */
export type ConnectedScreen = Pick<ScreenSocket, 'screen' | 'role' | 'devices'>

/** Where kiosks, carts and aisle screens connect. Only carries. */
export function screenDoor(doors: Doors) {
  const { floor, failed } = doors
  const space = doors.sockets.of(SCREEN_NAMESPACE)
  const connected = new Set<ScreenSocket>()
  space.use((socket, next) => {
    const auth = screenAuthSchema.safeParse(socket.handshake.auth)
    if (!auth.success || !tokenMatches(auth.data.token, doors.tokens.screen)) {
      next(new Error('refused: wrong token, or another version of the screens'))
      return
    }
    const { screen, role, zone } = auth.data
    const entry: ScreenSocket = { socket, screen, role, zone }
    socket.data = { entry }
    next()
  })
  const welcome = ({ role, zone }: ScreenSocket): ScreenWelcome => {
    const { name, ...rest } = doors.store()
    const zoneName = zone === undefined ? undefined : floor.zoneName(zone)
    const say = role === 'aisle' ? floor.sayInZone(zone) : { slides: floor.general() }
    return {
      store: name,
      ...rest,
      languages: [rest.language],
      codes: {},
      say,
      ...(zoneName === undefined ? {} : { zone: zoneName }),
    }
  }
  space.on('connection', (socket) => {
    const { entry }: { entry: ScreenSocket } = socket.data
    connected.add(entry)
    socket.on('disconnect', () => connected.delete(entry))
    socket.emit('welcome' satisfies keyof HubToScreen, welcome(entry))
    const on = <S extends z.ZodType>(name: keyof ScreenToHub, schema: S, answer: (message: z.infer<S>) => object) =>
      socket.on(
        name,
        serve(schema, failed, (message: z.infer<S>) => {
          doors.asked()
          return answer(message)
        }),
      )
    // Public glass recognises nobody.
    if (entry.role !== 'aisle')
      on('identify', identifySchema, (identify) => floor.identify(entry.screen, identify, entry.zone))
    on('answer', answerSchema, ({ visit, message, response }) => floor.answer(visit, message, response) ?? OVER)
    on('shown', shownSchema, (shown) =>
      shown.visit !== undefined && floor.shown(entry.screen, shown.visit, shown.message, shown.for)
        ? { kept: true }
        : OVER,
    )
    on('leave', leaveSchema, () => ({ kept: true }))
    on('devices', devicesStatusSchema, (status) => {
      entry.devices = status
      return { kept: true }
    })
  })
  return {
    /** For those who look after the screens. */
    list: (): ConnectedScreen[] =>
      [...connected].map(({ screen, role, devices }) => ({ screen, role, ...(devices ? { devices } : {}) })),
    /**
     * All speaking is paused: whatever a kiosk or a cart shows goes at once. A screen that loses its hub
     * forgets its session, and when it is back (it tries again at once) it is told the general content.
     */
    hush(): void {
      for (const { socket, role } of connected) if (role !== 'aisle') socket.conn.close()
    },
    /** Another version of the playbook is current: name, cards, language and general content may be others. */
    greet(): void {
      for (const entry of connected) entry.socket.emit('welcome' satisfies keyof HubToScreen, welcome(entry))
    },
    /** Something changed: aisle screens say it at once, and so does a cart whose shopper walked. */
    refresh(): void {
      for (const entry of connected) {
        if (entry.role === 'aisle') entry.socket.emit('welcome' satisfies keyof HubToScreen, welcome(entry))
        if (entry.role === 'cart') {
          const visit = floor.visitAt(entry.screen)
          const zone = visit?.zone ? floor.zoneName(visit.zone) : undefined
          if (visit)
            entry.socket.emit('say' satisfies keyof HubToScreen, {
              visit: visit.visit,
              ...floor.say(visit, 'private'),
              zone,
            })
        }
      }
    },
  }
}

/** Where associates' tablets connect. Only carries. */
export function tabletDoor(doors: Doors) {
  const { floor, failed } = doors
  const space = doors.sockets.of(TABLET_NAMESPACE)
  space.use((socket, next) => {
    const auth = tabletAuthSchema.safeParse(socket.handshake.auth)
    const known = auth.success && tokenMatches(auth.data.token, doors.tokens.tablet)
    next(known ? undefined : new Error('refused: wrong token, or another version of the tablet'))
  })
  const state = () => floor.tablet(doors.line())
  space.on('connection', (socket) => {
    socket.emit('state' satisfies keyof HubToTablet, state())
    socket.on(
      'outcome' satisfies keyof TabletToHub,
      serve(tabletInputSchema, failed, ({ visit, ref, response }) =>
        floor.outcome(visit, ref, response) ? { kept: true } : OVER,
      ),
    )
  })
  return {
    refresh(): void {
      if (space.sockets.size > 0) space.emit('state' satisfies keyof HubToTablet, state())
    },
  }
}
