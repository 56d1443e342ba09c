import { customerSchema } from '@kairos/shared/customer'
import type { SqliteDatabase } from '@kairos/shared/database'
import { customerIdSchema, epochSchema, type CustomerId } from '@kairos/shared/ids'
import { identityHashSchema } from '@kairos/shared/identity'
import { goneRowSchema, type DocumentRow, type FeedRow, type GoneRow } from '@kairos/shared/wire/hq-hub'

const goneSchema = goneRowSchema.shape.gone

/** Of a subscription `s`, joined with its customer `c`. */
export const ROW_COLUMNS = 's.change, s.customer, c.document, s.contains_epoch, s.contains_n, s.gone, s.merged_into'
export type StoredRow = {
  change: number
  customer: string
  document: string | null
  contains_epoch: string | null
  contains_n: number | null
  gone: string | null
  merged_into: string | null
}

const containsOf = ({ contains_epoch: epoch, contains_n: n }: StoredRow): Pick<FeedRow, 'contains'> =>
  epoch === null || n === null ? {} : { contains: { epoch: epochSchema.parse(epoch), n } }
export const headOf = (row: StoredRow) => ({
  change: row.change,
  customer: customerIdSchema.parse(row.customer),
  ...containsOf(row),
})
export const toGoneRow = (row: StoredRow, gone: GoneRow['gone']): GoneRow => ({
  ...headOf(row),
  gone,
  ...(row.merged_into === null ? {} : { into: customerIdSchema.parse(row.merged_into) }),
})

/** Rows of the feed as they stand on disk, as rows of the wire. */
export function feedRows(database: SqliteDatabase) {
  const identitiesOf = database.prepare<[string], { hash: string }>(
    'select hash from identities where customer = ? order by hash',
  )
  const identities = (customer: string) => identitiesOf.all(customer).map(({ hash }) => identityHashSchema.parse(hash))
  const documentOf = (customer: CustomerId, document: string): Pick<DocumentRow, 'document' | 'identities'> => ({
    document: customerSchema.parse(JSON.parse(document)),
    identities: identities(customer),
  })
  function toFeedRow(row: StoredRow): FeedRow {
    if (row.gone !== null) return toGoneRow(row, row.gone === 'forgotten' ? 'erased' : goneSchema.parse(row.gone))
    const head = headOf(row)
    if (row.document === null) throw new Error(`${row.customer} is held by a store and has no document`)
    return { ...head, ...documentOf(head.customer, row.document) }
  }
  /** The document goes as it stands on disk: whoever gets it reads it by its schema. */
  function toText(row: StoredRow): string {
    if (row.gone !== null || row.document === null) return JSON.stringify(toFeedRow(row))
    const head = JSON.stringify({ ...headOf(row), identities: identities(row.customer) })
    return `${head.slice(0, -1)},"document":${row.document}}`
  }
  return { identities, documentOf, toFeedRow, toText }
}
