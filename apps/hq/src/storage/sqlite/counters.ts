import type { SqliteDatabase } from '@kairos/shared/database'

/** Sums kept in the transaction that changes them. */
export type Counters = ReturnType<typeof countersOf>

export function countersOf(database: SqliteDatabase) {
  const add = database.prepare<[string, number]>(
    'insert into counters (name, n) values (?, ?) on conflict (name) do update set n = n + excluded.n',
  )
  const one = database.prepare<[string], { n: number }>('select n from counters where name = ?')
  const all = database.prepare<[], { name: string; n: number }>('select name, n from counters')
  return {
    add(name: string, n: number): void {
      if (n !== 0) add.run(name, n)
    },
    of: (name: string): number => one.get(name)?.n ?? 0,
    all: (): Map<string, number> => new Map(all.all().map(({ name, n }) => [name, n])),
  }
}
