import { z } from 'zod'
import { customerIdSchema, nameSchema, storeIdSchema } from './ids.ts'
import { msSchema } from './time.ts'
import { reportSchema } from './wire/hub-report.ts'

/** What HQ's console reads over HTTP (`GET /v1/...`, bearer token). */

/** `GET /v1/stores` */
export const storeViewSchema = z.object({
  store: storeIdSchema,
  name: z.string(),
  line: z.enum(['up', 'down', 'never']),
  /** When HQ last heard from the hub. */
  heard: msSchema.optional(),
  /** Documents changed that the hub has not read yet. */
  behind: z.int().nonnegative(),
  customers: z.int().nonnegative(),
  facts: z.int().nonnegative(),
  setAside: z.int().nonnegative(),
  /** How often the hub's customers were not what HQ's documents are; each time it read all of them again. */
  differed: z.int().nonnegative().default(0),
  /** What the hub last told of itself, and when. */
  hub: reportSchema.extend({ told: msSchema }).optional(),
})
export type StoreView = z.infer<typeof storeViewSchema>

/** A pause of all speaking: nothing personal on any screen or tablet, nothing sent. */
export const pauseSchema = z.object({ since: msSchema, who: z.string(), note: z.string() })
export type Pause = z.infer<typeof pauseSchema>

/** How far the sweep that fills new memory is (rule E11), in customers. */
export const sweepProgressSchema = z.object({ done: z.int().nonnegative(), of: z.int().nonnegative() })
export type SweepProgress = z.infer<typeof sweepProgressSchema>

/**
 * An occasion of the chain (rule E17): new arrivals, a markdown, a show. It concerns those who bought of its
 * category, or everybody at home in its stores; with both, those of them at home there.
 */
export const occasionSchema = z
  .strictObject({
    /** Names it for ever: what is announced twice under one id is one occasion. */
    id: z.string().regex(/^[A-Za-z0-9._:@+-]{1,120}$/, 'an id of letters, digits and . _ : @ + - (at most 120)'),
    /** What dialogues look at: `arrivals`, `markdown`, `show`. */
    kind: nameSchema,
    name: nameSchema,
    category: z.string().min(1).max(40).optional(),
    /** The day it takes place, `YYYY-MM-DD` by the clocks of wherever she is. */
    on: z.iso.date().optional(),
    stores: z.array(storeIdSchema).min(1).max(10_000).optional(),
  })
  .refine(({ category, stores }) => category !== undefined || stores !== undefined, {
    message: 'say whom it concerns: a category, stores, or both',
  })
export type Occasion = z.infer<typeof occasionSchema>

/** `GET /v1/occasions`: the newest first. */
export const occasionViewSchema = z.object({
  ...occasionSchema.shape,
  announced: msSchema,
  /** How many customers of its category, or of its stores, were looked at, of how many. */
  done: z.int().nonnegative(),
  of: z.int().nonnegative(),
  /** Whom of them it concerned: they have its event. */
  reached: z.int().nonnegative(),
  /** True before `done` is all where its day was over first. */
  ended: z.boolean(),
})
export type OccasionView = z.infer<typeof occasionViewSchema>

/** `GET /v1/playbooks`: the newest first. */
export const playbookRowSchema = z.object({
  version: z.int().positive(),
  at: msSchema,
  who: z.string(),
  note: z.string(),
  current: z.boolean(),
  /** Rolled back: the older version whose files these are. */
  filesOf: z.int().positive().optional(),
})
export type PlaybookRow = z.infer<typeof playbookRowSchema>

/** `GET /v1/summary` */
export const summarySchema = z.object({
  chain: z.string(),
  now: msSchema,
  playbook: z.int().nonnegative(),
  customers: z.int().nonnegative(),
  events: z.int().nonnegative(),
  /** Stored and not folded yet. */
  waiting: z.int().nonnegative(),
  byType: z.record(z.string(), z.int().nonnegative()),
  runs: z.array(
    z.object({ dialogue: z.string(), active: z.int(), won: z.int(), lost: z.int(), over: z.int(), heldOut: z.int() }),
  ),
  effectsDue: z.record(z.string(), z.int()),
  /** By channel: what came due during a pause, and waits for its end. */
  effectsPaused: z.record(z.string(), z.int()).optional(),
  /** While new memory is being filled. */
  sweep: sweepProgressSchema.optional(),
  /** Those that are being brought to the customers whom they concern. */
  occasions: z.array(occasionViewSchema).optional(),
  /** While all speaking is paused. */
  paused: pauseSchema.optional(),
  /** While bytes of the erased are being overwritten in head office's own file. */
  cleaning: z.boolean().optional(),
})
export type Summary = z.infer<typeof summarySchema>

/**
 * `GET /v1/customers?find=...`: by the beginning of an id or a first name, or by a whole member or card
 * number; the latest to buy first, at most 50
 */
export const customerRowSchema = z.object({
  customer: customerIdSchema,
  first: z.string().optional(),
  tier: z.string().optional(),
  home: storeIdSchema.optional(),
  purchases: z.int(),
  spent: z.int(),
  last: msSchema.optional(),
  dialogues: z.array(z.string()),
})
export type CustomerRow = z.infer<typeof customerRowSchema>

/** One line of a customer's timeline. */
export const timelineEntrySchema = z.object({
  at: msSchema,
  /** When HQ learnt of it. */
  received: msSchema,
  /** Imported from an archive: that it came late says nothing. */
  history: z.literal(true).optional(),
  kind: z.enum(['event', 'run', 'effect']),
  /** Event type (`purchase`), what happened to a run (`begun`, `step`, `won`, `lost`, `over`, `never`), or an effect's channel. */
  what: z.string(),
  /** In words, ready to show. */
  text: z.string(),
  store: z.string().optional(),
  dialogue: z.string().optional(),
  /** For effects: `due` (the channel does not exist yet), `paused` (until speaking is resumed), `withdrawn`. */
  status: z.string().optional(),
})
export type TimelineEntry = z.infer<typeof timelineEntrySchema>

/** `GET /v1/customers/:id` : newest first, at most 500 entries */
export const customerViewSchema = z.object({
  customer: customerRowSchema,
  /** The document itself, for those who want to see what the engine sees. */
  document: z.unknown(),
  timeline: z.array(timelineEntrySchema),
})
export type CustomerView = z.infer<typeof customerViewSchema>
