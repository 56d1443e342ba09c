import { chainHmac } from './chain-hmac.ts'
import { identityHashSchema, type ChainKey, type Identity, type IdentityHash } from './identity.ts'
import { normaliseIdentity } from './normalise-identity.ts'

/**
 * HMAC-SHA-256 under the chain's key over kind and normalised value, cut to 128 bits. `country` is that of phone
 * numbers written nationally: the store's or the chain's.
 */
export function hashIdentity(key: ChainKey, identity: Identity, country?: string): IdentityHash {
  const { kind, value } = normaliseIdentity(identity, country)
  return identityHashSchema.parse(chainHmac(key).update(`${kind}\u0000${value}`).digest('hex').slice(0, 32))
}
