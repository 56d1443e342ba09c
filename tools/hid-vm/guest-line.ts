import { z } from 'zod'

/** What a guest tells its host, one JSON object a line. */
export const guestLineSchema = z.discriminatedUnion('is', [
  /** The kernel is up, its modules are loaded, and the program begins. */
  z.object({ is: z.literal('ready') }),
  /** One test (of `node:test`) is over; `why` is the failure's text, or the reason it was skipped. */
  z.object({
    is: z.literal('test'),
    name: z.string(),
    state: z.enum(['passed', 'failed', 'skipped']),
    milliseconds: z.number(),
    why: z.string().optional(),
  }),
  /** What a test has to say: `t.diagnostic(text)`. */
  z.object({ is: z.literal('note'), text: z.string() }),
  /** What a program of another kind has to say, in its own words. */
  z.object({ is: z.literal('said'), what: z.json() }),
  /** The program has ended; 137 is the guest's own time limit. */
  z.object({ is: z.literal('exit'), code: z.int() }),
])
export type GuestLine = z.infer<typeof guestLineSchema>
export type GuestTest = Extract<GuestLine, { is: 'test' }>

/** Reads a line; absent for one that is none of ours. */
export function parseGuestLine(line: string): GuestLine | undefined {
  try {
    return guestLineSchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}
