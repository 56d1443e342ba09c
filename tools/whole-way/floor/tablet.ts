import { io } from 'socket.io-client'
import { tabletStateSchema, type TabletState } from '@kairos/shared/tablet-state'
import { TABLET_NAMESPACE, TABLET_WIRE_VERSION } from '@kairos/shared/wire/hub-tablet'

/** An associate's tablet without its page: what it would show, and what she presses. */
export function openTablet(hubUrl: string, token: string | undefined) {
  const socket = io(`${hubUrl}${TABLET_NAMESPACE}`, {
    transports: ['websocket'],
    auth: { token, wire: TABLET_WIRE_VERSION },
  })
  let shown: TabletState | undefined
  socket.on('state', (state: unknown) => void (shown = tabletStateSchema.parse(state)))
  return {
    state: () => shown,
    comes: (screen: string): Promise<unknown> => socket.emitWithAck('coming', { screen, is: 'coming' }),
    close: () => void socket.disconnect(),
  }
}
