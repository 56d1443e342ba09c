import { z } from 'zod'
import { SYMBOLOGIES } from './bar-code/symbology.ts'

const keySchema = z.enum(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'enter', 'erase'])
export type Key = z.infer<typeof keySchema>

/** What a shopper did at a device, after decoding and after the payment-card guard. */
export const deviceEventSchema = z.discriminatedUnion('is', [
  /** One of the chain's own cards, swiped or scanned. */
  z.object({ is: z.literal('card'), value: z.string().regex(/^\d{4,24}$/) }),
  /** An RFID or NFC tag: its number as the reader types it, upper case. */
  z.object({ is: z.literal('tag'), value: z.string().regex(/^[0-9A-F]{6,20}$/) }),
  /** A bar-code. A GS1 one comes with its elements as well: application identifier and value. */
  z.object({
    is: z.literal('code'),
    symbology: z.enum(SYMBOLOGIES),
    text: z.string().min(1).max(4096),
    elements: z.array(z.object({ ai: z.string().regex(/^\d{2,4}$/), value: z.string().max(90) })).optional(),
  }),
  /** A payment card. Nothing of it is kept, not even its last digits. */
  z.object({ is: z.literal('paymentCard') }),
  /** The reader encrypts what it reads, so it can recognise nobody: it is set up for payments. */
  z.object({ is: z.literal('encrypted') }),
  /** A card that is damaged, or none of ours; a code that is no code. */
  z.object({ is: z.literal('unreadable') }),
  /** One key. `hidden` is a digit that stays in the device process until the whole number is known to be no payment card's. */
  z.object({ is: z.literal('key'), key: z.enum([...keySchema.options, 'hidden']) }),
  /** Enter, after a number of which digits were hidden: this is the number. */
  z.object({ is: z.literal('keyed'), value: z.string().regex(/^\d{8,24}$/) }),
])
export type DeviceEvent = z.infer<typeof deviceEventSchema>
