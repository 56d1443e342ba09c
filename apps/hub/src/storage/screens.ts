import { z } from 'zod'
import type { SqliteDatabase } from '@kairos/shared/database'
import { screenIdSchema, zoneIdSchema, type ScreenId } from '@kairos/shared/ids'
import { screenRoleSchema } from '@kairos/shared/screen-state'
import { msSchema, type Ms } from '@kairos/shared/time'

const screenSchema = z.object({
  screen: screenIdSchema,
  role: screenRoleSchema,
  zone: zoneIdSchema.nullable(),
  seen: msSchema,
  muted: msSchema.nullable(),
})
/** A screen of this store, connected or not. */
export type KnownScreen = z.infer<typeof screenSchema>
export type Screens = ReturnType<typeof screensIn>

/** The screens of this store, on disk: a muted one stays muted, and one that is missing is missed. */
export function screensIn(database: SqliteDatabase) {
  const columns = 'screen, role, zone, seen, muted'
  const all = database.prepare<[]>(`select ${columns} from screens order by screen`)
  const see = database.prepare<[Pick<KnownScreen, 'screen' | 'role' | 'zone' | 'seen'>]>(
    `insert into screens (screen, role, zone, seen) values (@screen, @role, @zone, @seen)
     on conflict (screen) do update set role = excluded.role, zone = excluded.zone, seen = excluded.seen`,
  )
  const mute = database.prepare<[number | null, string]>('update screens set muted = ? where screen = ?')
  const muted = database.prepare<[], { screen: string }>('select screen from screens where muted is not null')
  const forget = database.prepare<[number]>('delete from screens where seen < ? and muted is null')

  return {
    all: (): KnownScreen[] => all.all().map((row) => screenSchema.parse(row)),
    see: (screen: Omit<KnownScreen, 'muted'>): void => void see.run(screen),
    /** False if no screen of this name was ever connected. */
    mute: (screen: ScreenId, since: Ms | undefined): boolean => mute.run(since ?? null, screen).changes > 0,
    muted: (): ReadonlySet<ScreenId> => new Set(muted.all().map(({ screen }) => screenIdSchema.parse(screen))),
    forgetBefore: (at: Ms): void => void forget.run(at),
  }
}
