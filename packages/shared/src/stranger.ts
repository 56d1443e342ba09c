import { customerIdSchema, type CustomerId } from './ids.ts'
import { identityHashSchema, type IdentityHash } from './identity.ts'

const PREFIX = 'stranger:'

/**
 * The id of a provisional customer (rule E18): whoever meets the same identity, in whichever store, comes to
 * the same id without asking anybody.
 */
export const strangerId = (hash: IdentityHash): CustomerId => customerIdSchema.parse(`${PREFIX}${hash}`)

/** The identity of a provisional customer; undefined for every other id. */
export function identityOfStranger(id: CustomerId): IdentityHash | undefined {
  if (!id.startsWith(PREFIX)) return undefined
  const hash = identityHashSchema.safeParse(id.slice(PREFIX.length))
  return hash.success ? hash.data : undefined
}
