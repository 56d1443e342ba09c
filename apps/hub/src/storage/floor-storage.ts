import type { SqliteDatabase } from '@kairos/shared/database'
import { basketsIn } from './baskets.ts'
import { screensIn } from './screens.ts'
import { sessionsIn } from './sessions.ts'
import { visitsIn } from './visits.ts'

/**
 * What a hub keeps of its floor: who is here, at which screen, which screens there are, what is on its way to the till.
 * `attempt` does what writes; the hub is started also where the disk does not take it.
 */
export function floorStorage(database: SqliteDatabase, attempt: (change: () => void) => void) {
  const sessions = sessionsIn(database)
  attempt(() => sessions.endAtKiosks())
  return { visits: visitsIn(database), sessions, screens: screensIn(database), baskets: basketsIn(database) }
}
export type FloorStorage = ReturnType<typeof floorStorage>
