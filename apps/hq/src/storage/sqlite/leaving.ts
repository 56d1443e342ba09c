import { HELD_FOR } from '@kairos/replica/holding'
import type { SqliteDatabase } from '@kairos/shared/database'
import { customerIdSchema, storeIdSchema, type StoreId } from '@kairos/shared/ids'
import type { Ms } from '@kairos/shared/time'
import type { Left } from '../storage.ts'
import type { Feed } from './feed.ts'

/** Customers leave the stores that they no longer come to, unless that is where they are at home. */
export function leaving(database: SqliteDatabase, feed: Feed) {
  const longAgo = database.prepare<[number, number], { store: string; customer: string; home: string | null }>(
    `select s.store, s.customer, json_extract(c.document, '$.profile.home') as home
     from subscriptions s left join customers c on c.id = s.customer
     where s.gone is null and s.last <= ? order by s.last limit ?`,
  )
  const stays = database.prepare<[number, string, string]>(
    'update subscriptions set last = ? where store = ? and customer = ?',
  )
  const next = database.transaction((now: Ms, most: number): Left => {
    const stores = new Set<StoreId>()
    const rows = longAgo.all(now - HELD_FOR, most)
    for (const { store, customer, home } of rows) {
      // Whose home it is stays, and is looked at again when she might have moved since.
      if (home === store) stays.run(now, store, customer)
      else {
        feed.gone(storeIdSchema.parse(store), customerIdSchema.parse(customer), 'left')
        stores.add(storeIdSchema.parse(store))
      }
    }
    return { ended: rows.length < most, stores }
  })

  return { next: (now: Ms, most: number): Left => next(now, most) }
}
