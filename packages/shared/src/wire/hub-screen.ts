import { z } from 'zod'
import type { DevicesStatus } from '../device-status.ts'
import { messageRefSchema, nameSchema, screenIdSchema, visitIdSchema, zoneIdSchema } from '../ids.ts'
import { identitySchema, identityStrengthSchema, loyaltyCardSchema } from '../identity.ts'
import { cardSchema, screenRoleSchema, slideSchema } from '../screen-state.ts'
import { msSchema } from '../time.ts'
import type { Refused } from './refused.ts'

/** Hub <-> screen host, over socket.io. The token travels in the handshake's `auth`. */
export const SCREEN_WIRE_VERSION = 1

/** The handshake's `auth`. */
export const screenAuthSchema = z.object({
  token: z.string().min(1),
  wire: z.literal(SCREEN_WIRE_VERSION),
  screen: screenIdSchema,
  role: screenRoleSchema,
  zone: zoneIdSchema.optional(),
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
})
export type ScreenWelcome = z.infer<typeof screenWelcomeSchema>

/** Hub -> cart: what to say to the shopper of this visit now, and where she is. */
export const pushedSaySchema = saySchema.extend({ visit: visitIdSchema, zone: z.string().optional() })

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
  say: saySchema,
})
export type Answered = z.infer<typeof answeredSchema>

/** Screen -> hub `shown`: this message was on the glass so long. */
export const shownSchema = z.object({ visit: visitIdSchema, message: messageRefSchema, for: msSchema })
export type Shown = z.infer<typeof shownSchema>

/** Screen -> hub `leave`: the session at this screen is over. */
export const leaveSchema = z.object({ visit: visitIdSchema })

export interface ScreenToHub {
  identify: (message: Identify, ack: (reply: Identified | Refused) => void) => void
  answer: (message: Answer, ack: (reply: Answered | Refused) => void) => void
  shown: (message: Shown, ack: (reply: { kept: true } | Refused) => void) => void
  leave: (message: z.infer<typeof leaveSchema>, ack: (reply: { kept: true } | Refused) => void) => void
  /** How it stands with the screen's devices: at connection and whenever it changes. */
  devices: (message: DevicesStatus, ack: (reply: { kept: true } | Refused) => void) => void
}
export interface HubToScreen {
  welcome: (message: ScreenWelcome) => void
  /** Pushed to a cart whose shopper walked, or for whom something changed. */
  say: (message: z.infer<typeof pushedSaySchema>) => void
}
