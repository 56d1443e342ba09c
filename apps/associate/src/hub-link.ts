import { io, type Socket } from 'socket.io-client'
import { refusedSchema, type Refused } from '@kairos/shared/wire/refused'
import {
  TABLET_NAMESPACE,
  TABLET_WIRE_VERSION,
  type HubToTablet,
  type TabletToHub,
} from '@kairos/shared/wire/hub-tablet'
import { tabletStateSchema, type Coming, type MuteScreen, type TabletInput } from '@kairos/shared/tablet-state'
import { SECOND, type Clock } from '@kairos/shared/time'
import type { Request } from './requests.ts'
import type { createTabletStore } from './tablet-store.ts'
import type { Texts } from './texts.ts'

const ACK_WITHIN = 5 * SECOND
/** A refused connection is not tried again by socket.io itself. */
const RETRY_AFTER_REFUSAL = 3 * SECOND

/** Connects the store's state to its hub; gives back what an associate can tell it. */
export function openHubLink(token: string, clock: Clock, store: ReturnType<typeof createTabletStore>, texts: Texts) {
  const { take, lose, connected, begin, settle, request, answer } = store.getState()
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
  /** Nothing waits for the hub here: what it did not hear is said again by whoever pressed. */
  const tell = (
    name: keyof TabletToHub,
    message: TabletInput | Coming | MuteScreen,
    then: (reply: { kept: true } | Refused) => void,
  ) => {
    if (!socket.connected) return then({ refused: texts.hubAway })
    const untyped: Socket = socket
    untyped.timeout(ACK_WITHIN).emit(name, message, (error: Error | null, reply: unknown) => {
      if (error !== null) return then({ refused: texts.noAnswer })
      const refused = refusedSchema.safeParse(reply)
      return then(refused.success ? refused.data : { kept: true })
    })
  }
  const ask = (asked: Request) => {
    request(asked)
    tell(asked.about, asked.message, (reply) => answer(asked, reply))
  }
  return {
    report(input: TabletInput, label: string): void {
      begin(input, label)
      tell('outcome', input, (reply) => settle(input, reply))
    },
    coming: (message: Coming): void => ask({ about: 'coming', message }),
    mute: (message: MuteScreen): void => ask({ about: 'mute', message }),
  }
}
