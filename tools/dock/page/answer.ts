import { z } from 'zod'

/** What `POST /dock/do` answers: what came of it, in words. */
export const answerSchema = z.union([z.object({ done: z.string() }), z.object({ problem: z.string() })])
