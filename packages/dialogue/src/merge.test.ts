import * as fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { customerSchema, type Customer } from '@kairos/shared/customer'
import { customerIdSchema } from '@kairos/shared/ids'
import { newStranger } from './advance.ts'
import { merge } from './merge.ts'
import { consent, profile, purchase, redeeming, visit } from './testing/events.fixture.ts'
import { chooseAt, deepFreeze, effectsInWords, fold, theRun, timePassed } from './testing/fold.fixture.ts'
import { live, lives } from './testing/random-life.fixture.ts'
import { compileRandom, playbookSources } from './testing/random-playbook.fixture.ts'
import { anna, day, dialogue, small, step } from './testing/small-chain.fixture.ts'

vi.setConfig({ testTimeout: 60_000 })

const OTHER = customerIdSchema.parse('other')
const other = (customer: Customer): Customer => ({ ...customer, id: OTHER })
const memory = {
  purchases: { of: 'purchase' },
  lately: { of: 'purchase', window: '2d' },
  categories: { of: 'purchase', by: 'category' },
}
const missed = dialogue(
  { write: step('email', ['7d', 'over']) },
  { begins: { when: 'absence', of: 'purchase', after: '45d' }, again: '90d' },
)

describe('E18: two documents that turn out to be one customer', () => {
  test('E18: count together what both counted apart, in any order', () => {
    fc.assert(
      fc.property(lives, lives, fc.nat(), (one, two, seed) => {
        const playbooks = small([], { memory })
        const events = [live(playbooks, one), live(playbooks, two)].map((moments) =>
          moments.flatMap(({ input }) => (input.type === 'timePassed' ? [] : [input])),
        )
        const [a = [], b = []] = events
        const both = fold(playbooks, anna(playbooks), ...(seed % 2 === 0 ? [...a, ...b] : [...b, ...a])).customer
        const into = fold(playbooks, anna(playbooks), ...a).customer
        const { kept } = merge(playbooks, into, other(fold(playbooks, anna(playbooks), ...b).customer), day(100))
        expect(kept.customer.memory).toEqual(both.memory)
      }),
      { numRuns: 60 },
    )
  })

  test('E18: of a window only the latest stretches are kept', () => {
    const playbooks = small([], { memory })
    const [a = [], b = []] = [0, 2].map((from) => Array.from({ length: 12 }, (_, n) => purchase(day(from, 4 * n))))
    const [into, from] = [fold(playbooks, anna(playbooks), ...a), fold(playbooks, anna(playbooks), ...b)]
    const both = fold(playbooks, anna(playbooks), ...a, ...b).customer
    const { kept } = merge(playbooks, into.customer, other(from.customer), day(9))
    expect(kept.customer.memory).toEqual(both.memory)
  })

  test('E18: for every small playbook and lives, the first goes on and the second is over', () => {
    fc.assert(
      fc.property(playbookSources, lives, lives, (source, one, two) => {
        const playbooks = compileRandom(source)
        const [into, from] = [live(playbooks, one), live(playbooks, two)].map(
          (moments) => moments.at(-1)?.after.customer ?? anna(playbooks),
        )
        if (!into || !from) throw new Error('two lives')
        const { kept, over } = merge(playbooks, deepFreeze(into), deepFreeze(other(from)), day(1000))
        expect(kept.customer.runs.map(({ occasion }) => occasion)).toEqual(into.runs.map(({ occasion }) => occasion))
        expect([over.customer.runs.every(({ ended }) => ended), over.customer.waits, over.customer.incentives]).toEqual(
          [true, {}, undefined],
        )
        for (const { customer } of [kept, over]) {
          expect(customerSchema.parse(JSON.parse(JSON.stringify(customer)))).toEqual(customer)
          const early = fold(playbooks, customer, timePassed((customer.nextDue ?? day(5000)) - 1)).customer
          expect({ ...early, now: 0 }).toEqual({ ...customer, now: 0 })
        }
        // Of what both were granted each has one end, or is still hers.
        const held = (customer: Customer) => Object.keys(customer.incentives ?? {}).length
        const expired = [...kept.effects, ...over.effects].filter((effect) => effect.do === 'expired')
        expect(held(kept.customer) + expired.length).toBe(held(into) + held(from))
      }),
      { numRuns: 60 },
    )
  })

  test('E18: the strictest consent wins, until something later is given', () => {
    const playbooks = small([])
    const yes = fold(playbooks, anna(playbooks), consent(day(5), true)).customer
    const no = fold(playbooks, anna(playbooks), consent(day(2), false)).customer
    for (const [into, from] of [
      [yes, other(no)],
      [no, other(yes)],
    ] as const) {
      const { customer } = merge(playbooks, into, from, day(9)).kept
      expect(customer.consent['marketing']).toEqual({ given: false, at: day(5) })
      expect(fold(playbooks, customer, consent(day(4), true)).customer.consent['marketing']?.given).toBe(false)
      expect(fold(playbooks, customer, consent(day(10), true)).customer.consent['marketing']?.given).toBe(true)
    }
  })

  test('E18: the second one’s runs end and are withdrawn; the first one’s rests hold for both', () => {
    const talk = dialogue({ write: step('email', ['7d', 'over']) }, { again: '30d' })
    const playbooks = small([talk])
    const from = other(fold(playbooks, anna(playbooks), visit(day(1))).customer)
    const { kept, over } = merge(playbooks, anna(playbooks), from, day(2))
    expect(effectsInWords(over.effects)).toEqual(['withdraw talk'])
    expect(theRun(over.customer).ended).toEqual({ at: day(2), how: 'over' })
    expect([kept.effects, kept.customer.runs]).toEqual([[], []])
    expect(fold(playbooks, kept.customer, visit(day(20))).happened).toEqual([])
    expect(fold(playbooks, kept.customer, visit(day(31))).happened.length).toBeGreaterThan(0)
  })

  test('E7: what the other bought meanwhile ends a win-back as never begun', () => {
    const playbooks = small([missed])
    const begun = fold(playbooks, anna(playbooks), purchase(day(0)), timePassed(day(50))).customer
    const bought = other(fold(playbooks, anna(playbooks), purchase(day(40))).customer)
    const { kept } = merge(playbooks, begun, bought, day(51))
    expect([theRun(kept.customer).ended?.how, effectsInWords(kept.effects)]).toEqual(['never', ['withdraw talk']])
    expect([kept.customer.begun, kept.customer.contacts['email']]).toEqual([{}, []])
    expect(Object.values(kept.customer.waits)).toEqual([day(85)])
    const before = other(fold(playbooks, anna(playbooks), purchase(day(-1))).customer)
    expect(theRun(merge(playbooks, begun, before, day(51)).kept.customer).ended).toBeUndefined()
  })

  test('E18: an absence begins when neither has been heard of for so long', () => {
    const playbooks = small([missed])
    const [early, late] = [10, 20].map((at) => fold(playbooks, anna(playbooks), purchase(day(at))).customer)
    if (!early || !late) throw new Error('two of them')
    expect(merge(playbooks, early, other(late), day(21)).kept.customer.nextDue).toBe(day(65))
    expect(merge(playbooks, late, other(early), day(21)).kept.customer.nextDue).toBe(day(65))
  })

  test('E11: what one of them does not know yet is not known of both', () => {
    const playbooks = small([])
    const { kept } = merge(playbooks, anna(playbooks), other({ ...anna(playbooks), filled: 0 }), day(1))
    expect(kept.customer.filled).toBe(0)
  })
})

describe('E18: a stranger', () => {
  const playbooks = small([dialogue({ say: step('screen', ['7d', 'over']) }), { ...missed, dialogue: 'missed' }])
  const stranger = newStranger(playbooks, OTHER)

  test('E18: is remembered, begins nothing and is told nothing personal', () => {
    const { customer, happened } = fold(playbooks, stranger, purchase(day(0)), visit(day(1)), timePassed(day(60)))
    expect([happened, customer.memory['visits']]).toEqual([[], { n: 1, sum: 0, first: day(1), last: day(1) }])
    expect(chooseAt(playbooks, customer, day(60))).toEqual({ ranked: [], withheld: [] })
  })

  test('E18: is none any more when her profile comes, or when she is merged into somebody', () => {
    const known = fold(playbooks, stranger, profile(day(0), { home: 'home' })).customer
    expect([known.stranger, fold(playbooks, known, visit(day(1))).customer.runs.length]).toEqual([undefined, 1])
    const visited = fold(playbooks, stranger, visit(day(1))).customer
    const { customer } = merge(playbooks, anna(playbooks), visited, day(2)).kept
    expect([customer.stranger, customer.memory['visits']]).toMatchObject([undefined, { n: 1 }])
    expect(merge(playbooks, stranger, { ...stranger }, day(2)).kept.customer.stranger).toBe(true)
  })
})

describe('E19: an identity that several people share', () => {
  const birthday = { dialogue: 'wish', begins: { when: 'date', of: 'birthday' } }
  const often = { dialogue: 'often', begins: { when: 'reaches', memory: 'purchases', at: 2 } }
  const known = { dialogue: 'known', for: 'memory.purchases.n > 0 || customer.birthday == "10-20"' }
  const about = { dialogue: 'about', about: { most: 'categories' } }
  const steps = { say: step('screen', ['7d', 'over']) }
  const playbooks = small([birthday, often, known, about].map((more) => dialogue(steps, more)))
  const bought = [purchase(day(0), ['shoes']), purchase(day(1)), visit(day(2)), timePassed(day(400))]

  test('E19: gets no birthday, size or history; one that is hers alone gets them', () => {
    const begun = (household: boolean) => {
      const said = { profile: { birthday: '10-20', size: '38', household } }
      const hers = { ...profile(day(-1), {}), ...said }
      const { happened } = fold(playbooks, anna(playbooks), hers, ...bought)
      return [...new Set(happened.flatMap(({ what, dialogue: name }) => (what === 'begun' ? [name] : [])))].toSorted()
    }
    expect(begun(false)).toEqual(['about', 'known', 'often', 'wish'])
    expect(begun(true)).toEqual([])
  })

  test('E19: a birthday that was waited for before she was known to be several is not kept', () => {
    const alone = fold(playbooks, anna(playbooks), profile(day(-1), { birthday: '10-20' })).customer
    const shared = { ...profile(day(0), {}), profile: { household: true } }
    expect(fold(playbooks, alone, shared, timePassed(day(400))).happened).toEqual([])
    const hers = { ...alone, profile: { household: false } }
    const theirs = { ...alone, profile: { household: true } }
    expect(merge(playbooks, hers, other(theirs), day(1)).kept.customer.profile.household).toBe(true)
    expect(merge(playbooks, theirs, other(hers), day(1)).kept.customer.profile.household).toBe(true)
  })
})

test('E16: an incentive that both hold is hers once, for the longer time, and the other is over', () => {
  const gift = { name: 'A gift', value: 500, cost: 300, expires: '10d' }
  const give = dialogue({ give: { ...step('screen', ['7d', 'over']), grants: 'gift' } })
  const playbooks = small([give], { incentives: { gift } })
  const into = fold(playbooks, anna(playbooks), visit(day(1))).customer
  const from = other(fold(playbooks, anna(playbooks), visit(day(3))).customer)
  const { kept, over } = merge(playbooks, into, from, day(4))
  expect([kept.customer.incentives, kept.effects, effectsInWords(over.effects)]).toEqual([
    { gift: { granted: day(3), expires: day(13) } },
    [{ do: 'expired', incentive: 'gift', at: day(4) }],
    [],
  ])
  expect(effectsInWords(fold(playbooks, kept.customer, redeeming(day(12), 'gift')).effects)).toEqual(['redeemed gift'])
})
