import type { Server } from 'socket.io'
import type { ScreenId } from '@kairos/shared/ids'
import {
  comingSchema,
  muteScreenSchema,
  tabletInputSchema,
  type Coming,
  type TabletState,
} from '@kairos/shared/tablet-state'
import { tokenMatches } from '@kairos/shared/tokens'
import { TABLET_NAMESPACE, tabletAuthSchema, type HubToTablet, type TabletToHub } from '@kairos/shared/wire/hub-tablet'
import { serve } from '@kairos/shared/wire/serve'
import type { Floor } from '../floor.ts'

export type TabletDoors = {
  sockets: Server
  floor: Floor
  token: string
  state: () => TabletState
  /** An associate goes to a screen, or has been there. */
  coming: (screen: ScreenId, is: Coming['is']) => void
  /** An associate makes a screen silent, or lets it speak. False if there is no such screen. */
  mute: (screen: ScreenId, muted: boolean) => boolean
  failed: (error: unknown) => void
}

/** Where associates' tablets connect. Only carries. */
export function tabletDoor({ sockets, floor, token, state, coming, mute, failed }: TabletDoors) {
  const space = sockets.of(TABLET_NAMESPACE)
  space.use((socket, next) => {
    const auth = tabletAuthSchema.safeParse(socket.handshake.auth)
    const known = auth.success && tokenMatches(auth.data.token, token)
    next(known ? undefined : new Error('refused: wrong token, or another version of the tablet'))
  })
  space.on('connection', (socket) => {
    socket.emit('state' satisfies keyof HubToTablet, state())
    socket.on(
      'outcome' satisfies keyof TabletToHub,
      serve(tabletInputSchema, failed, ({ visit, ref, response }) =>
        floor.outcome(visit, ref, response) ? { kept: true } : { refused: 'that visit is over' },
      ),
    )
    socket.on(
      'coming' satisfies keyof TabletToHub,
      serve(comingSchema, failed, ({ screen, is }) => {
        coming(screen, is)
        return { kept: true }
      }),
    )
    socket.on(
      'mute' satisfies keyof TabletToHub,
      serve(muteScreenSchema, failed, ({ screen, muted }) =>
        mute(screen, muted) ? { kept: true } : { refused: 'this store has no such screen any more' },
      ),
    )
  })
  return {
    refresh(): void {
      if (space.sockets.size > 0) space.emit('state' satisfies keyof HubToTablet, state())
    },
  }
}
