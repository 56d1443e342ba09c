import { z } from 'zod'

/** What a shopper did at a device, after decoding and after the payment-card guard. */
export const deviceEventSchema = z.discriminatedUnion('is', [
  /** One of the chain's own cards. */
  z.object({ is: z.literal('card'), value: z.string().regex(/^\d{4,24}$/) }),
  /** A payment card. Nothing of it is kept, not even its last digits. */
  z.object({ is: z.literal('paymentCard') }),
  /** A card that is damaged, or none of ours. */
  z.object({ is: z.literal('unreadable') }),
  z.object({ is: z.literal('key'), key: z.enum(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'enter', 'erase']) }),
])
export type DeviceEvent = z.infer<typeof deviceEventSchema>
