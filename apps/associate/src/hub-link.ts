import { io, type Socket } from 'socket.io-client'
import { refusedSchema } from '@kairos/shared/wire/refused'
import {
  TABLET_NAMESPACE,
  TABLET_WIRE_VERSION,
  type HubToTablet,
  type TabletToHub,
} from '@kairos/shared/wire/hub-tablet'
import { tabletStateSchema, type TabletInput } from '@kairos/shared/tablet-state'
import { SECOND, type Clock } from '@kairos/shared/time'
import type { createTabletStore } from './tablet-store.ts'
import type { Texts } from './texts.ts'

const ACK_WITHIN = 5 * SECOND
/** A refused connection is not tried again by socket.io itself. */
const RETRY_AFTER_REFUSAL = 3 * SECOND

/** Connects the store's state to its hub; gives back what reports an outcome. */
export function openHubLink(
  token: string,
  clock: Clock,
  store: ReturnType<typeof createTabletStore>,
  texts: Texts,
): (input: TabletInput, label: string) => void {
  const { take, lose, connected, begin, settle } = store.getState()
  const socket: Socket<HubToTablet, TabletToHub> = io(TABLET_NAMESPACE, {
    auth: { token, wire: TABLET_WIRE_VERSION },
    transports: ['websocket'],
    reconnectionDelay: 500,
    reconnectionDelayMax: 3 * SECOND,
    timeout: 3 * SECOND,
  })
  const away = () => {
    lose('lost')
    if (!socket.active) clock.at(clock.now() + RETRY_AFTER_REFUSAL, () => socket.connect())
  }
  socket.on('connect', connected)
  socket.on('connect_error', away)
  socket.on('disconnect', away)
  socket.on('state', (state: unknown) => {
    const parsed = tabletStateSchema.safeParse(state)
    if (parsed.success) take(parsed.data, clock.now())
    else lose('unreadable')
  })
  return (input, label) => {
    begin(input, label)
    if (!socket.connected) {
      settle(input, { refused: texts.hubAway })
      return
    }
    socket.timeout(ACK_WITHIN).emit('outcome', input, (error: Error | null, reply: unknown) => {
      if (error !== null) settle(input, { refused: texts.noAnswer })
      else {
        const refused = refusedSchema.safeParse(reply)
        settle(input, refused.success ? refused.data : { kept: true })
      }
    })
  }
}
