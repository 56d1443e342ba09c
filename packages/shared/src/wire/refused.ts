import { z } from 'zod'

/** Every acknowledgement is an answer, or this: why there is none, in words. */
export const refusedSchema = z.object({ refused: z.string() })
export type Refused = z.infer<typeof refusedSchema>
