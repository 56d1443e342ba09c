import { fail, ok, type Result } from '@kairos/shared/result'
import { customerSchema } from '@kairos/shared/customer'
import {
  bulkFrameSchema,
  documentRowSchema,
  feedRowSchema,
  type Batch,
  type BulkFrame,
  type DocumentRow,
  type FeedRow,
} from '@kairos/shared/wire/hq-hub'

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

/** A document row of a big batch. The document stays the text that it came as: it is stored so, and read when it is used. */
export type TextRow = Omit<DocumentRow, 'document'> & { text: string }
/** What is applied at once: some rows, of either kind of batch. */
export type Slice = Omit<Batch, 'rows'> & { rows: (FeedRow | TextRow)[] }

/** A row's document as the text that is stored. */
export const documentText = (row: DocumentRow | TextRow): string =>
  'text' in row ? row.text : JSON.stringify(row.document)

/** Rows of either kind of batch. */
export function readRows(rows: readonly (FeedRow | string)[]): Result<Slice['rows'], string> {
  const read: Slice['rows'] = []
  for (const row of rows) {
    const each = typeof row === 'string' ? readLine(row) : ok(row)
    if (!each.ok) return fail(`a row of the feed is not understood: ${each.error}`)
    read.push(each.value)
  }
  return ok(read)
}

function readLine(line: string): Result<FeedRow | TextRow, string> {
  const kept = keptAsText(line)
  if (kept) return ok(kept)
  const row = feedRowSchema.safeParse(parsed(line))
  if (!row.success) return fail(`${row.error.issues[0]?.path.join('.') ?? ''}: ${row.error.issues[0]?.message ?? ''}`)
  if ('document' in row.data && row.data.document.id !== row.data.customer) return fail('its document is another’s')
  return ok(row.data)
}

/** Where HQ's line of a document row goes on with the document, which comes last. Nothing before it can hold this. */
const DOCUMENT = ',"document":'
const headSchema = documentRowSchema.omit({ document: true })
/** The rest of a document is read by its schema whenever it is used, which may be never. */
const namesSchema = customerSchema.pick({ schema: true, id: true })

/** A document row whose document is JSON, of a schema that is known, and about whom the row says; undefined for any other. */
function keptAsText(line: string): TextRow | undefined {
  const at = line.indexOf(DOCUMENT)
  if (at === -1 || !line.endsWith('}')) return undefined
  const head = headSchema.safeParse(parsed(`${line.slice(0, at)}}`))
  const text = line.slice(at + DOCUMENT.length, -1)
  const names = namesSchema.safeParse(parsed(text))
  return head.success && names.success && names.data.id === head.data.customer ? { ...head.data, text } : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
