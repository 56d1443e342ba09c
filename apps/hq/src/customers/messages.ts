import { z } from 'zod'
import { customerIdSchema, storeIdSchema } from '@kairos/shared/ids'
import { msSchema } from '@kairos/shared/time'

/** What the commands and HQ's doors for customers say to each other. */

const bySchema = { who: z.string().trim().min(1).max(120), note: z.string().max(500).default('') }

/** `DELETE /v1/customers/:id` */
export const eraseSchema = z.strictObject(bySchema)
export const erasedAnswerSchema = z.object({ ids: z.int().positive(), stores: z.array(storeIdSchema) })

/** `POST /v1/customers/:id/merge`: `from` is the same person. */
export const mergeSchema = z.strictObject({ from: customerIdSchema, ...bySchema })
export const mergedAnswerSchema = z.object({ stores: z.array(storeIdSchema) })

/** `GET /v1/erasures`, the newest first; `waiting` are the stores whose hubs have not read of it. */
export const erasureSchema = z.object({
  name: z.string(),
  at: msSchema,
  who: z.string(),
  waiting: z.array(storeIdSchema),
})
