import { z } from 'zod'
import { screenIdSchema } from '../ids.ts'
import { screenRoleSchema } from '../screen-state.ts'
import { msSchema } from '../time.ts'

/** Hub -> HQ `report`, about once a minute: how the hub is, for the page of stores. */
export const reportSchema = z.object({
  unsent: z.int().nonnegative(),
  /** How long the oldest of them has waited. */
  oldest: msSchema.optional(),
  /** For how long it has not been able to say that it has read all; absent from an older hub. */
  lag: msSchema.optional(),
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
  /** Bytes of the erased are being overwritten in a large file of the hub's. */
  cleaning: z.boolean().optional(),
  /** Why it recognises nobody: HQ was not heard for too long, or its disk takes nothing. */
  mute: z.enum(['deaf', 'disk']).optional(),
  /** Screens that do not show what they should, and why, in words. */
  screens: z
    .array(z.object({ screen: screenIdSchema, role: screenRoleSchema, ill: z.string().max(200) }))
    .max(200)
    .optional(),
})
export type Report = z.infer<typeof reportSchema>
export const reportedSchema = z.object({ heard: z.literal(true) })
