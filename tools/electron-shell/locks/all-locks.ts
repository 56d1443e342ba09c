import { ASKING_LOCKS } from './asking-locks.ts'
import { CONTENT_LOCKS } from './content-locks.ts'
import { CONTRACT_LOCKS } from './contract-locks.ts'
import type { Lock } from './lock.ts'
import { WINDOW_LOCKS } from './window-locks.ts'

/** Every lock that is seen on the running shell, in an order in which none disturbs the next. */
export const LOCKS: readonly Lock[] = [...WINDOW_LOCKS, ...ASKING_LOCKS, ...CONTRACT_LOCKS, ...CONTENT_LOCKS]
