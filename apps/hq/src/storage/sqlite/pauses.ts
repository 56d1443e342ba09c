import type { SqliteDatabase } from '@kairos/shared/database'
import type { Pause } from '@kairos/shared/hq-views'
import type { Ms } from '@kairos/shared/time'
import type { By } from '../storage.ts'
import type { Counters } from './counters.ts'

export type Pauses = ReturnType<typeof pausesIn>

/** Whether all speaking is paused, and since when and by whom; what came due meanwhile goes free on resumption. */
export function pausesIn(database: SqliteDatabase, counters: Counters) {
  const last = database.prepare<[], { at: number; paused: number; who: string; note: string }>(
    'select at, paused, who, note from pauses order by seq desc limit 1',
  )
  const add = database.prepare<[number, number, string, string]>(
    'insert into pauses (at, paused, who, note) values (?, ?, ?, ?)',
  )
  const held = database.prepare<[], { channel: string; n: number }>(
    `select channel, count(*) as n from effects where status = 'paused' group by channel`,
  )
  const free = database.prepare<[]>(`update effects set status = 'due' where status = 'paused'`)

  const paused = (): Pause | undefined => {
    const row = last.get()
    return row?.paused === 1 ? { since: row.at, who: row.who, note: row.note } : undefined
  }
  const pause = database.transaction((toPaused: boolean, { who, note }: By, at: Ms): boolean => {
    if ((paused() !== undefined) === toPaused) return false
    add.run(at, toPaused ? 1 : 0, who, note)
    if (toPaused) return true
    for (const { channel, n } of held.all()) {
      counters.add(`paused:${channel}`, -n)
      counters.add(`due:${channel}`, n)
    }
    free.run()
    return true
  })
  return {
    paused,
    pause: (toPaused: boolean, by: By, at: Ms): boolean => pause(toPaused, by, at),
  }
}
