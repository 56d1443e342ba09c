import { z } from 'zod'
import { cardSchema, screenRoleSchema } from './screen-state.ts'
import { messageRefSchema, nameSchema, screenIdSchema, visitIdSchema } from './ids.ts'
import { msSchema } from './time.ts'

/** One customer who is in the store now, as an associate may know her. */
export const visitorSchema = z.object({
  visit: visitIdSchema,
  /** Absent for those whose name is not known. */
  first: z.string().optional(),
  tier: z.string().optional(),
  language: z.string().optional(),
  since: msSchema,
  /** The zone's name, where known. */
  zone: z.string().optional(),
  /** What to say to her: `title` is who and why in a word, `body` the sentence to say aloud. */
  prompt: cardSchema.optional(),
})
export type Visitor = z.infer<typeof visitorSchema>

/** Somebody at a screen wants an associate. */
export const wantedSchema = z.object({
  screen: screenIdSchema,
  role: screenRoleSchema,
  since: msSchema,
  zone: z.string().optional(),
  /** Her visit, if she is recognised there. */
  visit: visitIdSchema.optional(),
  /** By what name the screen speaks to her: only for a held identity, as on the glass itself. */
  first: z.string().optional(),
  /** Somebody said that she is on the way. */
  coming: z.boolean(),
})
export type Wanted = z.infer<typeof wantedSchema>

/** One of the store's screens, for whoever stands beside it. */
export const tabletScreenSchema = z.object({
  screen: screenIdSchema,
  role: screenRoleSchema,
  /** The zone's name, where known. */
  zone: z.string().optional(),
  muted: z.boolean(),
  /** Why it does not show what it should, in words. */
  ill: z.string().optional(),
})
export type TabletScreen = z.infer<typeof tabletScreenSchema>

/** All that an associate's tablet shows. The hub makes it, the page renders it. */
export const tabletStateSchema = z.object({
  store: z.string(),
  /** The hub's time when this was made. */
  now: msSchema,
  /** Whether the hub has its line to head office. Everything works without. */
  line: z.enum(['up', 'down']),
  visitors: z.array(visitorSchema),
  /** Who is wanted where, the longest waiting first. */
  wanted: z.array(wantedSchema),
  screens: z.array(tabletScreenSchema),
  /** Why nobody is recognised: head office was not heard for too long, or the hub's disk takes nothing. */
  mute: z.enum(['deaf', 'disk']).optional(),
})
export type TabletState = z.infer<typeof tabletStateSchema>

/** An associate reports what came of a prompt. */
export const tabletInputSchema = z.object({
  visit: visitIdSchema,
  ref: messageRefSchema,
  response: nameSchema,
})
export type TabletInput = z.infer<typeof tabletInputSchema>

/** An associate is on the way to a screen, or has been there (`over`). */
export const comingSchema = z.object({ screen: screenIdSchema, is: z.enum(['coming', 'over']) })
export type Coming = z.infer<typeof comingSchema>

/** An associate makes a screen silent, or lets it speak. */
export const muteScreenSchema = z.object({ screen: screenIdSchema, muted: z.boolean() })
export type MuteScreen = z.infer<typeof muteScreenSchema>
