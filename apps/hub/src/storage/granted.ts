import type { SqliteDatabase } from '@kairos/shared/database'

export type Granted = ReturnType<typeof grantedIn>

/** How many incentives this store has granted of the shares it is lent (rule E16), on disk. */
export function grantedIn(database: SqliteDatabase) {
  const one = database.prepare<[string], { n: number }>('select n from granted where incentive = ?')
  const more = database.prepare<[string]>(
    'insert into granted (incentive, n) values (?, 1) on conflict (incentive) do update set n = n + 1',
  )
  return {
    of: (incentive: string): number => one.get(incentive)?.n ?? 0,
    oneMore: (incentive: string): void => void more.run(incentive),
  }
}
