import { fail, ok, type Result } from '@kairos/shared/result'
import { bulkFrameSchema, feedRowSchema, type BulkFrame, type FeedRow } from '@kairos/shared/wire/hq-hub'

/** A big batch as it came: rows are read as they are applied, a few at a time. `bytes`: compressed, on the wire. */
export type Bulk = { frame: BulkFrame; rows: string[]; bytes: number }

/** Lines of JSON: the frame, then the rows. */
export const bulkText = (frame: BulkFrame, rows: readonly string[]): string =>
  [JSON.stringify(frame), ...rows].join('\n')

export function readBulk(text: string, bytes: number): Result<Bulk, string> {
  const [head = '', ...rows] = text.split('\n')
  const frame = bulkFrameSchema.safeParse(parsed(head))
  if (!frame.success) return fail(`the batch does not begin as one: ${frame.error.issues[0]?.message ?? ''}`)
  // Half a batch is none: its cursor would pass over what is missing.
  if (rows.length !== frame.data.rows) return fail(`${frame.data.rows} rows were announced, ${rows.length} came`)
  return ok({ frame: frame.data, rows, bytes })
}

/** Rows of either kind of batch. */
export function readRows(rows: readonly (FeedRow | string)[]): Result<FeedRow[], string> {
  const read: FeedRow[] = []
  for (const row of rows) {
    const each = typeof row === 'string' ? feedRowSchema.safeParse(parsed(row)) : { success: true as const, data: row }
    if (!each.success) {
      const [issue] = each.error.issues
      return fail(`a row of the feed is not understood: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`)
    }
    read.push(each.data)
  }
  return ok(read)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
