import { z } from 'zod'

/** What a guest confirms to the host, once the product's storage has returned: so far it had come. */
export const KINDS = [
  /** The last fact of this start that the hub recorded, as it would tell a screen. */
  'fact',
  /** The last event of this start that HQ took in at its door. */
  'event',
  /** The last of the hub's facts that HQ told it to have stored. */
  'stored',
  /** HQ's last change number, after folding. */
  'folded',
  /** The hub's cursor, as it tells HQ with its next pull. */
  'applied',
  /** Customers erased by this start, of both databases. */
  'erased',
] as const
export type Kind = (typeof KINDS)[number]

/** What is found on the disk as the product's own code opens it, before anything is written. */
export const foundSchema = z.object({
  /** SQLite's integrity check of the hub's and HQ's databases; `ok` is what they should say. */
  integrity: z.array(z.string()),
  /** By the hub's epoch: how many facts it has, and its last number. */
  facts: z.record(z.string(), z.object({ count: z.int(), last: z.int() })),
  /** By the hub's epoch: how far HQ has it. */
  stored: z.record(z.string(), z.int()),
  /** By the epoch: how many of the events that it was given at its door HQ has, and the last. */
  events: z.record(z.string(), z.object({ count: z.int(), last: z.int() })),
  erased: z.record(z.string(), z.int()),
  /** HQ's last change number, and the hub's cursor. */
  folded: z.int(),
  applied: z.int(),
  /** Of the file of secrets, if it is there. */
  secret: z.string().optional(),
})
export type Found = z.infer<typeof foundSchema>

export const toldSchema = z.union([
  z.object({ begins: z.string() }),
  z.object({ found: foundSchema }),
  z.object({ secret: z.string() }),
  z.object({ did: z.enum(KINDS), upTo: z.int() }),
  z.object({ failed: z.string() }),
])
export type Told = z.infer<typeof toldSchema>
