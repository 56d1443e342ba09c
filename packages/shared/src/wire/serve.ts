import type { z } from 'zod'

/**
 * Answers one kind of socket message: parses it by its schema, and turns whatever goes wrong into words
 * for the other side. A message without an acknowledgement is not one of ours and is dropped.
 */
export function serve<S extends z.ZodType>(
  schema: S,
  failed: (error: unknown) => void,
  answer: (message: z.infer<S>) => object | Promise<object>,
) {
  return async (message: unknown, ack: unknown): Promise<void> => {
    if (typeof ack !== 'function') return
    const parsed = schema.safeParse(message)
    if (!parsed.success) {
      ack({ refused: `not understood: ${parsed.error.issues[0]?.message ?? ''}` })
      return
    }
    try {
      ack(await answer(parsed.data))
    } catch (error) {
      failed(error)
      ack({ refused: 'it could not be done; the log of the other side says why', again: true })
    }
  }
}
