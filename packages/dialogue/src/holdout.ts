import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'

/**
 * Whether this customer is in this dialogue's hold-out (rule E13): the first 32 bits of
 * SHA-256 over salt, dialogue and customer, as a share of 2^32, below the percentage.
 * The same everywhere and for ever, for one salt.
 */
export function isHeldOut(salt: string, dialogue: string, customer: string, percent: number): boolean {
  if (percent <= 0) return false
  const digest = sha256(utf8ToBytes(`${salt}\u0000${dialogue}\u0000${customer}`))
  const share = new DataView(digest.buffer, digest.byteOffset).getUint32(0) / 2 ** 32
  return share * 100 < percent
}
