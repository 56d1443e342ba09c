import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import type { ErasureLog } from '@kairos/hq/customers/erasure-log'
import type { SqliteDatabase } from '@kairos/shared/database'
import type { Found } from '../told.ts'

export const digestOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex')

const by = <R extends { key: string }, V>(rows: R[], value: (row: R) => V): Record<string, V> =>
  Object.fromEntries(rows.map((row) => [row.key, value(row)]))
const rows = <R>(database: SqliteDatabase, sql: string): R[] => database.prepare(sql).all() as R[]
const one = (database: SqliteDatabase, sql: string): number => Number(database.prepare(sql).pluck().get() ?? 0)

/** What is on the disk, counted from the tables themselves. */
export function foundIn(hub: SqliteDatabase, hq: SqliteDatabase, erasures: ErasureLog, secrets: string): Found {
  type Counted = { key: string; count: number; last: number }
  const counted = ({ count, last }: Counted) => ({ count, last })
  const logged = erasures.all().map(({ who }) => ({ key: who }))
  return {
    integrity: [hub, hq].map((database) => String(database.pragma('integrity_check', { simple: true }))),
    facts: by(
      rows<Counted>(hub, 'select epoch as key, count(*) as count, max(n) as last from outbox group by epoch'),
      counted,
    ),
    stored: by(rows<{ key: string; n: number }>(hq, 'select epoch as key, up_to as n from hub_epochs'), ({ n }) => n),
    events: by(
      rows<Counted>(
        hq,
        `select substr(id, 6, 16) as key, count(*) as count, max(cast(substr(id, 23) as integer)) as last
         from events where id like 'door/%' group by 1`,
      ),
      counted,
    ),
    erased: Object.fromEntries([...Map.groupBy(logged, ({ key }) => key)].map(([key, all]) => [key, all.length])),
    folded: one(hq, `select value from meta where key = 'last change'`),
    applied: one(hub, `select value ->> '$.cursor' from meta where key = 'position'`),
    ...(existsSync(secrets) ? { secret: digestOf(secrets) } : {}),
  }
}
