import { z } from 'zod'

/** **held**: a card was there. **claimed**: a number was keyed. */
export const identityStrengthSchema = z.enum(['held', 'claimed'])
export type IdentityStrength = z.infer<typeof identityStrengthSchema>

export const identitySchema = z.object({
  kind: z.enum(['card', 'member', 'phone', 'qr']),
  value: z.string().min(1).max(80),
})
export type Identity = z.infer<typeof identitySchema>

/** The keyed hash of an identity, 32 hexadecimal digits (128 bits). Nothing else of an identity is ever stored. */
export const identityHashSchema = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .brand<'IdentityHash'>()
export type IdentityHash = z.infer<typeof identityHashSchema>

/** The chain's secret, held by HQ and hubs only. */
export type ChainKey = { readonly hex: string }

/** How one kind of the chain's own cards is known: what its number begins with, and how many digits it has. */
export const loyaltyCardSchema = z.object({ prefix: z.string().regex(/^\d{2,8}$/), digits: z.int().min(8).max(24) })
export type LoyaltyCard = z.infer<typeof loyaltyCardSchema>
