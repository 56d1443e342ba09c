import { z } from 'zod'
import type { Coming, MuteScreen, TabletInput, TabletState } from '../tablet-state.ts'
import type { Refused } from './refused.ts'

/** Hub <-> associate's tablet, over socket.io. */
export const TABLET_WIRE_VERSION = 1
export const TABLET_NAMESPACE = '/tablet'
export const SCREEN_NAMESPACE = '/screen'

export const tabletAuthSchema = z.object({ token: z.string().min(1), wire: z.literal(TABLET_WIRE_VERSION) })

export interface TabletToHub {
  outcome: (message: TabletInput, ack: (reply: { kept: true } | Refused) => void) => void
  coming: (message: Coming, ack: (reply: { kept: true } | Refused) => void) => void
  mute: (message: MuteScreen, ack: (reply: { kept: true } | Refused) => void) => void
}
export interface HubToTablet {
  state: (state: TabletState) => void
}
