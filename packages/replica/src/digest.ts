import { createHash } from 'node:crypto'
import type { CustomerId } from '@kairos/shared/ids'

/** A customer, her document and what she is recognised by, as one side of the sync has it. */
export type Held = { customer: CustomerId; document: unknown; identities: readonly string[] }

/** Which customers are compared: those whose ids come after `after`, up to and with `upTo`; absent for no end. */
export type Range = { after: string; upTo?: string | undefined }

/**
 * What one side holds of a range, as one number of 64 bits in hexadecimal. The order of rows and of a document's keys
 * does not matter: a sum of hashes, each of one customer's id and document.
 */
export function digestOf(rows: readonly Pick<Held, 'customer' | 'document'>[]): string {
  let sum = 0n
  for (const { customer, document } of rows) {
    const text = `${customer}\n${JSON.stringify(inOrder(document))}`
    sum += createHash('sha256').update(text).digest().readBigUInt64BE()
  }
  return BigInt.asUintN(64, sum).toString(16).padStart(16, '0')
}

/** The same of whom the identities of a range belong to; their order does not matter. */
export const identityDigestOf = (rows: readonly Held[]): string =>
  digestOf(rows.map(({ customer, identities }) => ({ customer, document: identities.toSorted() })))

/** The same value with its keys in order, whoever wrote it. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, inOrder(each)]),
  )
}
