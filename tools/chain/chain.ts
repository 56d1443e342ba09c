import { customerIdSchema, storeIdSchema, type CustomerId, type StoreId } from '@kairos/shared/ids'
import type { Identity } from '@kairos/shared/identity'
import { DAY, HOUR, type Ms } from '@kairos/shared/time'
import { CATEGORIES } from './articles.ts'
import { FIRST_NAMES } from './first-names.ts'
import { cardValue, memberNumber } from './numbers.ts'
import { Random } from './random.ts'

export type Store = { id: StoreId; name: string }

/** A day of the chain's calendar, `2026-03-01`. Its shopping hours are told in UTC. */
export type Day = string
export const dayOf = (at: Ms): Day => new Date(at).toISOString().slice(0, 10)
/** The stores' hours, from midnight. */
export const OPENS: Ms = 9 * HOUR
export const OPEN_FOR: Ms = 10 * HOUR

export const dayBegins = (day: Day): Ms => {
  const at = Date.parse(`${day}T00:00:00Z`)
  if (Number.isNaN(at)) throw new Error(`no day: ${day}`)
  return at
}

export const MARLOW_FINCH: { stores: readonly Store[]; categories: readonly string[] } = {
  stores: [
    { id: storeIdSchema.parse('harbour'), name: 'Marlow & Finch Harbour' },
    { id: storeIdSchema.parse('old-town'), name: 'Marlow & Finch Old Town' },
  ],
  categories: CATEGORIES,
}

export type ChainOptions = {
  seed: number
  customers: number
  /** The first day of shopping, and the first after it. */
  from: Day
  until: Day
  stores: readonly Store[]
  categories: readonly string[]
}

export type Shopper = {
  id: CustomerId
  first: string
  language: string
  tier: string
  /** `MM-DD`. */
  birthday: string
  home: StoreId
  member: string
  card?: string
  /** What she likes to buy, the likeliest first; weights add up to 1. */
  likes: readonly { category: string; weight: number }[]
  /** When she gave the chain her name. */
  joined: Ms
  /** Mean days between two of her visits. */
  gap: number
  /** After this she does not come any more. */
  lapsed?: Ms
}

export type Chain = ChainOptions & { shoppers: readonly Shopper[] }

const TIERS = [
  { value: 'blue', weight: 68 },
  { value: 'silver', weight: 24 },
  { value: 'gold', weight: 8 },
]
/** How fast they come again: gold customers are those who come often. */
const TIER_PACE: Record<string, number> = { blue: 1.15, silver: 0.7, gold: 0.45 }
/** Half of all customers of the middle pace come again within about this many days. */
const MEDIAN_GAP = 19
const GAP_SPREAD = 0.75
const SHARE_WITH_CARD = 0.7
const SHARE_NEW = 0.12
const SHARE_LAPSING = 0.15
const LONGEST_MEMBER: Ms = 3 * 365 * DAY

/**
 * A retail chain's customers, made up: pure, and the same for the same options. Customer n does not depend on
 * how many others there are.
 */
export function generateChain(options: ChainOptions): Chain {
  if (dayBegins(options.until) <= dayBegins(options.from)) throw new Error('a chain needs at least one day')
  return { ...options, shoppers: Array.from({ length: options.customers }, (_, index) => shopper(options, index)) }
}

function shopper({ seed, from, until, stores, categories }: ChainOptions, index: number): Shopper {
  const random = new Random(seed, 'shopper', index)
  const offset = new Random(seed, 'numbers').whole(0, 8_999_999)
  const [begin, end] = [dayBegins(from), dayBegins(until)]

  const language = random.weighted(Object.entries(FIRST_NAMES).map(([value, { weight }]) => ({ value, weight })))
  const tier = random.weighted(TIERS)
  const gap = MEDIAN_GAP * (TIER_PACE[tier] ?? 1) * Math.exp(GAP_SPREAD * random.normal())
  const isNew = random.chance(SHARE_NEW)
  const day = isNew ? begin + random.share() * (end - begin) : begin - random.share() * LONGEST_MEMBER
  // At the opening of that day, so that nobody pays before she joins.
  const joined = Math.floor(day / DAY) * DAY + OPENS
  const birthday = new Date(Date.UTC(2023, 0, 1) + random.whole(0, 364) * DAY).toISOString().slice(5, 10)
  const home = random.weighted(stores.map(({ id }, place) => ({ value: id, weight: place === 0 ? 55 : 45 })))
  const hasCard = random.chance(SHARE_WITH_CARD)
  const lapses = random.chance(SHARE_LAPSING)

  return {
    id: customerIdSchema.parse(`mf-${`${index + 1}`.padStart(5, '0')}`),
    first: random.pick(FIRST_NAMES[language]?.names ?? []),
    language,
    tier,
    birthday,
    home,
    member: memberNumber(index, offset),
    ...(hasCard ? { card: cardValue(index, offset) } : {}),
    likes: likesOf(random, categories),
    joined,
    gap: Math.min(180, Math.max(3, gap)),
    ...(lapses ? { lapsed: Math.floor(joined + random.share() * Math.max(0, end - joined)) } : {}),
  }
}

/** Two or three categories; each is liked less than the one before. */
function likesOf(random: Random, categories: readonly string[]): Shopper['likes'] {
  const left = [...categories]
  const chosen = Array.from({ length: Math.min(random.whole(2, 3), left.length) }, () => {
    const category = random.pick(left)
    left.splice(left.indexOf(category), 1)
    return { category, weight: 0.3 + random.share() }
  }).toSorted((a, b) => b.weight - a.weight)
  const sum = chosen.reduce((total, { weight }) => total + weight, 0)
  return chosen.map(({ category, weight }) => ({ category, weight: weight / sum }))
}

/** The ways in which she can be recognised. */
export const identitiesOf = ({ member, card }: Shopper): Identity[] => [
  { kind: 'member', value: member },
  ...(card === undefined ? [] : [{ kind: 'card' as const, value: card }]),
]
