import { z } from 'zod'
import { profileSchema } from './event.ts'
import { customerIdSchema, nameSchema } from './ids.ts'
import { msSchema } from './time.ts'

/** What fell into one stretch of time, counted from `at`. */
const bucketSchema = z.object({ at: msSchema, n: z.int(), sum: z.int() })

/**
 * What the chain remembers of one kind of thing: how many, how much, first and last. Times by event time.
 * An entry with a window keeps its last stretches too, at most 12, the oldest first (rule E11).
 */
export const tallySchema = z.object({
  n: z.int(),
  sum: z.int(),
  first: msSchema,
  last: msSchema,
  buckets: z.array(bucketSchema).max(12).optional(),
})
export type Tally = z.infer<typeof tallySchema>

/** One memory entry: a single tally, or a bounded set of tallies by key (a category, say). */
export const memoryEntrySchema = z.union([tallySchema, z.object({ by: z.record(z.string(), tallySchema) })])
export type MemoryEntry = z.infer<typeof memoryEntrySchema>

/** One passage of the customer through one dialogue. */
export const runSchema = z.object({
  dialogue: nameSchema,
  /** Names the run, from what began it; never counted (rule E8). */
  occasion: z.string().min(1).max(200),
  version: z.int().positive(),
  begun: msSchema,
  /** Fixed when the run begins: this customer is in the dialogue's hold-out (rule E13). */
  held: z.literal(true).optional(),
  /** What the run is about, fixed when it begins: a category, say. */
  about: z.string().max(80).optional(),
  /** The day of the occasion that it is about, `YYYY-MM-DD`, fixed when it begins. */
  on: z.iso.date().optional(),
  step: nameSchema,
  /** When the step began. */
  since: msSchema,
  /** How often each step was reached. */
  reached: z.record(z.string(), z.int().positive()),
  /** When silence (or a delay) moves the run on. */
  due: msSchema.optional(),
  /** The step's message is not out yet: it waits for `due` (a delay, quiet hours). */
  pending: z.literal(true).optional(),
  /** When the run ends in any case. */
  expires: msSchema.optional(),
  /** When the current step's message was first on a glass. */
  seen: msSchema.optional(),
  /**
   * What moved each message on, by `step/time`: the first answer folded, which only a shopper's own
   * answer replaces (rule E6), or silence, which any answer replaces (rule E5).
   */
  answered: z.record(z.string(), z.object({ by: z.enum(['shopper', 'associate', 'silence']), at: msSchema })),
  /** What this run asked the channels to send, for giving caps back when it is withdrawn. */
  sent: z.array(z.object({ channel: z.string(), at: msSchema })),
  ended: z
    .object({
      at: msSchema,
      how: z.enum(['won', 'lost', 'over', 'never']),
      /** The goal was reached, before or after this ending: no late answer opens it again. */
      goal: z.literal(true).optional(),
    })
    .optional(),
})
export type Run = z.infer<typeof runSchema>

/**
 * All that Kairos knows of one customer, as plain JSON. The engine folds events into it;
 * there is no event log inside.
 */
export const customerSchema = z.object({
  schema: z.literal(1),
  id: customerIdSchema,
  /** The playbook version that last wrote it. */
  playbook: z.int().positive(),
  /** The document's own time; only the passing of time moves it (rule E1). */
  now: msSchema,
  profile: profileSchema,
  /** Somebody of whom only an identity is known, met while HQ could not be asked whose it is (rule E18). */
  stranger: z.literal(true).optional(),
  consent: z.record(z.string(), z.object({ given: z.boolean(), at: msSchema })),
  memory: z.record(z.string(), memoryEntrySchema),
  runs: z.array(runSchema),
  /** When each dialogue last began, for how often it may begin again. */
  begun: z.record(z.string(), msSchema),
  /** Times of recent contacts per channel, the newest last, as many as the policy's caps look back on. */
  contacts: z.record(z.string(), z.array(msSchema)),
  /** What is to begin unless something puts it off: an absence or a date (as dialogues declare it) to its time. */
  waits: z.record(z.string(), msSchema),
  /** The policy's mode that a dialogue has switched to. */
  mode: z.string().max(40).optional(),
  /** Incentives that she holds, with the time until which. */
  incentives: z.record(z.string(), z.object({ granted: msSchema, expires: msSchema })).optional(),
  /** The playbook version whose memory is complete; what later versions ask for is unknown, not zero (rule E11). */
  filled: z.int().nonnegative(),
  /** The earliest of the document's deadlines. */
  nextDue: msSchema.optional(),
})
export type Customer = z.infer<typeof customerSchema>
