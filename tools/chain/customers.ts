import type { CloudEventInput } from '@kairos/shared/cloudevents'
import type { CustomerId, StoreId } from '@kairos/shared/ids'
import { dayBegins, identitiesOf, type Chain } from './chain.ts'
import { Random } from './random.ts'

/** Seven in ten agree to be written to when they join. */
const SHARE_AGREEING = 0.7

/** Every customer's `kairos.profile` event and her word on marketing, in the order in which they joined. */
export function* enrolments(chain: Chain): Generator<CloudEventInput> {
  const begin = dayBegins(chain.from)
  for (const shopper of chain.shoppers.toSorted((a, b) => a.joined - b.joined)) {
    const { id, first, language, tier, birthday, home, joined } = shopper
    yield {
      specversion: '1.0',
      id: `profile:${id}`,
      source: 'chain',
      subject: id,
      time: new Date(joined).toISOString(),
      // Who was there before the first day is no news.
      ...(joined < begin ? { history: true } : {}),
      type: 'kairos.profile',
      data: { first, language, tier, birthday, home, identities: identitiesOf(shopper) },
    }
    yield {
      specversion: '1.0',
      id: `consent:${id}`,
      source: 'chain',
      subject: id,
      time: new Date(joined).toISOString(),
      ...(joined < begin ? { history: true } : {}),
      type: 'kairos.consent',
      data: {
        purpose: 'marketing',
        // What is not agreed to at the counter is not agreed to.
        given: new Random(chain.seed, 'consent', id).chance(SHARE_AGREEING),
        strength: 'held',
      },
    }
  }
}

/** What a shopper carries. */
export type Wallet = { customer: CustomerId; first: string; tier: string; home: StoreId; member: string; card?: string }

export const wallets = (chain: Chain): Wallet[] =>
  chain.shoppers.map(({ id, first, tier, home, member, card }) => ({
    customer: id,
    first,
    tier,
    home,
    member,
    ...(card === undefined ? {} : { card }),
  }))
