import { createHash } from 'node:crypto'
import { customerIdSchema, type CustomerId } from './ids.ts'

const PREFIX = 'erased:'

/**
 * What is left of an erased customer's id (rule S8), so that later facts about her are known for what they are:
 * enough to recognise the id if it comes again, and not to tell what it was.
 */
export const erasedName = (id: CustomerId): CustomerId =>
  customerIdSchema.parse(
    `${PREFIX}${createHash('sha256').update(`kairos erased\u0000${id}`).digest('hex').slice(0, 32)}`,
  )

export const isErasedName = (id: CustomerId): boolean => id.startsWith(PREFIX)
