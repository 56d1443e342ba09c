import { DAY, HOUR, MINUTE, type Ms } from '@kairos/shared/time'
import { planAnswer } from './answering.ts'
import type { Life } from './life.ts'
import { comeInRhythm, persuade } from './store.ts'

/** So many of her gaps before the beginning are lived as history, so that memory is filled as an import fills it. */
const GAPS_BEFORE = 6
const SHARE_MOVING_A_YEAR = 0.1
const CALLS_A_YEAR = 1.5
const SHARE_OF_CATEGORY_KEPT = 1 / 3

/** Plans all that a ghost does of her own accord. What she answers comes of what is said to her. */
export function plan(life: Life): void {
  const { ghost, setting } = life
  const { chance, joined, gap } = ghost
  const begins = Math.max(joined, setting.from - GAPS_BEFORE * gap)
  life.plan(begins, (at) => join(life, at))
  // Somebody new comes the day she joins; all others are somewhere in their rhythm.
  comeInRhythm(life, joined >= setting.from ? joined + DAY : begins + chance.share() * gap)
  const now = Math.max(begins, setting.from)
  planWebVisits(life, now)
  planMoving(life, now)
  planUsage(life, begins)
  planCalls(life, now)
  planOccasions(life, now)
}

function join(life: Life, at: Ms): void {
  const { profile, consents } = life.ghost
  life.does({ type: 'profile', profile, identities: [] }, at)
  life.does({ type: 'consent', purpose: 'marketing', given: consents, strength: 'held' }, at)
}

/** Does something again and again with a mean time between, until the end of the simulation. */
function repeat(life: Life, from: Ms, mean: Ms, act: (at: Ms) => void): void {
  life.plan(from + life.ghost.chance.exponential(mean), (at) => {
    act(at)
    repeat(life, at + MINUTE, mean, act)
  })
}

const hears = (life: Life, type: string): boolean => life.setting.world.heard.has(type)

function planWebVisits(life: Life, from: Ms): void {
  if (!hears(life, 'webVisit')) return
  const { chance, likes, gap } = life.ghost
  repeat(life, from, gap / 2, (at) => {
    life.does({ type: 'webVisit', page: chance.pick(likes) ?? 'home' }, at)
    // She is signed in there, so the site knows her as well as a card does.
    const message = life.look({ at, surface: 'web', strength: 'held', visitBegan: at })
    if (!message) return
    life.reach(message, 'web', at)
    persuade(life, at)
    planAnswer(life, message, at)
  })
}

function planMoving(life: Life, from: Ms): void {
  if (!hears(life, 'address')) return
  repeat(life, from, (365 * DAY) / SHARE_MOVING_A_YEAR, (at) => life.does({ type: 'address' }, at))
}

function planUsage(life: Life, from: Ms): void {
  if (!hears(life, 'usage')) return
  const { chance, uses, usesLess } = life.ghost
  const [meter] = life.setting.world.meters
  if (meter === undefined) return
  const useADay = (day: Ms) =>
    life.plan(day + 22 * HOUR, (at) => {
      const mean = at >= usesLess ? uses / 3 : uses
      life.does({ type: 'usage', of: meter, amount: chance.between(0, 2 * mean) }, at)
      useADay(day + DAY)
    })
  // The newest quarter of a year of history is enough to tell a drop by.
  useADay(Math.floor(Math.max(from, life.setting.from - 90 * DAY) / DAY) * DAY)
}

function planCalls(life: Life, from: Ms): void {
  if (!hears(life, 'call')) return
  const { chance } = life.ghost
  repeat(life, from, (365 * DAY) / CALLS_A_YEAR, (at) => {
    const topic = chance.pick(life.setting.world.topics)
    if (topic !== undefined) life.does({ type: 'call', topic }, at)
  })
}

/** Head office folds an occasion into those whom it finds to be interested. */
function planOccasions(life: Life, from: Ms): void {
  const { likes, chance } = life.ghost
  for (const { kind, name, category, at, on } of life.setting.world.occasions) {
    const concerns = category === undefined ? chance.happens(SHARE_OF_CATEGORY_KEPT) : likes.includes(category)
    if (at < from || !concerns) continue
    const about = { ...(category === undefined ? {} : { category }), ...(on === undefined ? {} : { on }) }
    life.plan(at, (at) => life.does({ type: 'occasion', kind, name, ...about }, at))
  }
}
