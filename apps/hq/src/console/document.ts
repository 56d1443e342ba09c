import type { z } from 'zod'
import { customerSchema, runSchema } from '@kairos/shared/customer'

/**
 * What the console reads of a customer's document, and no more of it: a document that another version
 * wrote is still understood as long as these parts are as they were.
 */
export const documentSchema = customerSchema
  .pick({ profile: true, consent: true, memory: true, nextDue: true })
  .extend({
    runs: runSchema
      .pick({
        dialogue: true,
        occasion: true,
        begun: true,
        held: true,
        about: true,
        step: true,
        since: true,
        due: true,
        ended: true,
      })
      .array(),
  })
export type Document = z.infer<typeof documentSchema>
