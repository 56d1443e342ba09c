import { z } from 'zod'

/** Every acknowledgement is an answer, or this: why there is none, in words. */
export const refusedSchema = z.object({
  refused: z.string(),
  /** It was not for what was said: the other side is ill. Said again later, it may be taken. */
  again: z.literal(true).optional(),
})
export type Refused = z.infer<typeof refusedSchema>
