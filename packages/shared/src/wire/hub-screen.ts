import { z } from 'zod'
import type { DevicesStatus } from '../device-status.ts'
import { messageRefSchema, nameSchema, screenIdSchema, visitIdSchema, zoneIdSchema } from '../ids.ts'
import { identitySchema, identityStrengthSchema, loyaltyCardSchema } from '../identity.ts'
import {
  cardSchema,
  handoverSchema,
  knownOfHerSchema,
  screenRoleSchema,
  selfCheckSchema,
  slideSchema,
} from '../screen-state.ts'
import { msSchema } from '../time.ts'
import type { Refused } from './refused.ts'

/** Hub <-> screen host, over socket.io. The token travels in the handshake's `auth`. */
export const SCREEN_WIRE_VERSION = 2

/** The handshake's `auth`. */
export const screenAuthSchema = z.object({
  token: z.string().min(1),
  wire: z.literal(SCREEN_WIRE_VERSION),
  screen: screenIdSchema,
  role: screenRoleSchema,
  zone: zoneIdSchema.optional(),
  /** A cart that was out of reach: whose visit it still has. */
  visit: visitIdSchema.optional(),
})
export type ScreenAuth = z.infer<typeof screenAuthSchema>

/** What one screen should say now: a personal message, or else the store's general content. */
export const saySchema = z.object({ card: cardSchema.optional(), slides: z.array(slideSchema).min(1) })
export type Say = z.infer<typeof saySchema>

/** Hub -> screen, at connection and whenever it changes. */
export const screenWelcomeSchema = z.object({
  store: z.string(),
  zone: z.string().optional(),
  language: z.string(),
  /** How the chain's own cards are known; every other card is dropped where it was read. */
  cards: z.array(loyaltyCardSchema),
  say: saySchema,
  /** The store recognises nobody for now. */
  mute: z.boolean().optional(),
  /** Languages that the chain has words in. */
  languages: z.array(z.string()),
  /** The store is closed, or somebody muted this screen: nothing but the chain's mark is shown. */
  closed: z.object({ why: z.enum(['hours', 'muted']), opens: msSchema.optional() }).optional(),
  /** Parts of the store by the codes that stand on their shelves, for carts. */
  codes: z.record(z.string(), zoneIdSchema),
})
export type ScreenWelcome = z.infer<typeof screenWelcomeSchema>

/** Hub -> cart or kiosk: what to say to the shopper of this visit now, by which name, and where she is. */
export const pushedSaySchema = saySchema.extend({
  visit: visitIdSchema,
  first: z.string().optional(),
  zone: z.string().optional(),
})

/**
 * Hub -> cart or kiosk: this visit is no longer at this screen (she was recognised at another one, was paid out, left,
 * was erased). Whatever is shown of her goes. Without a visit: the cart was given back, whoever had it.
 */
export const releasedSchema = z.object({ visit: visitIdSchema.optional() })
/** Hub -> screen: an associate is on the way, or has been and gone. */
export const callSchema = z.object({ is: z.enum(['asked', 'coming', 'over']) })

/** Screen -> hub `identify`. */
export const identifySchema = z.object({ identity: identitySchema, strength: identityStrengthSchema })
export type Identify = z.infer<typeof identifySchema>
export const identifiedSchema = z.discriminatedUnion('is', [
  z.object({
    is: z.literal('known'),
    visit: visitIdSchema,
    first: z.string().optional(),
    language: z.string(),
    say: saySchema,
  }),
  z.object({ is: z.literal('unknown') }),
  /** Too many wrong numbers from this screen. */
  z.object({ is: z.literal('wait'), for: msSchema }),
])
export type Identified = z.infer<typeof identifiedSchema>

/** Screen -> hub `answer`: the shopper pressed a response. */
export const answerSchema = z.object({ visit: visitIdSchema, message: messageRefSchema, response: nameSchema })
export type Answer = z.infer<typeof answerSchema>
export const answeredSchema = z.object({
  /** What to say to the answer itself. */
  thanks: slideSchema.optional(),
  /** What she takes with her: what the answer granted. */
  handover: handoverSchema.optional(),
  say: saySchema,
})
export type Answered = z.infer<typeof answeredSchema>

/** Screen -> hub `shown`: this message was on the glass so long. Public glass does not know whose it was; its hub does. */
export const shownSchema = z.object({
  visit: visitIdSchema.optional(),
  message: messageRefSchema,
  for: msSchema,
  /** When it went from the glass, by the screen's clock: a showing that is told twice counts once. */
  at: msSchema,
})
export type Shown = z.infer<typeof shownSchema>

/**
 * Screen -> hub `leave`: the session at this screen is over. `mistaken`: it was not she; nothing more is said under her
 * name here. `cart`: the cart was given back, and with it the visit ends.
 */
export const leaveSchema = z.object({
  visit: visitIdSchema,
  mistaken: z.literal(true).optional(),
  cart: z.literal(true).optional(),
})

/** Screen -> hub `about`: she asks what is known of her. Answered for a held identity only. */
export const aboutSchema = z.object({ visit: visitIdSchema })
export const aboutReplySchema = z.object({ known: knownOfHerSchema })

/** Screen -> hub `quiet`: nobody is to speak to her from here on. A claimed identity may ask for it, too (rule E14). */
export const quietSchema = z.object({ visit: visitIdSchema })

/** Screen -> hub `language`: she chose one on the glass. It holds for as long as her session there. */
export const languageSchema = z.object({ visit: visitIdSchema, language: z.string().min(2).max(20) })

/** Screen -> hub `call`: somebody is wanted at this screen, or (`off`) not any more. */
export const callForSchema = z.object({ visit: visitIdSchema.optional(), off: z.literal(true).optional() })

/** Cart -> hub `walk`: the code on a shelf or an aisle was read. */
export const walkedSchema = z.object({ visit: visitIdSchema.optional(), zone: zoneIdSchema })

/** Things of one kind, by the code that was scanned. */
export const basketItemSchema = z.object({ code: z.string().min(1).max(80), n: z.int().positive() })
export type BasketItem = z.infer<typeof basketItemSchema>

/** Cart -> hub `basket`: what it holds, for the till to take over. */
export const basketToTillSchema = z.object({
  visit: visitIdSchema.optional(),
  items: z.array(basketItemSchema).max(500),
})
/** What the till reads to take it over. */
export const basketTakenSchema = z.object({ code: z.string().min(4).max(200) })

/**
 * Screen -> hub `glass`, when it changes and every half minute: what is really on the glass. `ill` says in words why
 * that is not what should be.
 */
export const glassSchema = z.object({
  state: z.string().max(20),
  message: messageRefSchema.optional(),
  /** Since when that has been on the glass. */
  since: msSchema,
  ill: z.string().max(200).optional(),
})
export type Glass = z.infer<typeof glassSchema>

/** Screen -> hub `tested`, at connection and when it changes: what the installer's last self-test found. */
export const testedSchema = z.object({ at: msSchema, checks: z.array(selfCheckSchema).max(20) })
export type Tested = z.infer<typeof testedSchema>

export interface ScreenToHub {
  identify: (message: Identify, ack: (reply: Identified | Refused) => void) => void
  answer: (message: Answer, ack: (reply: Answered | Refused) => void) => void
  shown: (message: Shown, ack: (reply: { kept: true } | Refused) => void) => void
  leave: (message: z.infer<typeof leaveSchema>, ack: (reply: { kept: true } | Refused) => void) => void
  about: (
    message: z.infer<typeof aboutSchema>,
    ack: (reply: z.infer<typeof aboutReplySchema> | Refused) => void,
  ) => void
  quiet: (message: z.infer<typeof quietSchema>, ack: (reply: { kept: true } | Refused) => void) => void
  language: (message: z.infer<typeof languageSchema>, ack: (reply: { kept: true } | Refused) => void) => void
  call: (message: z.infer<typeof callForSchema>, ack: (reply: { kept: true } | Refused) => void) => void
  walk: (message: z.infer<typeof walkedSchema>, ack: (reply: { kept: true } | Refused) => void) => void
  basket: (
    message: z.infer<typeof basketToTillSchema>,
    ack: (reply: z.infer<typeof basketTakenSchema> | Refused) => void,
  ) => void
  glass: (message: Glass, ack: (reply: { kept: true } | Refused) => void) => void
  tested: (message: Tested, ack: (reply: { kept: true } | Refused) => void) => void
  /** How it stands with the screen's devices: at connection and whenever it changes. */
  devices: (message: DevicesStatus, ack: (reply: { kept: true } | Refused) => void) => void
}
export interface HubToScreen {
  welcome: (message: ScreenWelcome) => void
  /** Pushed to a cart whose shopper walked, or for whom something changed. */
  say: (message: z.infer<typeof pushedSaySchema>) => void
  released: (message: z.infer<typeof releasedSchema>) => void
  call: (message: z.infer<typeof callSchema>) => void
}
