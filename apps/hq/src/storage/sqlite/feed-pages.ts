import type { Held, Range } from '@kairos/replica/digest'
import type { SqliteDatabase } from '@kairos/shared/database'
import { customerIdSchema, type StoreId } from '@kairos/shared/ids'
import type { Batch, BulkFrame } from '@kairos/shared/wire/hq-hub'
import { ROW_COLUMNS, toFeedRow, toText, type StoredRow } from './feed-rows.ts'

/** No id comes after it. */
const LAST = '\u{10ffff}'

/** What hubs read of the feed: small batches, big ones, and ranges to compare. */
export function feedPages(database: SqliteDatabase) {
  const identitiesOf = database.prepare<[string], { hash: string }>('select hash from identities where customer = ?')
  const after = database.prepare<[string, number, number], StoredRow>(
    `select ${ROW_COLUMNS} from subscriptions s left join customers c on c.id = s.customer
     where s.store = ? and s.change > ? order by s.change limit ?`,
  )
  const countAfter = database.prepare<[string, number], { n: number }>(
    'select count(*) as n from subscriptions where store = ? and change > ?',
  )
  // Ids are compared by their bytes, as a hub does.
  const held = database.prepare<[string, string, string, number], { customer: string; document: string }>(
    `select s.customer, c.document from subscriptions s join customers c on c.id = s.customer
     where s.store = ? and s.customer > ? and s.customer <= ? and s.gone is null order by s.customer limit ?`,
  )
  const moved = database.prepare<[string, string, string, number], { n: number }>(
    'select 1 as n from subscriptions where store = ? and customer > ? and customer <= ? and change > ? limit 1',
  )
  /** The rows after a cursor, and where a hub stands once it has applied them. */
  function page(store: StoreId, cursor: number, most: number) {
    const rows = after.all(store, cursor, most + 1)
    const sent = rows.slice(0, most)
    const more = rows.length > most
    const end = sent.at(-1)?.change ?? cursor
    return { sent, frame: { cursor: end, more, ahead: more ? behind(store, end) : 0 } }
  }
  const behind = (store: StoreId, cursor: number): number => countAfter.get(store, cursor)?.n ?? 0

  return {
    feedAfter(store: StoreId, cursor: number, most: number): Batch {
      const { sent, frame } = page(store, cursor, most)
      return { rows: sent.map(toFeedRow), ...frame }
    },
    bulkAfter(store: StoreId, cursor: number, most: number): { frame: BulkFrame; rows: string[] } {
      const { sent, frame } = page(store, cursor, most)
      return { frame: { ...frame, rows: sent.length }, rows: sent.map(toText) }
    },
    behind,
    heldIn(store: StoreId, { after, upTo = LAST }: Range, cursor: number, most: number) {
      const rows = held.all(store, after, upTo, most).map(({ customer, document }): Held => ({
        customer: customerIdSchema.parse(customer),
        document: JSON.parse(document) as unknown,
        identities: identitiesOf.all(customer).map(({ hash }) => hash),
      }))
      return { rows, moved: moved.get(store, after, upTo, cursor) !== undefined }
    },
  }
}
