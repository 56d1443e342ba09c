import type { Line } from '@kairos/shared/event'
import type { IdentityStrength } from '@kairos/shared/identity'
import { screenIdSchema, visitIdSchema, type StoreId, type VisitId, type ZoneId } from '@kairos/shared/ids'
import { DAY, HOUR, MINUTE, SECOND, type Ms } from '@kairos/shared/time'
import type { Moment } from '../choose.ts'
import type { Life } from './life.ts'
import { planAnswer } from './answering.ts'

const OPENS: Ms = 9 * HOUR
const OPEN_FOR: Ms = 10 * HOUR
const SHARE_AT_HOME = 0.88
const SHARE_RECOGNISED = 0.85
const SHARE_HOLDING_CARD = 0.7
const SHARE_BUYING = 0.75
const SHARE_OF_LIKES = 0.75
const SHARE_RETURNED = 1 / 30
const SHARE_REDEEMING = 1 / 3
/** A till's receipt that is on its way up for up to two days: the line was down. */
const SHARE_LATE = 0.01
/** How many messages one glass says to her in one visit, answer upon answer. */
const MOST_ON_GLASS = 3

type Visit = { id: VisitId; store: StoreId; began: Ms; strength: IdentityStrength; zone?: ZoneId }

/** Comes again and again, in a rhythm of her own, until she lapses. */
export function comeInRhythm(life: Life, first: Ms): void {
  const { chance, gap, lapsed } = life.ghost
  const at = openingTime(life, first)
  if (at >= lapsed) return
  life.plan(at, (at) => {
    comeIn(life, at)
    comeInRhythm(life, Math.max(at + DAY / 2, at + chance.rhythm(gap)))
  })
}

/** Comes one time more, for a reason. */
export const comeOnce = (life: Life, at: Ms): void => life.plan(openingTime(life, at), (at) => comeIn(life, at))

/** Being spoken to brings some of them in: the assumption that hold-outs are there to check. */
export function persuade(life: Life, at: Ms): void {
  const { chance } = life.ghost
  if (chance.happens(life.setting.persuasion)) comeOnce(life, at + DAY + chance.exponential(4 * DAY))
}

/** Early afternoon is the busiest time of a day: the mean of two even draws. */
function openingTime({ ghost: { chance } }: Life, at: Ms): Ms {
  return Math.floor(at / DAY) * DAY + OPENS + (OPEN_FOR * (chance.share() + chance.share())) / 2
}

function comeIn(life: Life, at: Ms): void {
  const { ghost, setting } = life
  const { chance } = ghost
  const store = chance.happens(SHARE_AT_HOME) ? ghost.home : (chance.pick(setting.world.stores) ?? ghost.home)
  const isHistory = at < setting.from
  if (!isHistory && chance.happens(SHARE_RECOGNISED)) beRecognised(life, store, at)
  if (chance.happens(SHARE_BUYING))
    life.plan(at + chance.between(10 * MINUTE, 45 * MINUTE), (at) => pay(life, store, at))
}

function beRecognised(life: Life, store: StoreId, at: Ms): void {
  const { chance, hasCard } = life.ghost
  const strength = hasCard && chance.happens(SHARE_HOLDING_CARD) ? 'held' : 'claimed'
  const visit = {
    id: visitIdSchema.parse(`${life.ghost.id}/visit-${life.number()}`),
    store,
    began: at,
    strength,
  } as const
  life.does({ type: 'visit', store, visit: visit.id, screen: screenIdSchema.parse(`${store}-kiosk`), strength }, at)
  readGlass(life, visit, at + SECOND, MOST_ON_GLASS)
  life.plan(at + chance.between(MINUTE, 5 * MINUTE), (at) => meetAssociate(life, visit, at))
  for (let walks = chance.between(1, 3); walks > 0; walks--) {
    life.plan(at + chance.between(2 * MINUTE, 9 * MINUTE), (at) => walkBy(life, visit, at))
  }
  life.plan(at + 50 * MINUTE, (at) => life.does({ type: 'left', store, visit: visit.id }, at))
}

const momentOf = ({ began, strength, store, zone }: Visit, surface: Moment['surface'], at: Ms): Moment => ({
  at,
  surface,
  strength,
  visitBegan: began,
  store,
  zone,
})

/** What a glass was given to show is on it for some seconds, and the screen confirms it. */
function show(life: Life, visit: Visit, surface: 'private' | 'public', at: Ms) {
  const message = life.look(momentOf(visit, surface, at))
  if (!message) return undefined
  const { store } = visit
  const screen = screenIdSchema.parse(`${store}-${surface === 'private' ? 'kiosk' : 'aisle'}`)
  life.reach(message, 'screen', at)
  life.does({ type: 'shown', store, message, screen, for: 6 * SECOND }, at)
  return message
}

function readGlass(life: Life, visit: Visit, at: Ms, left: number): void {
  if (left === 0) return
  life.plan(at, (at) => {
    const message = show(life, visit, 'private', at)
    if (!message) return
    persuade(life, at)
    // The answer on a glass changes what it says next.
    planAnswer(life, message, at, (at) => readGlass(life, visit, at + 5 * SECOND, left - 1))
  })
}

function walkBy(life: Life, visit: Visit, at: Ms): void {
  const zone = life.ghost.chance.pick(life.setting.world.zones)
  if (zone === undefined) return
  life.does({ type: 'walked', store: visit.store, visit: visit.id, zone }, at)
  const there = { ...visit, zone }
  show(life, there, 'public', at)
  // What a glass says for a zone it says on the cart that she pushes along.
  if (life.setting.world.speaksInZones) readGlass(life, there, at + 2 * SECOND, 1)
}

function meetAssociate(life: Life, visit: Visit, at: Ms): void {
  const message = life.look(momentOf(visit, 'associate', at))
  if (!message) return
  life.reach(message, 'pos', at)
  persuade(life, at)
  planAnswer(life, message, at)
}

function pay(life: Life, store: StoreId, at: Ms): void {
  const { chance } = life.ghost
  const bought = linesOf(life)
  const receipt = { store, till: 'till-1', receipt: `${life.ghost.id}-${life.number()}` }
  const total = bought.reduce((sum, { amount }) => sum + amount, 0)
  const purchase = { type: 'purchase', ...receipt, total, lines: bought, ...redeemedBy(life) } as const
  if (chance.happens(SHARE_LATE))
    life.plan(at + chance.between(HOUR, 2 * DAY), (known) => life.does(purchase, at, known))
  else life.does(purchase, at)
  if (!chance.happens(SHARE_RETURNED)) return
  const lines = bought.slice(0, 1)
  life.plan(at + chance.between(DAY, 14 * DAY), (at) =>
    life.does({ type: 'return', ...receipt, receipt: `${receipt.receipt}-r`, total: lines[0]?.amount ?? 0, lines }, at),
  )
}

/** What she holds is used up with about every third purchase. */
function redeemedBy({ customer, ghost: { chance } }: Life): { redeemed: string[] } | undefined {
  const held = Object.keys(customer.incentives ?? {})
  return held.length > 0 && chance.happens(SHARE_REDEEMING) ? { redeemed: held.slice(0, 1) } : undefined
}

function linesOf({ ghost: { chance, likes, spends }, setting: { world } }: Life): Line[] {
  return Array.from({ length: 1 + Math.min(4, Math.floor(chance.exponential(1))) }, (_, n) => {
    const category = chance.pick(chance.happens(SHARE_OF_LIKES) ? likes : world.categories) ?? 'things'
    return {
      sku: `${category}-${n}`,
      name: category,
      category,
      quantity: 1,
      amount: 100 + chance.between(0, 2 * spends),
    }
  })
}
