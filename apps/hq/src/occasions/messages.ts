import { z } from 'zod'
import { occasionViewSchema } from '@kairos/shared/hq-views'

/** The answer to `POST /v1/occasions`. */
export const announcedAnswerSchema = z.object({
  /** It was announced before, with this very content; nothing was changed. */
  duplicate: z.boolean(),
  occasion: occasionViewSchema,
})
