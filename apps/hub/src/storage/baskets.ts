import type { SqliteDatabase } from '@kairos/shared/database'
import { MINUTE, type Ms } from '@kairos/shared/time'
import { basketToTillSchema, type BasketItem } from '@kairos/shared/wire/hub-screen'

/** How long the till may take a basket over. */
export const BASKET_KEPT: Ms = 30 * MINUTE

/** Baskets on their way from a cart to the till, on disk: a restart in between loses nothing. */
export function basketsIn(database: SqliteDatabase) {
  const put = database.prepare<[string, string, number]>('insert into baskets (code, items, made) values (?, ?, ?)')
  const take = database.prepare<[string, number], { items: string }>(
    'delete from baskets where code = ? and made > ? returning items',
  )
  const forget = database.prepare<[number]>('delete from baskets where made <= ?')
  return {
    put: (code: string, items: readonly BasketItem[], now: Ms): void => void put.run(code, JSON.stringify(items), now),
    /** Once, and not after half an hour. */
    take(code: string, now: Ms): BasketItem[] | undefined {
      const row = take.get(code, now - BASKET_KEPT)
      return row && basketToTillSchema.shape.items.parse(JSON.parse(row.items))
    },
    forget: (now: Ms): void => void forget.run(now - BASKET_KEPT),
  }
}
