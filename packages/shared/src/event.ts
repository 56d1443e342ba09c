import { z } from 'zod'
import {
  customerIdSchema,
  eventIdSchema,
  messageRefSchema,
  nameSchema,
  screenIdSchema,
  storeIdSchema,
  visitIdSchema,
  zoneIdSchema,
} from './ids.ts'
import { identityHashSchema, identityStrengthSchema } from './identity.ts'
import { msSchema } from './time.ts'

/** Money is whole minor units (pence, cents) of the chain's one currency. */
export const moneySchema = z.int()

export const lineSchema = z.object({
  sku: z.string().min(1).max(60),
  name: z.string().max(120),
  category: z.string().min(1).max(40).optional(),
  quantity: z.int().positive(),
  /** For the whole line, in minor units. */
  amount: moneySchema,
})
export type Line = z.infer<typeof lineSchema>

const receipt = {
  store: storeIdSchema,
  till: z.string().min(1).max(40),
  receipt: z.string().min(1).max(80),
  total: moneySchema,
  lines: z.array(lineSchema).max(2000),
  /** Incentives that were used up with it. */
  redeemed: z.array(nameSchema).max(20).optional(),
}

export const profileSchema = z.object({
  /** The name she is greeted by. Hubs get no other. */
  first: z.string().min(1).max(60).optional(),
  language: z.string().min(2).max(20).optional(),
  home: storeIdSchema.optional(),
  tier: z.string().max(40).optional(),
  /** Month and day, `MM-DD`. */
  birthday: z
    .string()
    .regex(/^\d\d-\d\d$/)
    .optional(),
  /** What she wears, in the chain's own words: `38`, `M`, `10 UK`. As personal as her name. */
  size: z.string().min(1).max(20).optional(),
  /** Several people share her identity: nobody is told what another of them bought, wears, or when she was born. */
  household: z.boolean().optional(),
})
export type Profile = z.infer<typeof profileSchema>

/** Something of the chain itself: new arrivals, a markdown, a show. */
export const occasionSchema = z.object({
  kind: nameSchema,
  name: nameSchema,
  category: z.string().min(1).max(40).optional(),
  /** The day on which it takes place, `YYYY-MM-DD` by the clocks of each customer's home store. */
  on: z.iso.date().optional(),
})

/** What every event carries. */
const common = {
  id: eventIdSchema,
  customer: customerIdSchema,
  /** When it happened, corrected by its hub's clock offset, never later than `received` (rule E1). */
  at: msSchema,
  /** When this side learnt of it. */
  received: msSchema,
  /** Imported as history: fills memory, begins and sends nothing (rule E10). */
  history: z.literal(true).optional(),
  /** Incentives with a budget of which nothing was left to grant where it happened (rule E16). */
  spent: z.array(nameSchema).max(100).optional(),
}

/** A fact about a customer at a time. Immutable, with its own id. */
export const eventSchema = z.discriminatedUnion('type', [
  z.object({
    ...common,
    type: z.literal('profile'),
    profile: profileSchema,
    identities: z.array(identityHashSchema).max(20),
  }),
  z.object({ ...common, type: z.literal('purchase'), ...receipt }),
  z.object({ ...common, type: z.literal('return'), ...receipt }),
  z.object({
    ...common,
    type: z.literal('visit'),
    store: storeIdSchema,
    visit: visitIdSchema,
    screen: screenIdSchema,
    strength: identityStrengthSchema,
  }),
  z.object({ ...common, type: z.literal('walked'), store: storeIdSchema, visit: visitIdSchema, zone: zoneIdSchema }),
  z.object({ ...common, type: z.literal('left'), store: storeIdSchema, visit: visitIdSchema }),
  z.object({
    ...common,
    type: z.literal('shown'),
    store: storeIdSchema,
    message: messageRefSchema,
    screen: screenIdSchema,
    /** How long it was really on the glass, as the screen confirmed it. */
    for: msSchema,
  }),
  z.object({
    ...common,
    type: z.literal('response'),
    store: storeIdSchema.optional(),
    message: messageRefSchema,
    response: nameSchema,
    by: z.enum(['shopper', 'associate']),
  }),
  /** She looked at the chain's web site. */
  z.object({ ...common, type: z.literal('webVisit'), page: z.string().max(200).optional() }),
  /** She moved. Where to stays with whoever reported it. */
  z.object({ ...common, type: z.literal('address') }),
  /** She used something that is metered: minutes, nights, wash cycles. */
  z.object({ ...common, type: z.literal('usage'), of: nameSchema, amount: z.int().nonnegative() }),
  /** A person spoke with her and wrote down what it was about: `complaint`, say. */
  z.object({ ...common, type: z.literal('call'), topic: nameSchema }),
  /** An occasion of the chain (new arrivals, a markdown, a show) that concerns her (rule E17). */
  z.object({
    ...common,
    type: z.literal('occasion'),
    ...occasionSchema.shape,
  }),
  z.object({
    ...common,
    type: z.literal('consent'),
    purpose: z.enum(['marketing']),
    given: z.boolean(),
    strength: identityStrengthSchema,
  }),
])
export type Event = z.infer<typeof eventSchema>
export type EventType = Event['type']
export type EventOf<T extends EventType> = Extract<Event, { type: T }>

/** A purchase's id is store, till and receipt, whoever reports it (rule E9); a return's likewise. */
export const receiptEventId = (type: 'purchase' | 'return', store: string, till: string, receiptNumber: string) =>
  eventIdSchema.parse(`${type}:${store}/${till}/${receiptNumber}`)
