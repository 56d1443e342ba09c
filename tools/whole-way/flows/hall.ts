import { openStore, type FilesOf, type Shopper, type Store } from '../floor/store.ts'

/** Names, numbers and words that stand nowhere else: where one of them is found, something of hers is. */
export const ANNELORE = { name: 'annelore', card: '770000031337', member: '48151623' } satisfies Shopper
export const BEATRIX = { name: 'beatrix', card: '770000042424', member: '27182818' } satisfies Shopper
export const SANDALS = { title: 'Sandals in thirty-nine', body: 'They are put by for' }
export const POLISH = { title: 'A polish for them', body: 'It goes on dry' }
export const TEN_OFF = 'Ten off anything'
/** All that is said to somebody alone. */
export const WORDS: readonly string[] = [...Object.values(SANDALS), ...Object.values(POLISH), TEN_OFF]

/** What is said at a kiosk: one message, thanks, another one, and something to take along. */
const offer = `dialogue: offer
level: 3
begins: { when: visit }
goal: { when: purchase }
holdout: 0
again: always
first: ask
steps:
  ask:
    channel: screen
    message: { title: ${SANDALS.title}, body: '${SANDALS.body} {{ customer.first }}' }
    asks:
      show-me: { label: Show me, next: more, thanks: { title: We bring them, body: Have a seat } }
      not-today: { label: Not today, next: over }
    silence: { after: 12h, next: over }
  more:
    channel: screen
    message: { title: ${POLISH.title}, body: ${POLISH.body} }
    asks:
      take-it: { label: Take it, next: give }
      no-thanks: { label: No thanks, next: over }
    silence: { after: 12h, next: over }
  give:
    branch: [{ if: 'true', next: over }]
    otherwise: over
    grants: ten-off
`
const chain = `chain: Hall
language: en
currency: GBP
salt: hall-salt
cards: [{ prefix: '77', digits: 12 }]
stores: { hall: { name: The Hall, timeZone: Europe/London } }
zones: { entrance: { name: Entrance } }
memory: { visits: { of: visit } }
incentives: { ten-off: { name: ${TEN_OFF}, value: 10, cost: 5, expires: 30d } }
general: [{ title: The garden is open, body: Linen for warm evenings }]
`
export const hallFiles: FilesOf = () => ({ 'chain.yaml': chain, 'dialogues/offer.yaml': offer })

/** A store that makes its visitors an offer, with two who have a card and a number. */
export async function openHall(): Promise<Store> {
  const store = await openStore(hallFiles)
  await store.enrol(ANNELORE, BEATRIX)
  return store
}

type AtHub = { atHub: (path: string, body: object) => Promise<unknown> }

/** Whoever is in the store leaves it: whoever comes next begins a visit of her own. */
export async function everybodyLeaves({ atHub }: AtHub): Promise<void> {
  for (const { card: value } of [ANNELORE, BEATRIX])
    await atHub('/v1/leave', { who: { identity: { kind: 'card', value } } })
}

/** She pays at the till, with what she redeems. */
export const pay = ({ atHub }: AtHub, { card: value }: Shopper, coupons: readonly string[] = []): Promise<unknown> =>
  atHub('/v1/receipts', {
    till: 'till-1',
    receipt: '1',
    total: 90,
    lines: [{ sku: 'a', name: 'A', quantity: 1, amount: 90 }],
    identity: { kind: 'card', value },
    coupons,
  })
