import { z } from 'zod'
import { loyaltyCardSchema } from './identity.ts'
import { messageRefSchema, nameSchema, screenIdSchema } from './ids.ts'

export const screenRoleSchema = z.enum(['kiosk', 'cart', 'aisle'])
export type ScreenRole = z.infer<typeof screenRoleSchema>

/** Says which drawing of the chain's own goes with a text; an unknown name shows none. */
const picture = z.string().max(40).optional()

/** The store's general content: what anybody may see. */
export const slideSchema = z.object({ title: z.string().max(80), body: z.string().max(240), picture })
export type Slide = z.infer<typeof slideSchema>

/** A possible response, as a button. */
export const askSchema = z.object({ response: nameSchema, label: z.string().min(1).max(60) })
export type Ask = z.infer<typeof askSchema>

/** One message, rendered, ready for the glass. */
export const cardSchema = z.object({
  ref: messageRefSchema,
  title: z.string().min(1).max(80),
  body: z.string().max(240),
  asks: z.array(askSchema).max(4),
  picture,
  language: z.string(),
})
export type Card = z.infer<typeof cardSchema>

/** Stands for a digit of a keyed number that only where it is keyed is known yet: in the device process, or in the page. */
export const HIDDEN_DIGIT = '\u2022'

/**
 * What a shopper's screen shows, all of it. The host makes it, the page renders it and
 * decides nothing.
 */
export const screenStateSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('starting') }),
  /** Nobody is here: the store's own content. */
  z.object({ is: z.literal('attract'), slides: z.array(slideSchema).min(1) }),
  /** A number is being keyed. */
  z.object({
    is: z.literal('keypad'),
    digits: z.string().regex(/^[\d\u2022]{0,24}$/),
    problem: z.enum(['unknown', 'wait']).optional(),
  }),
  z.object({ is: z.literal('recognising') }),
  /** One message, one thing to do. `first` only for a held identity on private glass. */
  z.object({ is: z.literal('message'), card: cardSchema, first: z.string().optional() }),
  /** She is recognised and there is nothing personal to say (a hold-out sees this too). */
  z.object({ is: z.literal('welcome'), slides: z.array(slideSchema).min(1), first: z.string().optional() }),
  /** An answer was taken. */
  z.object({ is: z.literal('thanks'), title: z.string().max(80), body: z.string().max(240) }),
  /** Nobody has touched the screen for a while. */
  z.object({ is: z.literal('stillThere'), seconds: z.int().nonnegative() }),
  /** A payment card was swiped by mistake; nothing of it was kept. */
  z.object({ is: z.literal('notThatCard') }),
  /** A card that could not be read. */
  z.object({ is: z.literal('unreadable') }),
  /** The store's hub cannot be reached, or recognises nobody for now: no personal messages, the store's own content as far as known. */
  z.object({ is: z.literal('offline'), slides: z.array(slideSchema) }),
])
export type ScreenState = z.infer<typeof screenStateSchema>

/** The state with its frame: which screen this is. */
export const screenFrameSchema = z.object({
  screen: screenIdSchema,
  role: screenRoleSchema,
  store: z.string(),
  /** The zone's name, where the screen or cart stands in one. */
  zone: z.string().optional(),
  language: z.string(),
  /** How the chain's own cards are known, for what is keyed on the glass or typed into the page. */
  cards: z.array(loyaltyCardSchema).optional(),
  state: screenStateSchema,
})
export type ScreenFrame = z.infer<typeof screenFrameSchema>

/** What was pressed on the page, or what it confirms to be on the glass. Keys go another way, behind the payment-card guard. */
export const screenInputSchema = z.discriminatedUnion('press', [
  z.object({ press: z.literal('keypad') }),
  z.object({ press: z.literal('cancel') }),
  z.object({ press: z.literal('answer'), ref: messageRefSchema, response: nameSchema }),
  z.object({ press: z.literal('stay') }),
  z.object({ press: z.literal('leave') }),
  /** Proof of display: this message is painted (`on`), or no longer (`off`). */
  z.object({ press: z.literal('painted'), ref: messageRefSchema.optional() }),
])
export type ScreenInput = z.infer<typeof screenInputSchema>
