import { z } from 'zod'
import { customerSchema } from '../customer.ts'
import { eventSchema } from '../event.ts'
import { customerIdSchema, epochSchema, storeIdSchema } from '../ids.ts'
import { identityHashSchema } from '../identity.ts'
import { msSchema } from '../time.ts'
import type { reportedSchema, Report } from './hub-report.ts'
import type { Refused } from './refused.ts'

/**
 * HQ <-> hub, over socket.io. Compatibility is checked when a hub connects: it moves when one side would
 * misread the other. A hub that is older than `paused` misreads nothing, and does not fall silent either;
 * refusing it would not silence it. So HQ waits for an answer to `paused` and names the stores that gave none.
 *
 * - 1: the beginning.
 * - 2: the feed names customers who are gone. A hub that does not know such rows would go on serving the erased.
 */
export const SYNC_WIRE_VERSION = 2
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
/** Whom a fact names, whatever else of it can be read. */
export const namedFactSchema = z.object({ event: z.object({ customer: customerIdSchema }) })

/** The newest versions of the playbook that a hub names at hello: no backup is older than so many. */
export const MOST_NAMED = 50
/** A version of the playbook; `digest` is SHA-256 over its files as one JSON text, in hexadecimal. */
export const namedPlaybookSchema = z.object({ version: z.int().positive(), digest: z.string().regex(/^[0-9a-f]{64}$/) })
export type NamedPlaybook = z.infer<typeof namedPlaybookSchema>

/** Hub -> HQ `hello`. */
export const helloSchema = z.object({
  epoch: epochSchema,
  /** How far the hub has read; 0 for nothing. */
  cursor: z.int().nonnegative(),
  /** The last change that the hub has anything of: a row that it was sent ahead of the feed may be beyond the cursor. */
  highest: z.int().nonnegative().optional(),
  /** The epoch of HQ that the cursor belongs to; absent on a new hub. */
  hqEpoch: epochSchema.optional(),
  /** The playbook the hub has; 0 for none. */
  playbook: z.int().nonnegative(),
  /** The newest versions it has, and what is in them: an HQ restored from a backup may have given a number to another. */
  playbooks: z.array(namedPlaybookSchema).max(MOST_NAMED).optional(),
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
  /** Every version that a document in the feed may name and the hub lacks, or has otherwise (rule S10). */
  playbooks: z.array(publishedPlaybookSchema),
  /** Nothing personal is to be said; absent from an HQ that is older than pauses. */
  paused: z.boolean().optional(),
  /** Documents after the hub's cursor; absent from an HQ that is older than bulk reading. */
  behind: z.int().nonnegative().optional(),
  /** So long the hub waits before it asks for more: many hubs come at once. */
  wait: msSchema.optional(),
})
export type Welcome = z.infer<typeof welcomeSchema>

/** HQ -> hub `paused`: all speaking is paused, or goes on. Answered once it is on the hub's disk. */
export const pausedSchema = z.object({ paused: z.boolean() })
export const pausedKeptSchema = z.object({ kept: z.literal(true) })

const rowSchema = z.object({
  change: z.int().positive(),
  customer: customerIdSchema,
  /** The last of this hub's facts that HQ's document contains (rule S3). */
  contains: z.object({ epoch: epochSchema, n: z.int().positive() }).optional(),
})
/** One customer's changed document, on its way down. */
export const documentRowSchema = rowSchema.extend({
  document: customerSchema,
  identities: z.array(identityHashSchema),
})
export type DocumentRow = z.infer<typeof documentRowSchema>
/**
 * A tombstone: this store no longer holds her (rules S7, S8, E18). `left`: she has not come by for long. `merged`: she
 * turned out to be `into`, and this id is only another name of hers. `erased`: nothing of her may stay; a hub that has
 * read so far once, and was restored from a backup since, meets only what her id has become (`erasedName`).
 */
export const goneRowSchema = rowSchema.extend({
  gone: z.enum(['left', 'merged', 'erased']),
  into: customerIdSchema.optional(),
})
export type GoneRow = z.infer<typeof goneRowSchema>
export const feedRowSchema = z.union([goneRowSchema, documentRowSchema])
export type FeedRow = z.infer<typeof feedRowSchema>

/** Hub -> HQ `pull`: the documents after this cursor. */
export const pullSchema = z.object({ cursor: z.int().nonnegative(), most: z.int().positive().max(1000) })
export const batchSchema = z.object({
  rows: z.array(feedRowSchema),
  /** Where the hub stands once it has applied this batch. */
  cursor: z.int().nonnegative(),
  more: z.boolean(),
  /** How many documents come after this batch. */
  ahead: z.int().nonnegative().optional(),
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
  /** Those about a customer who is erased: HQ keeps nothing of them, nor may the hub (rule S8). */
  erased: z.array(z.int().positive()).optional(),
})
export type Stored = z.infer<typeof storedSchema>

/**
 * Hub -> HQ `GET /sync/feed`, with the store's token as bearer: the feed in big batches, for a hub that is far behind.
 * The answer is compressed lines of JSON: a frame, then so many rows. `applied` is what the hub has on disk; it may
 * ask for one batch more while it applies another.
 */
export const BULK_PATH = '/sync/feed'
export const bulkSchema = z.object({
  wire: z.coerce.number().pipe(z.literal(SYNC_WIRE_VERSION)),
  store: storeIdSchema,
  /** The epoch of HQ that the cursor belongs to. */
  hqEpoch: epochSchema,
  cursor: z.coerce.number().pipe(z.int().nonnegative()),
  applied: z.coerce.number().pipe(z.int().nonnegative()),
  most: z.coerce.number().pipe(z.int().positive().max(5000)),
})
export const bulkFrameSchema = batchSchema.omit({ rows: true }).extend({ rows: z.int().nonnegative() })
export type BulkFrame = z.infer<typeof bulkFrameSchema>

/** Hub -> HQ `compare`: what the hub, at this cursor, holds of a range of customers (by id). */
export const compareSchema = z.object({
  cursor: z.int().nonnegative(),
  after: z.string().max(120),
  /** Absent for the end. */
  upTo: z.string().max(120).optional(),
  rows: z.int().nonnegative().max(1000),
  digest: z.string().regex(/^[0-9a-f]{16}$/),
  /** Of whom their identities belong to; absent from a hub that does not compare them. */
  identities: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
})
export type Compare = z.infer<typeof compareSchema>
/** `moved`: something there has changed since that cursor, so nothing can be said of it. */
export const comparedSchema = z.object({ is: z.enum(['same', 'other', 'moved']) })
export type Compared = z.infer<typeof comparedSchema>

/** Hub -> HQ `lookup`: whose identity is this, that the store does not know (rule S7)? */
export const lookupSchema = z.object({ identity: identityHashSchema })
/**
 * From here on the store holds her. Without a row nobody is known by that identity. `others`: the tombstones of names
 * that the store has met her under, which her row may come before.
 */
export const lookedUpSchema = z.object({
  row: documentRowSchema.optional(),
  others: z.array(goneRowSchema).optional(),
})
export type LookedUp = z.infer<typeof lookedUpSchema>

export interface HubToHq {
  lookup: (message: z.infer<typeof lookupSchema>, ack: (reply: LookedUp | Refused) => void) => void
  hello: (message: Hello, ack: (reply: Welcome | Refused) => void) => void
  pull: (message: z.infer<typeof pullSchema>, ack: (reply: Batch | Refused) => void) => void
  facts: (message: z.infer<typeof factsSchema>, ack: (reply: Stored | Refused) => void) => void
  compare: (message: Compare, ack: (reply: Compared | Refused) => void) => void
  report: (message: Report, ack: (reply: z.infer<typeof reportedSchema> | Refused) => void) => void
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
