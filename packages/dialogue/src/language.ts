import { z } from 'zod'
import { nameSchema, storeIdSchema, zoneIdSchema } from '@kairos/shared/ids'
import { loyaltyCardSchema } from '@kairos/shared/identity'
import { MOST_LINES } from '@kairos/shared/list-code'
import { countrySchema } from '@kairos/shared/phone-number'
import { durationSchema } from '@kairos/shared/time'
import { MOST_STEPS } from './limits.ts'

/**
 * The language that playbooks are written in: one `chain.yaml` and one file per dialogue.
 * Objects are strict, so that a misspelt key is an error and not a silence; the language grows by
 * new optional keys, so a playbook that is valid today stays valid.
 */

/** One text, or one per language with the chain's own language as the fallback. Liquid inside. */
const textSchema = z.union([z.string().min(1), z.record(z.string().min(2), z.string().min(1))])
export type Text = z.infer<typeof textSchema>

/** A CEL expression that gives a truth value. */
const conditionSchema = z.string().min(1)

/** What a dialogue or goal can wait for, and what memory can count. */
export const eventKindSchema = z.enum([
  'purchase',
  'return',
  'visit',
  'walked',
  'webVisit',
  'address',
  'usage',
  'call',
  'occasion',
  'consent',
  'profile',
])
export type EventKind = z.infer<typeof eventKindSchema>

export const CHANNELS = ['screen', 'pos', 'email', 'phone', 'mail', 'web'] as const
export const channelSchema = z.enum(CHANNELS)
export type Channel = z.infer<typeof channelSchema>
/** Channels on which a message waits for the customer to come by; the others send it to her. */
export const waitsOnShelf = (channel: Channel): boolean =>
  channel === 'screen' || channel === 'pos' || channel === 'web'

/** A number that memory keeps: how many, or how much, of an entry or of one key of it. */
const measure = {
  memory: z.string(),
  /** One key of an entry that counts by a key, or `any` for whichever moved. */
  key: z.string().optional(),
  of: z.enum(['n', 'sum']).default('n'),
}

/** The change that makes a moment. */
const transitionSchema = z.discriminatedUnion('when', [
  z.strictObject({ when: eventKindSchema, where: conditionSchema.optional() }),
  /** A number comes up to a threshold: the first of a kind (`at: 1`), the n-th, a tier. */
  z.strictObject({ when: z.literal('reaches'), ...measure, at: z.int().positive() }),
  /** A number comes near a threshold without reaching it: one visit away. */
  z.strictObject({ when: z.literal('nears'), ...measure, at: z.int().positive(), within: z.int().positive() }),
  /** A number of an entry with a window falls: its later half comes to at most so many per cent of its earlier half. */
  z.strictObject({ when: z.literal('drops'), ...measure, to: z.int().min(0).max(99) }),
  /** Nothing of this kind for so long since the last. */
  z.strictObject({
    when: z.literal('absence'),
    of: eventKindSchema,
    where: conditionSchema.optional(),
    after: durationSchema,
  }),
  /** A date of the customer's year comes, so long ahead. */
  z.strictObject({ when: z.literal('date'), of: z.enum(['birthday']), ahead: durationSchema.optional() }),
  /** Another dialogue has come to an end. */
  z.strictObject({ when: z.literal('ended'), dialogue: nameSchema, how: z.enum(['won', 'lost', 'over']) }),
  /** Another dialogue was answered so. */
  z.strictObject({ when: z.literal('answered'), dialogue: nameSchema, step: nameSchema, response: nameSchema }),
])
export type Transition = z.infer<typeof transitionSchema>
export type Measure = { memory: string; key?: string | undefined; of: 'n' | 'sum' }

export const ENDINGS = ['won', 'lost', 'over'] as const
export type Ending = (typeof ENDINGS)[number]
/** A step's name, or an ending. */
const nextSchema = nameSchema

const slideTextSchema = z.strictObject({ title: textSchema, body: textSchema, picture: z.string().optional() })

const responseSchema = z.strictObject({
  label: textSchema,
  next: nextSchema,
  /** Said at once to the one who answered. */
  thanks: slideTextSchema.optional(),
})

const messageSchema = z.strictObject({
  title: textSchema,
  body: textSchema,
  picture: z.string().optional(),
  /** Short lines that she takes along in a QR code: what to buy, what to bring. */
  list: z.array(textSchema).min(1).max(MOST_LINES).optional(),
  /** Wording for glass that others can see; without it the message never goes there. */
  public: slideTextSchema.optional(),
})

/** What every step may do on being reached. */
const onReaching = {
  /** An incentive that she is granted. */
  grants: nameSchema.optional(),
  /** The policy's mode that holds for her from here on; `normal` ends every other. */
  mode: nameSchema.optional(),
}

const saySchema = z.strictObject({
  /** So long after the step is reached its message goes out; or in the morning of the occasion's day, so long ahead. */
  wait: z
    .union([durationSchema, z.strictObject({ until: z.literal('occasion'), ahead: durationSchema.optional() })])
    .optional(),
  channel: channelSchema,
  /** Parts of the store in which alone a screen says it. */
  zones: z.array(zoneIdSchema).min(1).optional(),
  message: messageSchema,
  /**
   * `service`: what she asked for or is owed. It needs no consent to marketing, uses no cap, and waits for no rest and
   * no quiet hours.
   */
  purpose: z.enum(['marketing', 'service']).default('marketing'),
  /** A prompt for the associate: at her next visit, or in the one under way too. */
  visit: z.enum(['next', 'this']).default('next'),
  /** Only for a held identity: a keyed number does not show it. */
  heldOnly: z.boolean().default(false),
  /** The possible responses. */
  asks: z.record(nameSchema, responseSchema).default({}),
  /** Silence is an answer: after so long, what follows. */
  silence: z.strictObject({ after: durationSchema, next: nextSchema }).optional(),
  ...onReaching,
})
export type SaySource = z.infer<typeof saySchema>

/** A fork in the road: says nothing, waits for nothing. */
const branchSchema = z.strictObject({
  branch: z
    .array(z.strictObject({ if: conditionSchema, next: nextSchema }))
    .min(1)
    .max(12),
  otherwise: nextSchema,
  ...onReaching,
})
export type BranchSource = z.infer<typeof branchSchema>

const stepSchema = z.union([saySchema, branchSchema])
export type StepSource = z.infer<typeof stepSchema>

export const dialogueSchema = z.strictObject({
  dialogue: nameSchema,
  level: z.union([z.literal('foundation'), z.literal(1), z.literal(2), z.literal(3)]),
  begins: transitionSchema,
  /** Who it is for. */
  for: conditionSchema.optional(),
  /**
   * What each run is about, fixed when it begins: the key with the highest count in a memory entry, or a
   * field of the event that begins it. A dialogue begun by a number of `any` key is about that key.
   */
  about: z
    .union([
      z.strictObject({ most: z.string() }),
      z.strictObject({ event: z.enum(['category', 'name', 'topic', 'of']) }),
    ])
    .optional(),
  /** Once and never again; again after a rest since the last beginning; or for every occasion. */
  again: z.union([z.literal('never'), z.literal('always'), durationSchema]).default('never'),
  /** Per cent of customers whose runs stay mute, so that uplift can be told. */
  holdout: z.number().min(0).max(90).default(10),
  goal: z.strictObject({ when: eventKindSchema, where: conditionSchema.optional() }),
  /** A run that has lasted so long ends as over; or with the day of the occasion that it is about. */
  expires: z.union([durationSchema, z.literal('occasion')]).optional(),
  /** What publishing this version does to those whom an earlier one began with. */
  edit: z.enum(['keep', 'move', 'end']).default('keep'),
  priority: z.int().min(0).max(100).default(50),
  first: nameSchema,
  steps: z.record(nameSchema, stepSchema).refine((steps) => Object.keys(steps).length <= MOST_STEPS, {
    message: `at most ${MOST_STEPS} steps`,
  }),
})
export type DialogueSource = z.infer<typeof dialogueSchema>

/** Whether a dialogue counts back from the day of an occasion, or ends with it. */
export const needsDay = ({ expires, steps }: DialogueSource): boolean =>
  expires === 'occasion' || Object.values(steps).some((step) => 'wait' in step && typeof step.wait === 'object')

const memorySchema = z.strictObject({
  of: eventKindSchema,
  /** Only what this holds for. */
  where: conditionSchema.optional(),
  /** Count by this key instead of all together: a receipt's lines, what is used, what a call was about, a store. */
  by: z.enum(['category', 'of', 'topic', 'store']).optional(),
  /** Keep the last so long apart, in 12 stretches: thresholds and drops then look at these only. */
  window: durationSchema.optional(),
})
export type MemorySource = z.infer<typeof memorySchema>

const capSchema = z.strictObject({
  /** Without a channel: all that is sent, together. */
  channel: channelSchema.optional(),
  most: z.int().min(0).max(12),
  per: durationSchema,
})

/** How much speaking is too much. */
const restraint = {
  caps: z.array(capSchema).default([]),
  /** At least so long between two messages that are sent. */
  rest: durationSchema.optional(),
  /** Channels that are not used at all. */
  silent: z.array(channelSchema).default([]),
}

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 21:30')

/** A stretch of a day; one that goes on after midnight ends at 24:00 and begins again at 00:00. */
const spansSchema = z
  .array(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'hours such as 09:00-18:30'))
  .max(6)
  .default([])

/** When a store is open, by the clocks where it stands. A day that is not named is a day on which it is closed. */
const openingHoursSchema = z.strictObject({
  mon: spansSchema,
  tue: spansSchema,
  wed: spansSchema,
  thu: spansSchema,
  fri: spansSchema,
  sat: spansSchema,
  sun: spansSchema,
  /** Days that are unlike others of their name. */
  except: z.record(z.iso.date(), spansSchema).default({}),
})
export type OpeningHours = z.infer<typeof openingHoursSchema>

const policySchema = z.strictObject({
  ...restraint,
  /** In the customer's local time nothing is sent between these; it waits until they end. */
  quiet: z.strictObject({ from: timeOfDay, to: timeOfDay }).optional(),
  /** Other restraints, which a step can switch a customer to: contact goes down when its purpose is reached. */
  modes: z.record(nameSchema, z.strictObject({ ...restraint, noIncentives: z.boolean().default(false) })).default({}),
})
export type PolicySource = z.infer<typeof policySchema>

const incentiveSchema = z.strictObject({
  name: textSchema,
  /** What it is worth to her and what it costs the chain, in minor units. */
  value: z.int().nonnegative(),
  cost: z.int().nonnegative(),
  expires: durationSchema,
  /** How many are granted in all, by head office and every store together. */
  budget: z.int().positive().optional(),
})

export const chainSchema = z.strictObject({
  chain: z.string().min(1).max(60),
  /** The fallback language of every text. */
  language: z.string().min(2),
  /** Languages in which every text is to be complete. */
  languages: z.array(z.string().min(2)).default([]),
  currency: z.string().regex(/^[A-Z]{3}$/),
  /** The chain's own cards; every other card is dropped where it was read. */
  cards: z.array(loyaltyCardSchema).default([]),
  /** Where phone numbers are from that are written without a country; a store may have another. */
  country: countrySchema.optional(),
  /** Changing it deals the hold-outs anew. */
  salt: z.string().min(4),
  stores: z.record(
    storeIdSchema,
    z.strictObject({
      name: z.string().min(1),
      timeZone: z.string().min(1),
      country: countrySchema.optional(),
      /** A store that names none is always open. */
      hours: openingHoursSchema.optional(),
    }),
  ),
  zones: z
    .record(
      zoneIdSchema,
      z.strictObject({
        name: textSchema,
        category: z.string().optional(),
        /** Codes that stand on its shelves, for carts to read. */
        codes: z.array(z.string().min(1).max(80)).max(500).default([]),
      }),
    )
    .default({}),
  categories: z.record(z.string(), textSchema).default({}),
  memory: z.record(z.string().regex(/^[a-z][A-Za-z0-9]*$/), memorySchema).default({}),
  policy: policySchema.prefault({}),
  incentives: z.record(nameSchema, incentiveSchema).default({}),
  /** Names of the tiers that a customer's profile may carry, the lowest first. */
  tiers: z.array(z.string().min(1).max(40)).default([]),
  /** The store's general content: for strangers, for hold-outs, and for when there is nothing personal to say. */
  general: z.array(slideTextSchema).min(1),
})
export type ChainSource = z.infer<typeof chainSchema>
