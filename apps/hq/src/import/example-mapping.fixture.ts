import { parseMapping, type Mapping } from './mapping.ts'

/** A mapping as small as one can be, for tests. */
export const EXAMPLE = `
source: example
columns: { receipt: Receipt, sku: Sku, name: Name, quantity: Qty, time: Time, price: Price, customer: Customer }
time: { format: 'yyyy-MM-dd HH:mm', zone: Europe/London }
cancellation: { receiptPrefix: C }
customer: { prefix: x-, member: 'M{customer:6}' }
store: { spread: [harbour, old-town] }
language: { column: Land, table: { DE: de }, otherwise: en }
`
export const HEADER = ['Receipt', 'Sku', 'Name', 'Qty', 'Time', 'Price', 'Customer', 'Land']

export function exampleMapping(change: (text: string) => string = (text) => text): Mapping {
  const parsed = parseMapping(change(EXAMPLE), 'example.yaml')
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return parsed.value
}
