import { eventSchema, type Event } from '@kairos/shared/event'
import type { MessageRef } from '@kairos/shared/ids'
import type { Ms } from '@kairos/shared/time'

/** When this side learnt of it, and whether it is imported as history. */
export type Arrival = { id?: string; received?: Ms; history?: true }

let made = 0

/** Parsed like any event from outside, so that no test holds what the schema refuses. */
const event = (at: Ms, { id, received, history }: Arrival, body: Record<string, unknown>): Event =>
  eventSchema.parse({
    id: id ?? `event-${++made}`,
    customer: 'anna',
    at,
    received: received ?? at,
    ...(history ? { history } : {}),
    ...body,
  })

export const visit = (at: Ms, arrival: Arrival = {}): Event =>
  event(at, arrival, { type: 'visit', store: 'home', visit: `visit-${at}`, screen: 'kiosk', strength: 'held' })

/** Lines of 100 each, one for each category named. */
export const purchase = (at: Ms, categories: readonly string[] = [], arrival: Arrival = {}): Event =>
  receipt('purchase', at, categories, arrival)

/** A purchase that uses up an incentive. */
export const redeeming = (at: Ms, incentive: string, arrival: Arrival = {}): Event =>
  receipt('purchase', at, [], arrival, { redeemed: [incentive] })

export const webVisit = (at: Ms, arrival: Arrival = {}): Event => event(at, arrival, { type: 'webVisit' })
export const moved = (at: Ms, arrival: Arrival = {}): Event => event(at, arrival, { type: 'address' })
export const used = (at: Ms, of: string, amount: number, arrival: Arrival = {}): Event =>
  event(at, arrival, { type: 'usage', of, amount })
export const called = (at: Ms, topic: string, arrival: Arrival = {}): Event =>
  event(at, arrival, { type: 'call', topic })
export const occasion = (at: Ms, name: string, category: string, arrival: Arrival = {}, on?: string): Event =>
  event(at, arrival, { type: 'occasion', kind: 'arrivals', name, category, ...(on === undefined ? {} : { on }) })
export const walked = (at: Ms, zone: string, arrival: Arrival = {}): Event =>
  event(at, arrival, { type: 'walked', store: 'home', visit: `visit-${at}`, zone })

export const returned = (at: Ms, categories: readonly string[] = [], arrival: Arrival = {}): Event =>
  receipt('return', at, categories, arrival)

const receipt = (type: string, at: Ms, categories: readonly string[], arrival: Arrival, more = {}): Event =>
  event(at, arrival, {
    type,
    store: 'home',
    till: '1',
    receipt: String(at),
    total: 100 * categories.length,
    lines: categories.map((category) => ({ sku: 'x', name: 'x', category, quantity: 1, amount: 100 })),
    ...more,
  })

export const consent = (at: Ms, given: boolean, strength = 'held', arrival: Arrival = {}): Event =>
  event(at, arrival, { type: 'consent', purpose: 'marketing', given, strength })

export const profile = (at: Ms, fields: Record<string, string>, arrival: Arrival = {}): Event =>
  event(at, arrival, { type: 'profile', profile: fields, identities: [] })

export const answer = (
  at: Ms,
  message: MessageRef,
  response: string,
  by: 'shopper' | 'associate' = 'shopper',
  arrival: Arrival = {},
): Event => event(at, arrival, { type: 'response', store: 'home', message, response, by })

export const shown = (at: Ms, message: MessageRef, arrival: Arrival = {}): Event =>
  event(at, arrival, { type: 'shown', store: 'home', message, screen: 'kiosk', for: 5000 })
