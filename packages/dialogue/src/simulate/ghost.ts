import type { Profile } from '@kairos/shared/event'
import { customerIdSchema, type CustomerId, type StoreId } from '@kairos/shared/ids'
import { DAY, type Ms } from '@kairos/shared/time'
import { Chance } from './chance.ts'
import type { World } from './world.ts'

/** A made-up customer: who she is and what her habits are. */
export type Ghost = {
  id: CustomerId
  profile: Profile
  home: StoreId
  consents: boolean
  joined: Ms
  /** Mean time between two of her visits to a store. */
  gap: Ms
  /** After this she does not come of her own accord any more. */
  lapsed: Ms
  /** What she likes to buy, the likeliest first. */
  likes: readonly string[]
  /** Her mean spending on one thing, in minor units. */
  spends: number
  hasCard: boolean
  /** How much likelier than others she is to answer: 1 is the middle. */
  talkative: number
  /** What she uses of each meter on a day, and from when on a third of it. */
  uses: number
  usesLess: Ms
  /** All else that is drawn for her. */
  chance: Chance
}

const SHARE_CONSENTING = 0.7
const SHARE_NEW = 1 / 8
const SHARE_LAPSING = 0.15
const SHARE_USING_LESS = 0.1
const SHARE_WITH_CARD = 0.7
const LONGEST_MEMBER: Ms = 730 * DAY
/** Half of all ghosts come again within about this long. */
const MEDIAN_GAP: Ms = 19 * DAY
const GAP_SPREAD = 0.75
const MEDIAN_SPENDING = 4500
/** The lowest tier is the most frequent, each next a third as frequent. */
const TIER_SHARE = 1 / 3

/** Ghost n of a seed: always the same, however many others there are. */
export function ghostOf(world: World, seed: number, n: number, from: Ms, until: Ms): Ghost {
  const chance = new Chance(seed, 'ghost', n)
  const isNew = chance.happens(SHARE_NEW)
  const joined = Math.floor(isNew ? from + chance.share() * (until - from) : from - chance.share() * LONGEST_MEMBER)
  const tier = chance.weighted(world.tiers.map((value, rank) => ({ value, weight: TIER_SHARE ** rank })))
  const language = chance.happens(0.75) ? world.languages[0] : chance.pick(world.languages)
  const home = chance.pick(world.stores)
  // Drawn apart, so that all else about her is the same whether or not a playbook asks for it.
  const size = new Chance(seed, 'size', n).pick(world.sizes)
  if (home === undefined) throw new Error('a chain without stores has no customers')
  const birthday = new Date(Date.UTC(2023, 0, 1) + chance.between(0, 365) * DAY).toISOString().slice(5, 10)
  const somewhere = () => Math.floor(Math.max(joined, from) + chance.share() * (until - Math.max(joined, from)))
  return {
    id: customerIdSchema.parse(`ghost-${n}`),
    profile: {
      first: `Ghost ${n}`,
      home,
      birthday,
      ...(language === undefined ? {} : { language }),
      ...(tier === undefined ? {} : { tier }),
      ...(size === undefined ? {} : { size }),
    },
    home,
    consents: chance.happens(SHARE_CONSENTING),
    joined,
    gap: Math.min(180 * DAY, Math.max(3 * DAY, MEDIAN_GAP * Math.exp(GAP_SPREAD * chance.normal()))),
    lapsed: chance.happens(SHARE_LAPSING) ? somewhere() : Infinity,
    likes: likesOf(chance, world.categories),
    spends: MEDIAN_SPENDING * Math.exp(chance.normal()),
    hasCard: chance.happens(SHARE_WITH_CARD),
    talkative: 0.5 + chance.share(),
    uses: chance.between(5, 60),
    usesLess: chance.happens(SHARE_USING_LESS) ? somewhere() : Infinity,
    chance,
  }
}

function likesOf(chance: Chance, categories: readonly string[]): string[] {
  const left = [...categories]
  const wanted = Math.min(left.length, chance.between(2, 4))
  return Array.from({ length: wanted }, () => left.splice(chance.between(0, left.length), 1)).flat()
}
