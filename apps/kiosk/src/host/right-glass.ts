import { messageId } from '@kairos/shared/ids'
import type { ScreenState } from '@kairos/shared/screen-state'

/** What is to be found on a glass: which state, and of a message its id. */
export type OnGlass = { readonly state: string; readonly message?: string }

/** What a state puts on the glass. */
export const glassOf = (state: ScreenState): OnGlass =>
  state.is === 'message' ? { state: state.is, message: messageId(state.card.ref) } : { state: state.is }

/**
 * The one rule of what is right: the state, and of a message this one. Two ask it. `glass-watch.ts` tells the hub, for
 * people to see to it, and there also what nobody can see, or has no words, is wrong. The shell's `watchdog.ts` ends the
 * page, which is done only for what a new one can mend.
 */
export const isSameGlass = (shown: OnGlass, wanted: OnGlass): boolean =>
  shown.state === wanted.state && shown.message === wanted.message
