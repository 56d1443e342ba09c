import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { shareOf, spentIn } from './budgets.ts'
import { purchase, redeeming, visit, webVisit } from './testing/events.fixture.ts'
import { chooseAt, fold, theRun, timePassed } from './testing/fold.fixture.ts'
import { anna, day, dialogue, small, step, type Source } from './testing/small-chain.fixture.ts'

const incentives = { gift: { name: 'A gift', value: 500, cost: 200, expires: '10d' } }
const give = (more: Source = {}) =>
  dialogue({ give: { ...step('screen', ['1d', 'over']), grants: 'gift' } }, { goal: { when: 'return' }, ...more })
const chain = { incentives, policy: { modes: { saving: { noIncentives: true } } } }
const playbooks = small([give()], chain)
const granted = fold(playbooks, anna(playbooks), visit(day(1)))
const ends = ({ effects }: ReturnType<typeof fold>) =>
  effects.flatMap((each) => (each.do === 'redeemed' || each.do === 'expired' ? [`${each.do} ${each.at}`] : []))

describe('E16: incentives', () => {
  test('E16: granted as the step is reached, until so long after', () => {
    expect(granted.effects).toEqual([
      { do: 'grant', incentive: 'gift', dialogue: 'talk', run: `visit:visit-${day(1)}`, at: day(1), expires: day(11) },
    ])
    expect(granted.customer.incentives).toEqual({ gift: { granted: day(1), expires: day(11) } })
  })

  test('E16: expires once, at its own time, if nothing used it up', () => {
    expect(fold(playbooks, granted.customer, timePassed(day(11) - 1), purchase(day(3))).customer.incentives).toEqual(
      granted.customer.incentives,
    )
    const over = fold(playbooks, granted.customer, timePassed(day(11)), timePassed(day(60)))
    expect(ends(over)).toEqual([`expired ${day(11)}`])
    expect('incentives' in over.customer).toBe(false)
  })

  test('E16: is redeemed only while it is held, once, and then expires no more', () => {
    const used = fold(playbooks, granted.customer, redeeming(day(5), 'gift'), redeeming(day(6), 'gift'))
    expect(ends(used)).toEqual([`redeemed ${day(5)}`])
    expect(ends(fold(playbooks, used.customer, timePassed(day(60))))).toEqual([])
    expect(ends(fold(playbooks, anna(playbooks), redeeming(day(5), 'gift')))).toEqual([])
    expect(ends(fold(playbooks, granted.customer, redeeming(day(5), 'other')))).toEqual([])
    expect(ends(fold(playbooks, granted.customer, redeeming(day(5), 'constructor')))).toEqual([])
  })

  test('E16: by what happened while it was held, not by what came earlier or too late', () => {
    const at = (time: number) => ends(fold(playbooks, granted.customer, redeeming(time, 'gift', { received: day(12) })))
    expect(at(day(1) - 1)).toEqual([])
    expect(at(day(1))).toEqual([`redeemed ${day(1)}`])
    expect(at(day(11))).toEqual([`redeemed ${day(11)}`])
    expect(at(day(11) + 1)).toEqual([])
  })

  test('E16: granted again, the new one takes the place of the old, which has come to its end', () => {
    const again = fold(playbooks, granted.customer, timePassed(day(3)), visit(day(4)))
    expect(again.effects.map((each) => each.do)).toEqual(['expired', 'grant'])
    expect(ends(again)).toEqual([`expired ${day(4)}`])
    expect(again.customer.incentives).toEqual({ gift: { granted: day(4), expires: day(14) } })
    expect(ends(fold(playbooks, again.customer, timePassed(day(60))))).toEqual([`expired ${day(14)}`])
    // One that had run out before that, and was not folded yet, ran out then.
    const late = fold(playbooks, { ...granted.customer, runs: [] }, visit(day(20)))
    expect(ends(late)).toEqual([`expired ${day(11)}`])
  })

  test('E13 and E10: none for a hold-out, none by what is too old or imported', () => {
    const held = small([give({ holdout: 90 })], chain)
    const customer = fold(held, anna(held), visit(day(1))).customer
    expect([customer.runs[0]?.held, customer.incentives]).toEqual([true, undefined])
    const imported = visit(day(1), { history: true })
    expect(fold(playbooks, anna(playbooks), imported).customer.incentives).toBeUndefined()
  })

  test('E16: a mode without incentives spares them, and says so', () => {
    const save = dialogue(
      { say: { ...step('web', ['1d', 'over']), mode: 'saving' } },
      { dialogue: 'save', begins: { when: 'webVisit' }, goal: { when: 'return' } },
    )
    const both = small([give(), save], chain)
    const { customer } = fold(both, anna(both), webVisit(day(1)))
    const spared = fold(both, customer, visit(day(2)))
    expect(spared.happened.at(-1)).toMatchObject({ what: 'spared', detail: 'gift', dialogue: 'talk', at: day(2) })
    expect([spared.effects, spared.customer.incentives]).toEqual([[], undefined])
  })

  test('E16: the mode of a step holds for its own grant', () => {
    const both = { ...step('web', ['1d', 'over']), mode: 'saving', grants: 'gift' }
    const one = small([dialogue({ both }, { goal: { when: 'return' } })], chain)
    expect(fold(one, anna(one), visit(day(1))).customer.incentives).toBeUndefined()
  })

  test('conditions see what she holds', () => {
    const remind = dialogue(
      { say: step('email', ['1d', 'over']) },
      {
        dialogue: 'remind',
        begins: { when: 'purchase' },
        for: 'has(customer.incentives.gift)',
        goal: { when: 'return' },
      },
    )
    const both = small([give(), remind], chain)
    expect(fold(both, granted.customer, purchase(day(2))).effects.length).toBe(1)
    expect(fold(both, anna(both), purchase(day(2))).effects.length).toBe(0)
  })
})

describe('E16: budgets that the whole chain shares', () => {
  const budget = (most: number) => ({ incentives: { gift: { ...incentives.gift, budget: most } } })
  const lasting = dialogue(
    {
      give: { ...step('screen', ['1d', 'plain']), grants: 'gift' },
      plain: step('screen', ['2d', 'over']),
    },
    { goal: { when: 'return' } },
  )
  const limited = small([lasting], budget(10))

  test('E16: where nothing is left, what cannot be kept is not promised: the run goes on as after silence', () => {
    const spent = { ...visit(day(1)), spent: ['gift'] }
    const { customer, effects, happened } = fold(limited, anna(limited), spent)
    expect([effects, customer.incentives, theRun(customer).step]).toEqual([[], undefined, 'plain'])
    expect(happened.map(({ what, detail }) => [what, detail])).toEqual([
      ['begun', undefined],
      ['step', 'give'],
      ['withheld', 'spent'],
      ['step', 'plain'],
    ])
    const other = fold(limited, anna(limited), { ...visit(day(1)), spent: ['other'] })
    expect(theRun(other.customer).step).toBe('give')
  })

  test('E16: a deadline, too, grants nothing where nothing is left, and what is chosen promises nothing', () => {
    const later = small(
      [
        dialogue(
          { first: step('screen', ['1d', 'give']), give: { ...step('screen', ['1d', 'over']), grants: 'gift' } },
          { goal: { when: 'return' } },
        ),
      ],
      budget(10),
    )
    const waiting = fold(later, anna(later), visit(day(1))).customer
    const at = (spent: string[]) => fold(later, waiting, { type: 'timePassed', at: day(2), spent })
    expect([at([]).effects.length, at(['gift']).effects.length]).toEqual([1, 0])
    const said = (spent: string[]) =>
      chooseAt(later, waiting, day(2), { spent }).ranked.map((each) => each.message.step)
    expect([said([]), said(['gift'])]).toEqual([['give'], []])
  })

  test('E16: the shares of all places together never come to more than the budget, and nearly to all of it', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.nat(2000), (most, count) => {
        const stores = Object.fromEntries(Array.from({ length: count }, (_, n) => [`s${n}`, {}]))
        const chain = { ...limited.current.chain, stores: stores as never }
        const [hq, store] = [shareOf(chain, most, 'hq'), shareOf(chain, most, 'store')]
        expect(hq + store * count).toBe(most)
        expect(hq).toBeGreaterThanOrEqual(Math.floor(most / 2))
        expect(store).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  test('E16: a place has spent its share when it has granted that many', () => {
    const { chain: source } = limited.current
    const left = (place: 'hq' | 'store', granted: number) => spentIn(source, place, () => granted)
    expect([left('hq', 4), left('hq', 5), left('store', 4), left('store', 5)]).toEqual([[], ['gift'], [], ['gift']])
    expect(spentIn(playbooks.current.chain, 'store', () => 1000)).toEqual([])
  })
})
