import { parseDocument } from 'yaml'
import { z } from 'zod'
import { storeIdSchema } from '@kairos/shared/ids'
import { fail, ok, type Problem, type Result } from '@kairos/shared/result'
import { isZone } from './local-time.ts'
import { compileFormat } from './time-format.ts'

/** Short, because store, till and receipt number together make an event's id of at most 120 characters. */
const store = storeIdSchema.refine((id) => id.length <= 24, 'a store id of at most 24 characters')
const till = z.string().regex(/^[A-Za-z0-9._-]{1,20}$/, 'a till of at most 20 letters, digits, dots and dashes')
const column = z.string().min(1, 'the name of a column')
const category = z.string().min(1).max(40)

const categoryRule = z
  .strictObject({
    contains: z.array(z.string().min(1)).min(1).optional(),
    sku: z.array(z.coerce.string()).min(1).optional(),
    /** `none` means no category. */
    is: category,
  })
  .refine((rule) => rule.contains !== undefined || rule.sku !== undefined, 'a rule needs `contains` or `sku`')

/** What a purchase log's columns mean, and how its rows become customers, receipts and lines. */
export const mappingSchema = z.strictObject({
  /** Names the log as the source of its events. */
  source: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'a name of lower-case letters, digits and dashes'),
  file: z
    .strictObject({
      encoding: z.enum(['utf-8', 'windows-1252']).default('utf-8'),
      delimiter: z.enum([',', ';', '\t', '|']).default(','),
    })
    .default({ encoding: 'utf-8', delimiter: ',' }),
  columns: z.strictObject({
    receipt: column,
    sku: column,
    name: column,
    quantity: column,
    time: column,
    /** Of one piece, in the currency's main unit. */
    price: column,
    customer: column,
  }),
  time: z.strictObject({
    format: z.string().superRefine((format, at) => {
      const compiled = compileFormat(format)
      if (!compiled.ok) at.addIssue({ code: 'custom', message: compiled.error })
    }),
    zone: z.string().refine(isZone, 'no time zone that is known here; write UTC or a name such as Europe/London'),
  }),
  price: z
    .strictObject({
      decimal: z.enum(['.', ',']).default('.'),
      /** Decimals of the minor unit: 2 for pence, 0 for yen. */
      minorDigits: z.int().min(0).max(4).default(2),
    })
    .default({ decimal: '.', minorDigits: 2 }),
  cancellation: z.strictObject({ receiptPrefix: z.string().min(1).max(10) }).optional(),
  customer: z.strictObject({
    prefix: z
      .string()
      .regex(/^[A-Za-z0-9._:@+-]{0,20}$/, 'at most 20 letters, digits and . _ : @ + -')
      .default(''),
    /** `{customer}` stands for the column, `{customer:8}` for it with zeros in front up to 8 digits. */
    member: z
      .string()
      .regex(/\{customer(?::\d{1,2})?\}/, 'a template with {customer} or {customer:8} in it')
      .max(40)
      .optional(),
  }),
  store: z.union(
    [
      z.strictObject({ is: store }),
      z.strictObject({ column, table: z.record(z.string(), store) }),
      z.strictObject({ spread: z.array(store).min(1) }),
    ],
    'one of { is: store }, { column: name, table: { value: store } } and { spread: [stores] }',
  ),
  till: z.union([z.strictObject({ is: till }), z.strictObject({ column })]).default({ is: 'import' }),
  category: z.strictObject({ rules: z.array(categoryRule).default([]), otherwise: category.optional() }).optional(),
  language: z
    .strictObject({
      column,
      table: z.record(z.string(), z.string().min(2).max(20)),
      otherwise: z.string().min(2).max(20).optional(),
    })
    .optional(),
})
export type Mapping = z.infer<typeof mappingSchema>

const TODO = 'docs/import.md says what a mapping holds.'

/** Reads a mapping from YAML. The problems name file, field (or line) and what to do. */
export function parseMapping(text: string, file: string): Result<Mapping, Problem[]> {
  const document = parseDocument(text, { prettyErrors: true })
  if (document.errors.length > 0) {
    return fail(
      document.errors.map((error) => ({
        code: 'mapping-yaml',
        what: `is no readable YAML: ${error.message.split('\n')[0]}`,
        where: `${file}:${error.linePos?.[0].line ?? 1}`,
        todo: TODO,
      })),
    )
  }
  const parsed = mappingSchema.safeParse(document.toJS())
  if (parsed.success) return ok(parsed.data)
  return fail(
    parsed.error.issues.map((issue) => ({
      code: 'mapping-field',
      what: issue.message,
      where: `${file}, ${issue.path.length > 0 ? issue.path.join('.') : 'the whole file'}`,
      todo: TODO,
    })),
  )
}

/** The columns that the mapping names, each with the field that names it. */
export function columnsOf(mapping: Mapping): { field: string; column: string }[] {
  const { columns, store, till, language } = mapping
  return [
    ...Object.entries(columns).map(([field, column]) => ({ field: `columns.${field}`, column })),
    ...('column' in store ? [{ field: 'store.column', column: store.column }] : []),
    ...('column' in till ? [{ field: 'till.column', column: till.column }] : []),
    ...(language === undefined ? [] : [{ field: 'language.column', column: language.column }]),
  ]
}
