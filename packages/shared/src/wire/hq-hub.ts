import { z } from 'zod'
import { customerSchema } from '../customer.ts'
import { eventSchema } from '../event.ts'
import { customerIdSchema, epochSchema, storeIdSchema } from '../ids.ts'
import { identityHashSchema } from '../identity.ts'
import { msSchema } from '../time.ts'
import type { Refused } from './refused.ts'

/**
 * HQ <-> hub, over socket.io. Compatibility is checked when a hub connects: it moves when one side would
 * misread the other. A hub that is older than `paused` misreads nothing, and does not fall silent either;
 * refusing it would not silence it. So HQ waits for an answer to `paused` and names the stores that gave none.
 */
export const SYNC_WIRE_VERSION = 1
export const SYNC_NAMESPACE = '/sync'

export const syncAuthSchema = z.object({
  token: z.string().min(1),
  wire: z.literal(SYNC_WIRE_VERSION),
  store: storeIdSchema,
})

/** What happened in a store, as its hub recorded it (rules S1, S2). */
export const factSchema = z.object({
  epoch: epochSchema,
  /** From 1, without a gap within an epoch. */
  n: z.int().positive(),
  event: eventSchema,
  /** What the hub had decided when this happened: the playbook's version it decided with. */
  playbook: z.int().nonnegative(),
})
export type Fact = z.infer<typeof factSchema>

/** Hub -> HQ `hello`. */
export const helloSchema = z.object({
  epoch: epochSchema,
  /** How far the hub has read; 0 for nothing. */
  cursor: z.int().nonnegative(),
  /** The epoch of HQ that the cursor belongs to; absent on a new hub. */
  hqEpoch: epochSchema.optional(),
  /** The playbook the hub has; 0 for none. */
  playbook: z.int().nonnegative(),
})
export type Hello = z.infer<typeof helloSchema>

export const publishedPlaybookSchema = z.object({
  version: z.int().positive(),
  /** The playbook's files, name to text, as they were published. */
  files: z.record(z.string(), z.string()),
})
export type PublishedPlaybook = z.infer<typeof publishedPlaybookSchema>

export const welcomeSchema = z.object({
  hqEpoch: epochSchema,
  /** HQ's time when it answered, for the hub's clock offset. */
  now: msSchema,
  /** False when HQ's history is not the one the hub's cursor was read from: read from zero. */
  cursorHolds: z.boolean(),
  /** Every version that a document in the feed may name and the hub lacks (rule S10). */
  playbooks: z.array(publishedPlaybookSchema),
  /** Nothing personal is to be said; absent from an HQ that is older than pauses. */
  paused: z.boolean().optional(),
})
export type Welcome = z.infer<typeof welcomeSchema>

/** HQ -> hub `paused`: all speaking is paused, or goes on. Answered once it is on the hub's disk. */
export const pausedSchema = z.object({ paused: z.boolean() })
export const pausedKeptSchema = z.object({ kept: z.literal(true) })

/** One customer's changed document, on its way down. */
export const feedRowSchema = z.object({
  change: z.int().positive(),
  customer: customerIdSchema,
  document: customerSchema,
  identities: z.array(identityHashSchema),
  /** The last of this hub's facts that the document contains (rule S3). */
  contains: z.object({ epoch: epochSchema, n: z.int().positive() }).optional(),
})
export type FeedRow = z.infer<typeof feedRowSchema>

/** Hub -> HQ `pull`: the documents after this cursor. */
export const pullSchema = z.object({ cursor: z.int().nonnegative(), most: z.int().positive().max(1000) })
export const batchSchema = z.object({
  rows: z.array(feedRowSchema),
  /** Where the hub stands once it has applied this batch. */
  cursor: z.int().nonnegative(),
  more: z.boolean(),
})
export type Batch = z.infer<typeof batchSchema>

/**
 * Hub -> HQ `facts`, in order, all of one epoch. HQ answers when they are on disk. Only the frame is
 * parsed at once: a fact that HQ cannot read is set aside and does not block the rest (rule S1).
 */
export const factsSchema = z.object({
  facts: z
    .array(z.looseObject({ epoch: epochSchema, n: z.int().positive() }))
    .min(1)
    .max(200),
})
export const storedSchema = z.object({
  /** The last of that epoch's facts that HQ has on disk; 0 for none. */
  epoch: epochSchema,
  upTo: z.int().nonnegative(),
  /** Those among the facts sent that HQ could not read: set aside there, counted, and never asked for again. */
  setAside: z.array(z.int().positive()),
})
export type Stored = z.infer<typeof storedSchema>

export interface HubToHq {
  hello: (message: Hello, ack: (reply: Welcome | Refused) => void) => void
  pull: (message: z.infer<typeof pullSchema>, ack: (reply: Batch | Refused) => void) => void
  facts: (message: z.infer<typeof factsSchema>, ack: (reply: Stored | Refused) => void) => void
}
export interface HqToHub {
  /** There is something after your cursor. */
  news: () => void
  /** A version was just published; it is current at once. */
  playbook: (message: PublishedPlaybook) => void
  paused: (
    message: z.infer<typeof pausedSchema>,
    ack: (reply: z.infer<typeof pausedKeptSchema> | Refused) => void,
  ) => void
}
