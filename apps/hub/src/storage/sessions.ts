import { z } from 'zod'
import type { SqliteDatabase } from '@kairos/shared/database'
import { identityStrengthSchema } from '@kairos/shared/identity'
import { screenIdSchema, visitIdSchema, zoneIdSchema, type ScreenId, type VisitId } from '@kairos/shared/ids'
import { screenRoleSchema } from '@kairos/shared/screen-state'
import { msSchema } from '@kairos/shared/time'

const sessionSchema = z.object({
  screen: screenIdSchema,
  role: screenRoleSchema.exclude(['aisle']),
  /** Where the screen stood then. */
  zone: zoneIdSchema.nullable(),
  visit: visitIdSchema,
  /** How well she was recognised at this screen; at another one it may be better. */
  strength: identityStrengthSchema,
  since: msSchema,
})
/** Somebody's session at a kiosk or cart. */
export type Session = z.infer<typeof sessionSchema>
export type Sessions = ReturnType<typeof sessionsIn>

const parsed = (row: unknown): Session => sessionSchema.parse(row)

/** Whose session is at which private glass, on disk: a cart keeps its shopper over a restart of the hub. */
export function sessionsIn(database: SqliteDatabase) {
  const columns = 'screen, role, zone, visit, strength, since'
  const all = database.prepare<[]>(`select ${columns} from sessions order by screen`)
  const at = database.prepare<[string]>(`select ${columns} from sessions where screen = ?`)
  const of = database.prepare<[string]>(`select ${columns} from sessions where visit = ? order by screen`)
  const begin = database.prepare<[{ [K in keyof Session]: Session[K] }]>(
    `insert or replace into sessions (${columns}) values (@screen, @role, @zone, @visit, @strength, @since)`,
  )
  const end = database.prepare<[string]>('delete from sessions where screen = ?')
  const endOf = database.prepare<[string]>('delete from sessions where visit = ?')
  const endAtKiosks = database.prepare(`delete from sessions where role = 'kiosk'`)
  const endOver = database.prepare(
    'delete from sessions where visit not in (select visit from visits where ended is null)',
  )

  return {
    all: (): Session[] => all.all().map(parsed),
    at: (screen: ScreenId): Session | undefined => {
      const row = at.get(screen)
      return row === undefined ? undefined : parsed(row)
    },
    of: (visit: VisitId): Session[] => of.all(visit).map(parsed),
    begin: (session: Session): void => void begin.run(session),
    end: (screen: ScreenId): void => void end.run(screen),
    endOf: (visit: VisitId): void => void endOf.run(visit),
    /** At the hub's start: a kiosk that has lost its hub has forgotten whom it served. */
    endAtKiosks: (): void => void endAtKiosks.run(),
    /** Those whose visit is over, by whatever way. */
    endOver: (): void => void endOver.run(),
  }
}
