import type { SqliteDatabase } from '@kairos/shared/database'
import type { Event } from '@kairos/shared/event'
import type { CustomerId } from '@kairos/shared/ids'

export type Interests = ReturnType<typeof interestsIn>

/**
 * The index of interests (rule E17): by category, when each customer last bought of it. Kept in the transaction
 * that folds the purchase; the order in which purchases arrive does not matter. What she gave back she was
 * interested in all the same.
 */
export function interestsIn(database: SqliteDatabase) {
  const bought = database.prepare<[string, string, number]>(
    `insert into interests (category, customer, last) values (?, ?, ?)
     on conflict do update set last = excluded.last where excluded.last > last`,
  )
  return {
    keep(event: Event, customer: CustomerId): void {
      if (event.type !== 'purchase') return
      for (const category of new Set(event.lines.map((line) => line.category)))
        if (category !== undefined) bought.run(category, customer, event.at)
    },
  }
}
