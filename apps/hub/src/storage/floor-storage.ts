import type { SqliteDatabase } from '@kairos/shared/database'
import { basketsIn } from './baskets.ts'
import { screensIn } from './screens.ts'
import { sessionsIn } from './sessions.ts'
import { visitsIn } from './visits.ts'

/** What a hub keeps of its floor: who is here, at which screen, which screens there are, what is on its way to the till. */
export function floorStorage(database: SqliteDatabase) {
  const sessions = sessionsIn(database)
  sessions.endAtKiosks()
  return { visits: visitsIn(database), sessions, screens: screensIn(database), baskets: basketsIn(database) }
}
export type FloorStorage = ReturnType<typeof floorStorage>
