import { hash } from 'node:crypto'
import type { Line } from '@kairos/shared/event'
import { customerIdSchema, type CustomerId, type StoreId } from '@kairos/shared/ids'
import { fail, ok, type Problem, type Result } from '@kairos/shared/result'
import { categoriser } from './category.ts'
import type { CsvRecord } from './csv-records.ts'
import { columnsOf, type Mapping } from './mapping.ts'
import { amountOf, MAX_AMOUNT, readPrice } from './money.ts'
import { compileFormat, timeReader, type ReadTime } from './time-format.ts'

/** The classes of a row, in their order of precedence: a row is in the first that fits, and in no other. */
export const ROW_CLASSES = ['bad', 'withoutCustomer', 'cancellation', 'purchase'] as const
export type RowClass = (typeof ROW_CLASSES)[number]

/** A row that tells of a customer. */
export type Sold = {
  class: 'cancellation' | 'purchase'
  customer: CustomerId
  /** What the customer's column holds, for the member number. */
  customerText: string
  store: StoreId
  till: string
  receipt: string
  time: ReadTime
  language?: string
  line: Line
}
export type Row = { class: 'bad'; reason: string } | { class: 'withoutCustomer' } | Sold

/** Longer ones would not fit into an event's id together with store, till and part. */
const MAX_RECEIPT_LENGTH = 60
const MAX_SKU_LENGTH = 60
const MAX_CUSTOMER_LENGTH = 60
const MAX_PIECES = 1_000_000_000
/** As much of an article's name as a receipt line holds. */
const NAME_LENGTH = 120

const bad = (reason: string): { class: 'bad'; reason: string } => ({ class: 'bad', reason })
const shown = (text: string) => `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`

/** The same customer is always in the same of the stores, whatever file she comes from. */
export const spreadStore = (stores: readonly StoreId[], customer: CustomerId): StoreId | undefined =>
  stores[hash('sha256', customer, 'buffer').readUInt32BE(0) % stores.length]

/** Where each column stands; the problems name columns that are missing from the file or come twice. */
export function readHeader(mapping: Mapping, header: readonly string[]): Result<Map<string, number>, Problem[]> {
  const names = header.map((name) => name.trim())
  const problems = columnsOf(mapping).flatMap(({ field, column }): Problem[] => {
    const times = names.filter((name) => name === column).length
    if (times === 1) return []
    const what =
      times === 0 ? `has no column "${column}" (it has ${names.join(', ')})` : `has "${column}" ${times} times`
    return [{ code: 'header', what: `the file ${what}`, where: field, todo: 'Correct the mapping or the file.' }]
  })
  return problems.length > 0 ? fail(problems) : ok(new Map(names.map((name, index) => [name, index])))
}

/** Puts records into their classes. The header's positions come from `readHeader`. */
export function rowClassifier(mapping: Mapping, positions: Map<string, number>): (record: CsvRecord) => Row {
  const { columns, price: priceIn, cancellation, customer: customerIn } = mapping
  const width = positions.size
  const at = (name: string) => positions.get(name) ?? -1
  const [receiptAt, skuAt, nameAt, quantityAt] = [columns.receipt, columns.sku, columns.name, columns.quantity].map(at)
  const [timeAt, priceAt, customerAt] = [columns.time, columns.price, columns.customer].map(at)
  const format = compileFormat(mapping.time.format)
  if (!format.ok) throw new Error(`the schema let the time format ${mapping.time.format} through`)
  const readTime = timeReader(format.value, mapping.time.zone)
  const categoryOf = categoriser(mapping.category?.rules ?? [], mapping.category?.otherwise)
  const storeOf = storeReader(mapping, at)
  const tillOf = tillReader(mapping, at)
  const languageOf = languageReader(mapping, at)

  return ({ fields, broken }) => {
    if (broken !== undefined) return bad(broken)
    if (fields.length !== width) return bad(`${fields.length} columns instead of ${width}`)
    const cell = (index: number | undefined) => fields[index ?? -1]?.trim() ?? ''

    const receipt = cell(receiptAt)
    if (receipt === '') return bad('no receipt number')
    if (receipt.length > MAX_RECEIPT_LENGTH)
      return bad(`a receipt number of more than ${MAX_RECEIPT_LENGTH} characters`)
    const sku = cell(skuAt)
    if (sku === '') return bad('no article number')
    if (sku.length > MAX_SKU_LENGTH) return bad(`an article number of more than ${MAX_SKU_LENGTH} characters`)
    const time = readTime(cell(timeAt))
    if (time === undefined) return bad(`the time ${shown(cell(timeAt))} is not written as ${mapping.time.format}`)

    const cancelled = cancellation !== undefined && receipt.startsWith(cancellation.receiptPrefix)
    const pieces = readPieces(cell(quantityAt), cancelled)
    if (typeof pieces === 'string') return bad(pieces)
    const price = readPrice(cell(priceAt), priceIn.decimal)
    if (price === undefined) return bad(`the price ${shown(cell(priceAt))} is no number`)
    if (price.digits < 0n) return bad(`the price ${cell(priceAt)} is negative`)
    const amount = amountOf(pieces, price, priceIn.minorDigits)
    if (amount > MAX_AMOUNT) return bad('quantity times price is too large for a receipt')

    const customerText = cell(customerAt)
    const customer = customerIdSchema.safeParse(`${customerIn.prefix}${customerText}`)
    if (customerText !== '' && (!customer.success || customerText.length > MAX_CUSTOMER_LENGTH)) {
      return bad(
        `the customer ${shown(customerText)} is not up to ${MAX_CUSTOMER_LENGTH} letters, digits and . _ : @ + -`,
      )
    }
    const till = tillOf(fields)
    if (!till.ok) return bad(till.error)
    const store = storeOf(fields, customer.data)
    if (!store.ok) return bad(store.error)
    if (customerText === '' || !customer.success) return { class: 'withoutCustomer' }

    const name = cell(nameAt).slice(0, NAME_LENGTH)
    const { category } = categoryOf(sku, name)
    const language = languageOf(fields)
    return {
      class: cancelled ? 'cancellation' : 'purchase',
      customer: customer.data,
      customerText,
      store: store.value,
      till: till.value,
      receipt,
      time,
      ...(language === undefined ? {} : { language }),
      line: { sku, name, ...(category === undefined ? {} : { category }), quantity: pieces, amount },
    }
  }
}

/** How many pieces went one way or the other, from 1; a text says why the quantity is bad. */
function readPieces(text: string, cancelled: boolean): number | string {
  if (!/^[+-]?\d{1,15}$/.test(text)) return `the quantity ${shown(text)} is no whole number`
  const quantity = Number(text)
  if (quantity === 0) return 'the quantity is zero'
  if (quantity < 0 && !cancelled) return `the quantity ${text} is negative, and the receipt is no cancellation`
  if (quantity > 0 && cancelled) return `the quantity ${text} is not negative, and the receipt is a cancellation`
  const pieces = Math.abs(quantity)
  return pieces > MAX_PIECES ? `the quantity ${text} is too large for a receipt` : pieces
}

type At = (column: string) => number
type Fields = readonly string[]

function storeReader(mapping: Mapping, at: At) {
  const { store } = mapping
  if ('is' in store) return () => ok(store.is)
  if ('column' in store) {
    const index = at(store.column)
    const table = new Map(Object.entries(store.table))
    return (fields: Fields): Result<StoreId, string> => {
      const text = fields[index]?.trim() ?? ''
      const found = table.get(text)
      return found === undefined ? fail(`the store ${shown(text)} is not in the mapping's table`) : ok(found)
    }
  }
  // Rows of one customer mostly follow each other, so the last answer is kept.
  let last: { customer: CustomerId; store: StoreId } | undefined
  const [first] = store.spread
  return (_fields: Fields, customer: CustomerId | undefined): Result<StoreId, string> => {
    if (customer !== undefined && customer !== last?.customer) {
      const chosen = spreadStore(store.spread, customer)
      if (chosen !== undefined) last = { customer, store: chosen }
    }
    const found = last?.store ?? first
    return found === undefined ? fail('no store to spread customers over') : ok(found)
  }
}

function tillReader({ till }: Mapping, at: At) {
  if ('is' in till) return () => ok(till.is)
  const index = at(till.column)
  return (fields: Fields): Result<string, string> => {
    const text = fields[index]?.trim() ?? ''
    return /^[A-Za-z0-9._-]{1,20}$/.test(text)
      ? ok(text)
      : fail(`the till ${shown(text)} is not up to 20 letters or digits`)
  }
}

function languageReader({ language }: Mapping, at: At) {
  if (language === undefined) return () => undefined
  const index = at(language.column)
  const table = new Map(Object.entries(language.table))
  return (fields: Fields): string | undefined => table.get(fields[index]?.trim() ?? '') ?? language.otherwise
}
