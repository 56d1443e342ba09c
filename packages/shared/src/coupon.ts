import { chainHmac } from './chain-hmac.ts'
import type { ChainKey } from './identity.ts'
import type { CustomerId } from './ids.ts'
import type { Ms } from './time.ts'

/** Letters and digits that nobody takes for one another (Crockford's base 32). */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 10

/** One incentive as one customer holds it: granted again, it is another. */
export type Granted = { customer: CustomerId; incentive: string; granted: Ms }

/**
 * What a till reads to redeem an incentive: 50 bits of HMAC-SHA-256 under the chain's key, ten letters and digits.
 * HQ and every store come to the same code, nobody else can make one, and it tells nothing of her.
 */
export function couponCode(key: ChainKey, { customer, incentive, granted }: Granted): string {
  const digest = chainHmac(key).update(`coupon\u0000${customer}\u0000${incentive}\u0000${granted}`).digest()
  // Each letter takes the low five bits of a byte of its own: all of them equally likely.
  return Array.from(digest.subarray(0, LENGTH), (byte) => LETTERS[byte % LETTERS.length]).join('')
}
