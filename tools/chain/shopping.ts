import type { CloudEventInput } from '@kairos/shared/cloudevents'
import { receiptEventId, type Line } from '@kairos/shared/event'
import type { StoreId } from '@kairos/shared/ids'
import { DAY, type Ms } from '@kairos/shared/time'
import { articlesOf } from './articles.ts'
import { dayBegins, OPEN_FOR, OPENS, type Chain, type Day, type Shopper } from './chain.ts'
import { Random } from './random.ts'

type Visit = {
  shopper: Shopper
  at: Ms
  /** Her how-manieth, which names its randomness. */ number: number
  store: StoreId
}

/** The shape of the gaps between visits: 2 is more regular than pure chance (1), less than a habit. */
const GAP_SHAPE = 2
/** Her rhythm is begun so many mean gaps early, so that the first days are like all others. */
const GAPS_BEFORE = 4
const SHARE_AT_HOME = 0.88
const SHARE_OF_LIKES = 0.75
const TILLS = 3

/** Visits of a chain by day, drawn once; the chain itself stays plain data. */
const drawn = new WeakMap<Chain, Map<number, Visit[]>>()

function* visitsOf({ seed, from, until, stores }: Chain, shopper: Shopper): Generator<Visit> {
  const random = new Random(seed, 'visits', shopper.id)
  const [begin, end] = [dayBegins(from), Math.min(dayBegins(until), shopper.lapsed ?? Infinity)]
  const isNew = shopper.joined >= begin
  // Somebody new comes the day she joins; all others are somewhere in their rhythm.
  let at = isNew ? shopper.joined : begin - GAPS_BEFORE * shopper.gap * DAY + random.share() * shopper.gap * DAY
  for (let number = 0; at < end; number += 1) {
    const day = Math.floor(at / DAY) * DAY
    // Early afternoon is the busiest time: the mean of two even draws.
    const paid = Math.floor(day + OPENS + (OPEN_FOR * (random.share() + random.share())) / 2)
    const store = random.chance(SHARE_AT_HOME) ? shopper.home : random.pick(stores).id
    if (day >= begin) yield { shopper, at: paid, number, store }
    at = Math.max(day + DAY, at + random.gamma(GAP_SHAPE, shopper.gap) * DAY)
  }
}

function visitsByDay(chain: Chain): Map<number, Visit[]> {
  const known = drawn.get(chain)
  if (known !== undefined) return known
  const byDay = new Map<number, Visit[]>()
  for (const shopper of chain.shoppers) {
    for (const visit of visitsOf(chain, shopper)) {
      const day = Math.floor(visit.at / DAY)
      const others = byDay.get(day)
      if (others === undefined) byDay.set(day, [visit])
      else others.push(visit)
    }
  }
  for (const visits of byDay.values()) visits.sort((a, b) => a.at - b.at || (a.shopper.id < b.shopper.id ? -1 : 1))
  drawn.set(chain, byDay)
  return byDay
}

/**
 * What is paid on one day, as `kairos.purchase` events in the order of time. The same day of the same chain is
 * always the same, whichever days were asked for before.
 * @param past marks the events as history, which fills memory and begins nothing
 */
export function* shoppingDay(chain: Chain, day: Day, past = false): Generator<CloudEventInput> {
  const visits = visitsByDay(chain).get(dayBegins(day) / DAY) ?? []
  const receipts = new Map<string, number>()
  for (const visit of visits) {
    const random = new Random(chain.seed, 'basket', visit.shopper.id, visit.number)
    const till = `till-${random.whole(1, TILLS)}`
    const place = `${visit.store}/${till}`
    const number = (receipts.get(place) ?? 0) + 1
    receipts.set(place, number)
    const receipt = `${day.replaceAll('-', '')}-${`${number}`.padStart(4, '0')}`
    const lines = basket(random, chain, visit.shopper)
    yield {
      specversion: '1.0',
      id: receiptEventId('purchase', visit.store, till, receipt),
      source: 'chain',
      subject: visit.shopper.id,
      time: new Date(visit.at).toISOString(),
      ...(past ? { history: true } : {}),
      type: 'kairos.purchase',
      data: { store: visit.store, till, receipt, total: lines.reduce((sum, { amount }) => sum + amount, 0), lines },
    }
  }
}

/** One to seven different articles, three quarters of them of the categories that she likes. */
function basket(random: Random, { categories }: Chain, shopper: Shopper): Line[] {
  const size = Math.min(7, 1 + Math.floor(random.gamma(1, 1.6)))
  const likes = shopper.likes.map(({ category, weight }) => ({ value: category, weight }))
  const lines = new Map<string, Line>()
  for (let n = 0; n < size; n += 1) {
    const category = random.chance(SHARE_OF_LIKES) ? random.weighted(likes) : random.pick(categories)
    const { sku, name, price } = random.pick(articlesOf(category))
    // Cheap things are bought by the handful.
    const quantity = price < 1000 && random.chance(0.3) ? random.whole(2, 4) : 1
    lines.set(sku, { sku, name, category, quantity, amount: quantity * price })
  }
  return [...lines.values()]
}
