import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Input } from './advance.ts'
import { purchase, used, visit } from './testing/events.fixture.ts'
import { fold, timePassed } from './testing/fold.fixture.ts'
import { anna, day, dialogue, small, step, type Source } from './testing/small-chain.fixture.ts'

const MEMORY = {
  visits: { of: 'visit' },
  purchases: { of: 'purchase' },
  categories: { of: 'purchase', by: 'category' },
  week: { of: 'visit', window: '12d' },
  spent: { of: 'purchase', window: '12d' },
  usage: { of: 'usage', by: 'of', window: '12d' },
}
const said = { say: step('screen', ['1h', 'over']) }
const begunBy = (begins: Source, ...inputs: Input[]) => {
  const playbooks = small([dialogue(said, { begins, goal: { when: 'return' } })], { memory: MEMORY })
  const { happened, customer } = fold(playbooks, anna(playbooks), ...inputs)
  return happened.flatMap(({ what, run, at }) =>
    what === 'begun' ? [{ run, at, about: customer.runs.find(({ occasion }) => occasion === run)?.about }] : [],
  )
}
const beginnings = (begins: Source, ...inputs: Input[]) => begunBy(begins, ...inputs).map(({ at }) => at)
const visits = (...days: number[]) => days.flatMap((each) => [timePassed(day(each)), visit(day(each))])

describe('reaches and nears', () => {
  const third = { when: 'reaches', memory: 'visits', at: 3 }

  test('a threshold is crossed once: not before, and not by what comes after', () => {
    expect(beginnings(third, ...visits(1, 2))).toEqual([])
    expect(beginnings(third, ...visits(1, 2, 3, 4, 5))).toEqual([day(3)])
    expect(begunBy(third, ...visits(1, 2, 3))[0]?.run).toBe('reaches:visits/:3')
  })

  test('by the event that was missing, though it comes late and out of order', () => {
    const late = visit(day(3), { received: day(4) })
    expect(beginnings(third, ...visits(1, 4), late, ...visits(5))).toEqual([day(3)])
  })

  test('E10: and by none, when that event is too old to begin anything', () => {
    const old = visit(day(1), { received: day(6) })
    expect(beginnings(third, ...visits(2, 6), old, ...visits(7))).toEqual([])
  })

  test('a sum may leap over the threshold; the first of a kind is the threshold of one', () => {
    const rich = { when: 'reaches', memory: 'purchases', of: 'sum', at: 250 }
    expect(beginnings(rich, purchase(day(1), ['a', 'a']), purchase(day(2), ['a', 'a', 'a']))).toEqual([day(2)])
    expect(beginnings({ when: 'reaches', memory: 'purchases', at: 1 }, purchase(day(1)))).toEqual([day(1)])
  })

  test('one key, or any; of any the run is about the key that moved', () => {
    const shoes = { when: 'reaches', memory: 'categories', key: 'shoes', at: 2 }
    const bought = [purchase(day(1), ['shoes', 'linen']), purchase(day(2), ['linen']), purchase(day(3), ['shoes'])]
    expect(beginnings(shoes, ...bought)).toEqual([day(3)])
    expect(begunBy({ ...shoes, key: 'any' }, bought[0] ?? timePassed(0), timePassed(day(1, 5)))).toEqual([])
    const any = begunBy({ ...shoes, key: 'any' }, ...bought.flatMap((each) => [timePassed(each.at), each]))
    expect(any).toEqual([
      { run: 'reaches:categories/linen:2', at: day(2), about: 'linen' },
      { run: 'reaches:categories/shoes:2', at: day(3), about: 'shoes' },
    ])
  })

  test('nears: within so many of the threshold, once, and never after reaching it', () => {
    const near = { when: 'nears', memory: 'visits', at: 4, within: 2 }
    expect(beginnings(near, ...visits(1))).toEqual([])
    expect(beginnings(near, ...visits(1, 2, 3, 4, 5, 6))).toEqual([day(2)])
    const rich = { when: 'nears', memory: 'purchases', of: 'sum', at: 300, within: 100 }
    expect(beginnings(rich, purchase(day(1), ['a', 'a', 'a']))).toEqual([])
    expect(beginnings(rich, purchase(day(1), ['a']), purchase(day(2), ['a']))).toEqual([day(2)])
  })

  test('for every order of arrival, a threshold is crossed exactly once', () => {
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 7 })
    fc.assert(
      fc.property(order, fc.integer({ min: 1, max: 7 }), fc.constantFrom('visits', 'week'), (hours, at, memory) => {
        const events = hours.map((hour) => visit(day(1, hour), { received: day(1, 9) }))
        expect(beginnings({ when: 'reaches', memory, at }, ...events).length).toBe(1)
      }),
      { numRuns: 100 },
    )
  })
})

describe('E11: windows', () => {
  const thrice = { when: 'reaches', memory: 'week', at: 3 }

  test('E11: older stretches fall out, the twelfth stays', () => {
    expect(beginnings(thrice, ...visits(1, 2, 12))).toEqual([day(12)])
    expect(beginnings(thrice, ...visits(1, 2, 13))).toEqual([])
  })

  test('E11: a number that fell and comes up again crosses again, and the run is named by its stretch', () => {
    const begun = begunBy(thrice, ...visits(1, 2, 3, 30, 31, 32))
    expect(begun.map(({ at, run }) => [at, run])).toEqual([
      [day(3), `reaches:week/:3@${day(3)}`],
      [day(32), `reaches:week/:3@${day(32)}`],
    ])
  })

  test('E11: a late event counts where it belongs, and crosses with the latest in view', () => {
    const late = (at: number) => visit(day(at), { received: day(at + 2) })
    expect(beginnings(thrice, ...visits(1, 14), late(13))).toEqual([])
    expect(beginnings(thrice, ...visits(1, 4), late(3))).toEqual([day(3)])
    expect(beginnings(thrice, ...visits(1, 2, 4), late(3), ...visits(5))).toEqual([day(4)])
    // It is of another window: the one that ends with the latest does not reach back to it.
    const short = { when: 'reaches', memory: 'visits', at: 2 }
    const playbooks = small([dialogue(said, { begins: short, goal: { when: 'return' } })], {
      memory: { visits: { of: 'visit', window: '12h' } },
    })
    expect(fold(playbooks, anna(playbooks), visit(day(1)), visit(day(2)), late(1)).customer.runs).toEqual([])
  })

  test('E11: at most twelve stretches are kept, the latest; all else is kept whole', () => {
    const days = Array.from({ length: 40 }, (_, n) => n)
    const playbooks = small([], { memory: MEMORY })
    const { customer } = fold(playbooks, anna(playbooks), ...days.map((n) => visit(day(n))), visit(day(3, 1)))
    const week = customer.memory['week']
    expect(week).toMatchObject({ n: 41, first: day(0), last: day(39) })
    expect(week && 'n' in week ? week.buckets?.map(({ at }) => at) : []).toEqual(days.slice(-12).map((n) => day(n)))
  })

  test('E11: a condition sees what fell into the window, at the time it is asked', () => {
    const rich = dialogue(said, { for: 'memory.spent.n >= 2 && memory.spent.sum >= 200', goal: { when: 'return' } })
    const playbooks = small([rich], { memory: MEMORY })
    const bought = fold(playbooks, anna(playbooks), purchase(day(1), ['a']), purchase(day(2), ['a'])).customer
    expect(fold(playbooks, bought, visit(day(12))).customer.runs.length).toBe(1)
    expect(fold(playbooks, bought, visit(day(13))).customer.runs.length).toBe(0)
    const keyed = dialogue(said, { for: 'memory.usage.by.wash.sum >= 5', goal: { when: 'return' } })
    const machines = small([keyed], { memory: MEMORY })
    const washed = fold(machines, anna(machines), used(day(1), 'wash', 5)).customer
    expect(fold(machines, washed, visit(day(12))).customer.runs.length).toBe(1)
    expect(fold(machines, washed, visit(day(13))).customer.runs.length).toBe(0)
  })

  test('E11: what a run is about is what the window counts most', () => {
    const most = dialogue(said, { about: { most: 'usage' }, goal: { when: 'return' } })
    const playbooks = small([most], { memory: MEMORY })
    const inputs = [used(day(1), 'wash', 1), used(day(1, 1), 'wash', 1), used(day(8), 'dry', 1)]
    const about = (at: number) => fold(playbooks, anna(playbooks), ...inputs, visit(day(at))).customer.runs[0]?.about
    expect([about(12), about(14), about(25)]).toEqual(['wash', 'dry', undefined])
  })
})

describe('drops', () => {
  const half = { when: 'drops', memory: 'week', to: 50 }
  const daily = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n)

  test('begins when the later half has come down to so many per cent of the earlier, not a visit before', () => {
    expect(beginnings(half, ...visits(...daily(0, 12)))).toEqual([])
    // On day 14 the earlier half is day 3 to 8, six visits, and the later day 9 to 14: three of them.
    expect(beginnings(half, ...visits(...daily(0, 11), 14))).toEqual([day(14)])
    expect(beginnings({ ...half, to: 49 }, ...visits(...daily(0, 11), 14))).toEqual([])
  })

  test('a window that has not been filled once says nothing about a fall', () => {
    expect(beginnings(half, ...visits(1, 2, 3, 4, 12))).toEqual([])
    expect(beginnings(half, ...visits(1, 2, 3, 4, 13))).toEqual([day(13)])
    expect(beginnings(half, ...visits(0, 1, 2, 3, 4, 5, 12))).toEqual([day(12)])
    expect(beginnings(half, visit(day(0, 1)), ...visits(1, 2, 3, 4, 5, 12))).toEqual([])
  })

  test('where there was nothing there is no fall', () => {
    expect(beginnings(half, ...visits(0, 40))).toEqual([])
    const spent = { when: 'drops', memory: 'spent', of: 'sum', to: 50 }
    expect(beginnings(spent, purchase(day(0)), purchase(day(13)))).toEqual([])
  })

  test('of any key, only the one that moved has fallen', () => {
    const any = { when: 'drops', memory: 'usage', key: 'any', to: 50 }
    const washed = [0, 1, 2, 3, 4, 5].map((each) => used(day(each), 'wash', 1))
    expect(beginnings(any, ...washed, used(day(12), 'dry', 1))).toEqual([])
    expect(begunBy(any, ...washed, used(day(12), 'dry', 1), used(day(12, 1), 'wash', 1))).toMatchObject([
      { at: day(12, 1), about: 'wash' },
    ])
  })

  test('a late visit is counted in the half it belongs to, seen from the latest', () => {
    const late = visit(day(13), { received: day(14, 1) })
    expect(beginnings({ ...half, to: 40 }, ...visits(...daily(0, 10), 14), late)).toEqual([day(14)])
    expect(beginnings({ ...half, to: 40 }, ...visits(...daily(0, 11), 14), late)).toEqual([])
  })
})
