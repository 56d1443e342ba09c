import { z } from 'zod'
import { customerIdSchema, screenIdSchema, storeIdSchema, zoneIdSchema } from '@kairos/shared/ids'
import { screenRoleSchema } from '@kairos/shared/screen-state'
import { msSchema } from '@kairos/shared/time'

/** `GET /dock/state` : all that the dock's page shows beside the programs' own pages. */
export const dockStateSchema = z.object({
  chain: z.string(),
  now: msSchema,
  /** HQ's console, with its token in the fragment. */
  console: z.string(),
  stores: z.array(
    z.object({
      store: storeIdSchema,
      name: z.string(),
      /** Whether the store's line to HQ is let through. */
      line: z.boolean(),
      tablet: z.string(),
      screens: z.array(
        z.object({ screen: screenIdSchema, role: screenRoleSchema, url: z.string(), muted: z.boolean() }),
      ),
      /** `code`: a code that stands on a shelf there, for carts. */
      zones: z.array(z.object({ zone: zoneIdSchema, name: z.string(), code: z.string().optional() })),
    }),
  ),
  /** Some shoppers, with the cards in their wallets. */
  people: z.array(
    z.object({
      customer: customerIdSchema,
      first: z.string().optional(),
      tier: z.string().optional(),
      home: storeIdSchema,
      member: z.string(),
      /** Whether she also carries a card to swipe. */
      card: z.boolean(),
    }),
  ),
  categories: z.array(z.object({ category: z.string(), name: z.string() })),
})
export type DockState = z.infer<typeof dockStateSchema>

const person = customerIdSchema
/** `POST /dock/do` : what a person could do in the world. Answers `{ done: text }` or `{ problem: text }` (422). */
export const dockActionSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('swipe'), screen: screenIdSchema, person }),
  /** A payment card, swiped by mistake. */
  z.object({ do: z.literal('swipePaymentCard'), screen: screenIdSchema }),
  /** Keyed on the USB keypad beside the screen. */
  z.object({ do: z.literal('key'), screen: screenIdSchema, number: z.string().regex(/^\d{1,12}$/) }),
  /** A cart reads the code on a shelf: it is in that zone now. */
  z.object({ do: z.literal('shelf'), screen: screenIdSchema, code: z.string().max(80) }),
  /** Something is scanned into a cart's basket; the n-th thing that the Market Hall sells. */
  z.object({ do: z.literal('basket'), screen: screenIdSchema, nth: z.int().nonnegative() }),
  z.object({ do: z.literal('mute'), store: storeIdSchema, screen: screenIdSchema, muted: z.boolean() }),
  z.object({ do: z.literal('walk'), store: storeIdSchema, person, zone: zoneIdSchema }),
  z.object({ do: z.literal('pay'), store: storeIdSchema, person, category: z.string() }),
  z.object({ do: z.literal('leave'), store: storeIdSchema, person }),
  z.object({ do: z.literal('line'), store: storeIdSchema, up: z.boolean() }),
  /** Let time pass, everywhere at once. */
  z.object({ do: z.literal('pass'), ms: msSchema }),
])
export type DockAction = z.infer<typeof dockActionSchema>
