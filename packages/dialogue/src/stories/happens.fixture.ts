import type { MessageRef } from '@kairos/shared/ids'

/** What happens to a customer, without when, who and where: the story fills these in. */
export type Fact = { type: string } & Record<string, unknown>

/** A receipt with one line for each category, in minor units. */
export const buys = (lines: Record<string, number>, more: Record<string, unknown> = {}): Fact => ({
  type: 'purchase',
  till: '1',
  total: Object.values(lines).reduce((sum, amount) => sum + amount, 0),
  lines: Object.entries(lines).map(([category, amount]) => ({
    sku: category,
    name: category,
    category,
    quantity: 1,
    amount,
  })),
  ...more,
})

export const comesIn = (more: Record<string, unknown> = {}): Fact => ({
  type: 'visit',
  screen: 'kiosk',
  strength: 'held',
  ...more,
})

export const looksAtWeb = (page: string): Fact => ({ type: 'webVisit', page })

export const answers = (message: MessageRef, response: string, by: 'shopper' | 'associate' = 'shopper'): Fact => ({
  type: 'response',
  message,
  response,
  by,
})

export const sees = (message: MessageRef): Fact => ({ type: 'shown', message, screen: 'kiosk', for: 5000 })

export const spokeAbout = (topic: string): Fact => ({ type: 'call', topic })

export const uses = (of: string, amount: number): Fact => ({ type: 'usage', of, amount })

export const chainTells = (kind: string, name: string, more: { category?: string; on?: string } = {}): Fact => ({
  type: 'occasion',
  kind,
  name,
  ...more,
})

export const agrees = (given = true): Fact => ({ type: 'consent', purpose: 'marketing', given, strength: 'held' })

export const isKnownAs = (profile: Record<string, string>): Fact => ({ type: 'profile', profile, identities: [] })
