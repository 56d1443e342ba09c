import * as fc from 'fast-check'
import type { Customer } from '@kairos/shared/customer'
import type { MessageRef } from '@kairos/shared/ids'
import { never } from '@kairos/shared/result'
import { DAY, HOUR, type Ms } from '@kairos/shared/time'
import { advance, type Advanced, type Input } from '../advance.ts'
import type { Playbooks } from '../playbook.ts'
import { currentMessage } from '../runs.ts'
import {
  answer,
  called,
  consent,
  moved,
  occasion,
  profile,
  purchase,
  redeeming,
  returned,
  shown,
  used,
  visit,
  walked,
  webVisit,
} from './events.fixture.ts'
import { chooseAt, deepFreeze, timePassed } from './fold.fixture.ts'
import { anna, START } from './small-chain.fixture.ts'

const CATEGORIES = ['shoes', 'linen', 'toys', 'books']

/** One thing that happens after a while, and what is known of it when. */
const act = fc.record({
  wait: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 1, max: 30 }) }, fc.integer({ min: 1, max: 400 })),
  /** Whether time is seen to pass before it is folded; else deadlines are folded after what came later. */
  wake: fc.boolean(),
  late: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 60 })),
  history: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  what: fc.oneof(
    { weight: 3, arbitrary: fc.constant({ is: 'visit' as const }) },
    {
      weight: 3,
      arbitrary: fc.record({
        is: fc.constantFrom('purchase' as const, 'purchase' as const, 'return' as const),
        categories: fc.array(fc.constantFrom(...CATEGORIES), { maxLength: 3 }),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        is: fc.constant('answer' as const),
        // Of all messages there have been, counted back from the latest.
        message: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(6)),
        response: fc.constantFrom('yes', 'no'),
        by: fc.constantFrom('shopper' as const, 'associate' as const),
      }),
    },
    { weight: 3, arbitrary: fc.record({ is: fc.constant('look' as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({ is: fc.constant('consent' as const), given: fc.constantFrom(true, true, false) }),
    },
    { weight: 1, arbitrary: fc.constant({ is: 'silence' as const }) },
    { weight: 1, arbitrary: fc.record({ is: fc.constant('walked' as const), zone: fc.constantFrom('front', 'back') }) },
    { weight: 1, arbitrary: fc.constantFrom({ is: 'web' as const }, { is: 'moved' as const }) },
    {
      weight: 2,
      arbitrary: fc.record({
        is: fc.constantFrom('used' as const, 'called' as const, 'occasion' as const),
        key: fc.constantFrom(...CATEGORIES),
        amount: fc.nat(200),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ is: 'redeem' as const }) },
    {
      weight: 1,
      arbitrary: fc.record({
        is: fc.constant('profile' as const),
        fields: fc.constantFrom<Record<string, string>>(
          { birthday: '10-20' },
          { birthday: '11-03', home: 'home' },
          { home: 'home' },
          { tier: 'gold' },
        ),
      }),
    },
  ),
})
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never

export const lives = fc.array(act, { minLength: 8, maxLength: 30, size: 'max' })

/** One fold of a life: what went in, what it went into, and what came out. */
export type Moment = { input: Input; before: Customer; after: Advanced }

/**
 * Lives a life: resolves what refers to messages, and folds. Everything handed in is frozen, so a fold
 * that changed its input would throw in every property.
 */
export function live(playbooks: Playbooks, life: readonly Act[], begin = anna(playbooks)): Moment[] {
  const moments: Moment[] = []
  const messages: MessageRef[] = []
  let customer = begin
  const fold = (input: Input) => {
    const after = advance(playbooks, deepFreeze(customer), deepFreeze(input))
    moments.push({ input, before: customer, after })
    ;({ customer } = after)
    for (const run of customer.runs) {
      const message = currentMessage(run)
      if (!messages.some((known) => JSON.stringify(known) === JSON.stringify(message))) messages.push(message)
    }
  }
  let now = START
  for (const [n, each] of life.entries()) {
    // No two events at one time: what happens at once has no order that could be the same everywhere.
    now += each.wait * HOUR + 1
    if (each.wake) fold(timePassed(now))
    const input = inputOf(playbooks, customer, messages, each, now, `life-${n}`)
    if (input) fold(input)
  }
  return moments
}

function inputOf(
  playbooks: Playbooks,
  customer: Customer,
  messages: MessageRef[],
  { what, late, history }: Act,
  now: Ms,
  id: string,
): Input | undefined {
  const arrival = { id, received: now, ...(history ? { history: true as const } : {}) }
  const at = now - late * HOUR
  switch (what.is) {
    case 'visit':
      return visit(at, arrival)
    case 'purchase':
      return purchase(at, what.categories, arrival)
    case 'return':
      return returned(at, what.categories, arrival)
    case 'consent':
      return consent(at, what.given, 'held', arrival)
    case 'answer': {
      const message = messages.at(-1 - what.message)
      return message && answer(at, message, what.response, what.by, arrival)
    }
    case 'look': {
      const [first] = chooseAt(playbooks, customer, now, { visitBegan: now - HOUR }).ranked
      return first && shown(now, first.message, { id })
    }
    case 'web':
      return webVisit(at, arrival)
    case 'moved':
      return moved(at, arrival)
    case 'used':
      return used(at, what.key, what.amount, arrival)
    case 'called':
      return called(at, what.key, arrival)
    case 'occasion':
      return occasion(at, 'spring', what.key, arrival, dayNear(at, what.amount))
    case 'walked':
      return walked(at, what.zone, arrival)
    case 'redeem':
      return redeeming(at, 'gift', arrival)
    case 'profile':
      return profile(at, what.fields, arrival)
    case 'silence':
      return timePassed(now)
    default:
      return never(what)
  }
}

/** Some occasions have no day, some had it before they were announced. */
const dayNear = (at: Ms, n: number): string | undefined =>
  n % 5 === 0 ? undefined : new Date(at + ((n % 12) - 2) * DAY).toISOString().slice(0, 10)
