import { z } from 'zod'
import { lineSchema, moneySchema, occasionSchema, profileSchema } from './event.ts'
import { customerIdSchema, messageRefSchema, nameSchema, storeIdSchema } from './ids.ts'
import { identitySchema, identityStrengthSchema } from './identity.ts'

/**
 * How facts enter HQ from outside: CloudEvents 1.0 in structured JSON mode
 * (https://github.com/cloudevents/spec, v1.0.2), single or as a batch.
 * `subject` is the customer's id; `source` and `id` together name the event.
 */
const envelope = {
  specversion: z.literal('1.0'),
  id: z.string().min(1).max(120),
  source: z.string().min(1).max(120),
  subject: customerIdSchema,
  time: z.iso.datetime({ offset: true }),
  datacontenttype: z.literal('application/json').optional(),
  /** Extension attribute: what comes out of an archive and must begin nothing (rule E10). */
  history: z.boolean().optional(),
}

const receipt = z.object({
  store: storeIdSchema,
  till: z.string().min(1).max(40),
  receipt: z.string().min(1).max(80),
  total: moneySchema,
  lines: z.array(lineSchema).max(2000),
  redeemed: z.array(nameSchema).max(20).optional(),
})

export const cloudEventSchema = z.discriminatedUnion('type', [
  z.object({ ...envelope, type: z.literal('kairos.purchase'), data: receipt }),
  z.object({ ...envelope, type: z.literal('kairos.return'), data: receipt }),
  z.object({
    ...envelope,
    type: z.literal('kairos.profile'),
    /** Identities arrive in plain, are hashed before anything else is done, and are stored only so. */
    data: profileSchema.extend({ identities: z.array(identitySchema).max(20).default([]) }),
  }),
  z.object({
    ...envelope,
    type: z.literal('kairos.response'),
    data: z.object({ message: messageRefSchema, response: nameSchema, by: z.enum(['shopper', 'associate']) }),
  }),
  z.object({
    ...envelope,
    type: z.literal('kairos.webVisit'),
    data: z.object({ page: z.string().max(200).optional() }),
  }),
  z.object({ ...envelope, type: z.literal('kairos.address'), data: z.object({}) }),
  z.object({
    ...envelope,
    type: z.literal('kairos.usage'),
    data: z.object({ of: nameSchema, amount: z.int().nonnegative() }),
  }),
  z.object({ ...envelope, type: z.literal('kairos.call'), data: z.object({ topic: nameSchema }) }),
  z.object({
    ...envelope,
    type: z.literal('kairos.occasion'),
    data: occasionSchema,
  }),
  z.object({
    ...envelope,
    type: z.literal('kairos.consent'),
    data: z.object({ purpose: z.enum(['marketing']), given: z.boolean(), strength: identityStrengthSchema }),
  }),
])
export type CloudEvent = z.infer<typeof cloudEventSchema>
/** What a sender may leave out is optional here. */
export type CloudEventInput = z.input<typeof cloudEventSchema>
