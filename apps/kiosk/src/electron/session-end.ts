import type { ScreenState } from '@kairos/shared/screen-state'

/** Where nothing of a shopper is on the glass: nobody is here, or somebody new is being recognised. */
const OF_NOBODY: ReadonlySet<ScreenState['is']> = new Set([
  'starting',
  'attract',
  'offline',
  'recognising',
  'closed',
  'selfTest',
])

/**
 * Whether one shopper's session has ended between two states, so that what the page keeps is to be wiped. Whoever goes
 * on as a guest has left the session that she had.
 */
export const endsSession = (before: Pick<ScreenState, 'is'>, after: Pick<ScreenState, 'is'>): boolean =>
  !OF_NOBODY.has(before.is) && before.is !== after.is && (OF_NOBODY.has(after.is) || after.is === 'guest')
