import { z } from 'zod'
import { customerSchema } from '@kairos/shared/customer'
import { customerIdSchema, epochSchema } from '@kairos/shared/ids'
import { identityHashSchema } from '@kairos/shared/identity'
import { goneRowSchema, type DocumentRow, type FeedRow, type GoneRow } from '@kairos/shared/wire/hq-hub'

const goneSchema = goneRowSchema.shape.gone

/** Of a subscription `s`, joined with its customer `c`; her identities as JSON, by the one statement that reads all. */
export const ROW_COLUMNS = `s.change, s.customer, c.document, s.contains_epoch, s.contains_n, s.gone, s.merged_into,
  (select json_group_array(hash) from (select hash from identities where customer = s.customer order by hash)) identities`
export type StoredRow = {
  change: number
  customer: string
  document: string | null
  contains_epoch: string | null
  contains_n: number | null
  gone: string | null
  merged_into: string | null
  identities: string
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

const identitiesSchema = z.array(identityHashSchema)

/** A row that is a document, as the wire has it. */
export const documentRow = (row: StoredRow & { document: string }): DocumentRow => ({
  ...headOf(row),
  document: customerSchema.parse(JSON.parse(row.document)),
  identities: identitiesSchema.parse(JSON.parse(row.identities)),
})
/** A row of the feed as it stands on disk, as a row of the wire. */
export function toFeedRow(row: StoredRow): FeedRow {
  const { document, gone } = row
  if (gone !== null) return toGoneRow(row, gone === 'forgotten' ? 'erased' : goneSchema.parse(gone))
  if (document === null) throw new Error(`${row.customer} is held by a store and has no document`)
  return documentRow({ ...row, document })
}

/** Document and identities go as they stand on disk: whoever gets them reads them by their schema. */
export function toText(row: StoredRow): string {
  if (row.gone !== null || row.document === null) return JSON.stringify(toFeedRow(row))
  const head = JSON.stringify(headOf(row))
  return `${head.slice(0, -1)},"identities":${row.identities},"document":${row.document}}`
}
