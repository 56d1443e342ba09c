import { createHmac, createSecretKey, type Hmac, type KeyObject } from 'node:crypto'
import type { ChainKey } from './identity.ts'

/** The key as the system wants it, made once: for each card anew it costs as much as the digest. */
const made = new WeakMap<ChainKey, KeyObject>()

/** HMAC-SHA-256 under the chain's key. */
export function chainHmac(key: ChainKey): Hmac {
  const secret = made.get(key) ?? createSecretKey(key.hex, 'hex')
  made.set(key, secret)
  return createHmac('sha256', secret)
}
