import { z } from 'zod'
import { storeIdSchema } from '@kairos/shared/ids'

/** What HQ left for whoever sets up a store's hub. */
export const enrolmentSchema = z.object({
  store: storeIdSchema,
  token: z.string().min(20),
  chainKey: z.string().length(64),
})
export type Enrolment = z.infer<typeof enrolmentSchema>
