import { z } from 'zod'
import { screenIdSchema } from '../ids.ts'
import { screenRoleSchema } from '../screen-state.ts'
import { msSchema } from '../time.ts'

/** Hub -> HQ `report`, about once a minute: how the hub is, for the page of stores. */
export const reportSchema = z.object({
  unsent: z.int().nonnegative(),
  /** How long the oldest of them has waited. */
  oldest: msSchema.optional(),
  /** HQ's clock is ahead of the hub's by so much. */
  offset: z.int(),
  /** While everything is read from zero: customers done of all, compressed bytes, time left. */
  reading: z
    .object({
      done: z.int().nonnegative(),
      of: z.int().nonnegative(),
      bytes: z.int().nonnegative(),
      left: msSchema.optional(),
    })
    .optional(),
  /** What the hub's disk refuses, in words. */
  disk: z.string().max(500).optional(),
  /** Screens that do not show what they should, and why, in words. */
  screens: z
    .array(z.object({ screen: screenIdSchema, role: screenRoleSchema, ill: z.string().max(200) }))
    .max(200)
    .optional(),
})
export type Report = z.infer<typeof reportSchema>
export const reportedSchema = z.object({ heard: z.literal(true) })
