import { z } from 'zod'
import { loyaltyCardSchema } from './identity.ts'
import { messageRefSchema, nameSchema, screenIdSchema } from './ids.ts'
import { LONGEST_LINE, MOST_LINES } from './list-code.ts'
import { msSchema } from './time.ts'

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
  /** Stands in a QR code beside the words, for her own telephone. A public screen shows none. */
  code: z.string().min(4).max(200).optional(),
  /** Short lines to take along: on the glass, and in a QR code beside them. Never on a public screen. */
  list: z.array(z.string().min(1).max(LONGEST_LINE)).min(1).max(MOST_LINES).optional(),
  language: z.string(),
})
export type Card = z.infer<typeof cardSchema>

/**
 * What a shopper can always do, as far as it applies now: say that she is somebody else, ask not to be spoken to, hear
 * what is known of her (a held identity only), have an associate called, look on without being known.
 */
export const wayOutSchema = z.enum(['notMe', 'quiet', 'about', 'call', 'guest'])
export type WayOut = z.infer<typeof wayOutSchema>

/** How she wants the glass to be. It is hers alone and goes with her session. */
export const comfortSchema = z.object({
  /** Everything to be pressed stands in the lower half, for who sits or is small. */
  reach: z.boolean(),
  /** Every state is spoken. */
  speech: z.boolean(),
  /** Letters twice as large. */
  large: z.boolean(),
})
export type Comfort = z.infer<typeof comfortSchema>
export const PLAIN_COMFORT: Comfort = { reach: false, speech: false, large: false }

/** What she takes with her: a code that a till or her own telephone reads. */
export const handoverSchema = z.object({
  title: z.string().min(1).max(80),
  body: z.string().max(240),
  /** What stands in the QR code, and below it for people. */
  code: z.string().min(4).max(200),
  until: msSchema.optional(),
})
export type Handover = z.infer<typeof handoverSchema>

/** What the store knows of her, as data; the page says it in plain words and in her language. */
export const knownOfHerSchema = z.object({
  first: z.string().optional(),
  language: z.string().optional(),
  tier: z.string().optional(),
  birthday: z.boolean(),
  size: z.boolean(),
  /** What she bought here: how often, since when, and last. */
  purchases: z.object({ n: z.int(), first: msSchema, last: msSchema }).optional(),
  /** Parts of the range that she bought from, in the chain's own words, the most frequent first. */
  categories: z.array(z.string()).max(12),
  visits: z.object({ n: z.int(), last: msSchema }).optional(),
  /** Titles of what waits to be said to her. */
  waiting: z.array(z.string()).max(20),
  /** What she was given and has not used up. */
  incentives: z.array(z.object({ name: z.string(), until: msSchema })).max(20),
  /** Whether she may be spoken to; absent if she never said. */
  consent: z.boolean().optional(),
})
export type KnownOfHer = z.infer<typeof knownOfHerSchema>

/** A cart's basket. */
export const basketSchema = z.object({ items: z.int().nonnegative() })
export type Basket = z.infer<typeof basketSchema>

/** One thing that the installer looks at. */
export const selfCheckSchema = z.object({
  what: z.enum(['hub', 'devices', 'page', 'size', 'touch', 'sound', 'clock', 'settings']),
  is: z.enum(['well', 'ill', 'untried']),
  words: z.string().max(300),
})
export type SelfCheck = z.infer<typeof selfCheckSchema>

/** So many rings the installer touches, in the corners and the centre of the glass. */
export const MOST_RINGS = 5

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
  /** She looks on without being known: the store's own content, and the ways to somebody who helps. */
  z.object({ is: z.literal('guest'), slides: z.array(slideSchema).min(1) }),
  /** Where a number is found, after one was not known twice; and the other ways. */
  z.object({ is: z.literal('numberHelp') }),
  /** What is known of her. Only for a held identity. */
  z.object({ is: z.literal('about'), known: knownOfHerSchema }),
  /** She asked not to be spoken to; it is asked once whether that is meant. */
  z.object({ is: z.literal('quietAsked') }),
  /** From here on nobody speaks to her. */
  z.object({ is: z.literal('quiet') }),
  /** Something that she takes with her. */
  z.object({ is: z.literal('handover'), handover: handoverSchema }),
  /** A cart: her basket went to the till. */
  z.object({ is: z.literal('atTill'), code: z.string().max(200), items: z.int().nonnegative() }),
  /** The store is closed, or somebody muted this screen. `opens`: when it opens next, where that is known. */
  z.object({ is: z.literal('closed'), why: z.enum(['hours', 'muted']), opens: msSchema.optional() }),
  /** For the installer. */
  z.object({ is: z.literal('selfTest'), checks: z.array(selfCheckSchema).max(20) }),
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
  /** Which of what she can always do applies now. */
  ways: z.array(wayOutSchema).optional(),
  comfort: comfortSchema.optional(),
  /** Languages that the chain speaks, for who wants another. */
  languages: z.array(z.string()).optional(),
  /** Whether the store's hub is there. Without it a cart goes on with what it has, and says so. */
  hub: z.enum(['up', 'down']).optional(),
  /** An associate was called from here, or is on the way. */
  called: z.enum(['asked', 'coming']).optional(),
  basket: basketSchema.optional(),
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
  z.object({ press: z.literal('way'), way: wayOutSchema }),
  /** Yes: nobody is to speak to me. No is `cancel`. */
  z.object({ press: z.literal('quietSure') }),
  /** An associate is not needed any more. */
  z.object({ press: z.literal('callOff') }),
  z.object({ press: z.literal('language'), language: z.string().min(2).max(20) }),
  z.object({ press: z.literal('comfort'), comfort: comfortSchema }),
  /** A cart: the basket is to go to the till. */
  z.object({ press: z.literal('toTill') }),
  /** The installer has tried something: so many of the rings were felt, a tone was heard or not. */
  z.object({
    press: z.literal('tried'),
    rings: z.int().min(0).max(MOST_RINGS).optional(),
    heard: z.boolean().optional(),
  }),
  /** Proof of display: this message is painted (`on`), or no longer (`off`). */
  z.object({ press: z.literal('painted'), ref: messageRefSchema.optional() }),
  /** Every few seconds: what the page has really rendered, read from the page itself. Empty glass has no words. */
  z.object({
    press: z.literal('rendered'),
    state: z.string().max(20),
    message: messageRefSchema.optional(),
    words: z.int().nonnegative(),
    /** How large the page's window is, in CSS pixels, for the self-test. */
    size: z.object({ width: z.int().nonnegative(), height: z.int().nonnegative() }).optional(),
  }),
])
export type ScreenInput = z.infer<typeof screenInputSchema>
