import { z } from 'zod'

/**
 * `POST /v1/rebuild`. `reading`: all customers are read from HQ again, and served meanwhile. `restart`: the file is
 * damaged; the hub makes it anew at its next start, taking over what only it has.
 */
export const rebuiltSchema = z.object({ is: z.enum(['reading', 'restart']), customers: z.int() })
export type Rebuilt = z.infer<typeof rebuiltSchema>
