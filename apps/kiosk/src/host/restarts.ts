import { MINUTE, SECOND, type Ms } from '@kairos/shared/time'

/** How long to wait before each new start of what ended by itself; after the last one it is tried slowly. */
export const RESTARTS_AFTER: readonly Ms[] = [SECOND, 2 * SECOND, 5 * SECOND, 15 * SECOND, MINUTE]
export const SLOWLY: Ms = 5 * MINUTE
/** What ran for so long begins its restarts anew. */
export const STEADY: Ms = MINUTE

/** What is to be done about something that ended: when it is to be started again, and whether it ends again and again. */
export type Restart = { after: Ms; often: boolean; restarts: number }

/** After `ranFor` ms, having been started again so many times before. */
export function nextRestart(restarts: number, ranFor: Ms): Restart {
  const before = ranFor >= STEADY ? 0 : restarts
  return {
    after: RESTARTS_AFTER[before] ?? SLOWLY,
    often: before >= RESTARTS_AFTER.length,
    restarts: before + 1,
  }
}
