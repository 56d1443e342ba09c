import { z } from 'zod'
import { nameSchema, storeIdSchema, zoneIdSchema } from '@kairos/shared/ids'
import { loyaltyCardSchema } from '@kairos/shared/identity'
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

/** What a dialogue or goal can wait for. */
const eventKindSchema = z.enum(['purchase', 'return', 'visit', 'consent', 'profile'])

export const CHANNELS = ['screen', 'pos', 'email', 'phone', 'mail', 'web'] as const
export const channelSchema = z.enum(CHANNELS)
export type Channel = z.infer<typeof channelSchema>
/** Channels on which a message waits for the customer to come by; the others send it to her. */
export const waitsOnShelf = (channel: Channel): boolean =>
  channel === 'screen' || channel === 'pos' || channel === 'web'

/** The change that makes a moment. */
const transitionSchema = z.discriminatedUnion('when', [
  z.strictObject({ when: eventKindSchema, where: conditionSchema.optional() }),
  /** Nothing of this kind for so long since the last. */
  z.strictObject({ when: z.literal('absence'), of: eventKindSchema, after: durationSchema }),
  /** Another dialogue has come to an end. */
  z.strictObject({ when: z.literal('ended'), dialogue: nameSchema, how: z.enum(['won', 'lost', 'over']) }),
])
export type Transition = z.infer<typeof transitionSchema>

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
  /** Wording for glass that others can see; without it the message never goes there. */
  public: slideTextSchema.optional(),
})

const stepSchema = z.strictObject({
  channel: channelSchema,
  message: messageSchema,
  /** Only for a held identity: a keyed number does not show it. */
  heldOnly: z.boolean().default(false),
  /** The possible responses. */
  asks: z.record(nameSchema, responseSchema).default({}),
  /** Silence is an answer: after so long, what follows. */
  silence: z.strictObject({ after: durationSchema, next: nextSchema }).optional(),
})
export type StepSource = z.infer<typeof stepSchema>

export const dialogueSchema = z.strictObject({
  dialogue: nameSchema,
  level: z.union([z.literal('foundation'), z.literal(1), z.literal(2), z.literal(3)]),
  begins: transitionSchema,
  /** Who it is for. */
  for: conditionSchema.optional(),
  /** What each run is about, fixed when it begins: the key with the highest count in a memory entry. */
  about: z.strictObject({ most: z.string() }).optional(),
  /** Once and never again; again after a rest since the last beginning; or for every occasion. */
  again: z.union([z.literal('never'), z.literal('always'), durationSchema]).default('never'),
  /** Per cent of customers whose runs stay mute, so that uplift can be told. */
  holdout: z.number().min(0).max(90).default(10),
  goal: z.strictObject({ when: eventKindSchema, where: conditionSchema.optional() }),
  priority: z.int().min(0).max(100).default(50),
  first: nameSchema,
  steps: z.record(nameSchema, stepSchema).refine((steps) => Object.keys(steps).length <= MOST_STEPS, {
    message: `at most ${MOST_STEPS} steps`,
  }),
})
export type DialogueSource = z.infer<typeof dialogueSchema>

const memorySchema = z.strictObject({
  of: eventKindSchema,
  /** Count by this key of a receipt's lines instead of by event. */
  by: z.enum(['category']).optional(),
})
export type MemorySource = z.infer<typeof memorySchema>

export const chainSchema = z.strictObject({
  chain: z.string().min(1).max(60),
  /** The fallback language of every text. */
  language: z.string().min(2),
  currency: z.string().regex(/^[A-Z]{3}$/),
  /** The chain's own cards; every other card is dropped where it was read. */
  cards: z.array(loyaltyCardSchema).default([]),
  /** Changing it deals the hold-outs anew. */
  salt: z.string().min(4),
  stores: z.record(storeIdSchema, z.strictObject({ name: z.string().min(1), timeZone: z.string().min(1) })),
  zones: z.record(zoneIdSchema, z.strictObject({ name: textSchema, category: z.string().optional() })).default({}),
  categories: z.record(z.string(), textSchema).default({}),
  memory: z.record(z.string().regex(/^[a-z][A-Za-z0-9]*$/), memorySchema).default({}),
  policy: z
    .strictObject({
      caps: z
        .array(z.strictObject({ channel: channelSchema, most: z.int().min(1).max(12), per: durationSchema }))
        .default([]),
    })
    .default({ caps: [] }),
  /** The store's general content: for strangers, for hold-outs, and for when there is nothing personal to say. */
  general: z.array(slideTextSchema).min(1),
})
export type ChainSource = z.infer<typeof chainSchema>
