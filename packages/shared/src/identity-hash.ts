import { createHmac } from 'node:crypto'
import { identityHashSchema, normaliseIdentity, type ChainKey, type Identity, type IdentityHash } from './identity.ts'

/** HMAC-SHA-256 under the chain's key over kind and normalised value, cut to 128 bits. */
export function hashIdentity(key: ChainKey, identity: Identity): IdentityHash {
  const { kind, value } = normaliseIdentity(identity)
  return identityHashSchema.parse(
    createHmac('sha256', Buffer.from(key.hex, 'hex')).update(`${kind}\u0000${value}`).digest('hex').slice(0, 32),
  )
}
