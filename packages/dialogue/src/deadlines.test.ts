import { describe, expect, test } from 'vitest'
import { DAY } from '@kairos/shared/time'
import { answer, consent, purchase, visit } from './testing/events.fixture.ts'
import { effectsInWords, fold, theMessage, theRun, timePassed } from './testing/fold.fixture.ts'
import { anna, day, dialogue, small, step } from './testing/small-chain.fixture.ts'

const missed = dialogue(
  { write: step('email', ['7d', 'call'], { well: 'call' }), call: step('phone', ['14d', 'over']) },
  { begins: { when: 'absence', of: 'purchase', after: '45d' }, again: '180d' },
)
const playbooks = small([missed], { policy: { caps: [{ channel: 'email', most: 1, per: '90d' }] } })
const bought = fold(playbooks, anna(playbooks), purchase(day(0))).customer

const missedKey = `absence:purchase:${45 * DAY}`

describe('absences', () => {
  test('E8: begin at their own time, however late they are folded, and are named by the moment since which', () => {
    expect(bought.nextDue).toBe(day(45))
    expect(fold(playbooks, bought, timePassed(day(45) - 1)).customer.runs).toEqual([])
    const { customer, effects } = fold(playbooks, bought, timePassed(day(50)))
    expect(theRun(customer)).toMatchObject({ begun: day(45), occasion: `absent:${day(0)}`, due: day(52) })
    expect(effects).toMatchObject([{ do: 'send', channel: 'email', at: day(45) }])
  })

  test('are put off by each event of their kind, never brought forward by an older one', () => {
    const again = fold(playbooks, bought, purchase(day(10)), purchase(day(5), [], { received: day(11) })).customer
    expect(again.waits).toEqual({ [missedKey]: day(55) })
    expect(fold(playbooks, again, visit(day(20)), consent(day(20), true)).customer.waits).toEqual(again.waits)
  })

  test('E10: a deadline that had passed before its event was known is due for nothing', () => {
    const history = purchase(day(0), [], { received: day(45), history: true })
    const { customer } = fold(playbooks, anna(playbooks), history)
    expect(customer.waits).toEqual({})
    expect(customer.memory['purchases']).toMatchObject({ n: 1 })
  })

  test('one that is over begins nothing again until the rest has passed', () => {
    const over = fold(playbooks, bought, timePassed(day(100)), purchase(day(101))).customer
    expect(fold(playbooks, over, timePassed(day(200))).happened).toEqual([])
    const later = fold(playbooks, over, purchase(day(190)), timePassed(day(240))).customer
    expect(theRun(later).begun).toBe(day(235))
  })
})

describe('E7: an event that would have prevented the beginning', () => {
  const late = purchase(day(44), [], { received: day(46) })
  const begun = fold(playbooks, bought, timePassed(day(45)))

  test('E7: ends the run as never begun, withdraws it and gives its caps and its rest back', () => {
    expect(begun.customer.contacts).toEqual({ email: [day(45)] })
    const contacts = { email: [day(-100), day(45)] }
    const { customer, effects, happened } = fold(playbooks, { ...begun.customer, contacts }, late)
    expect(theRun(customer).ended?.how).toBe('never')
    expect(effectsInWords(effects)).toEqual(['withdraw talk'])
    expect(happened.map(({ what }) => what)).toEqual(['never'])
    expect(customer.contacts).toEqual({ email: [day(-100)] })
    expect(customer.begun).toEqual({})
    expect(customer.waits[missedKey]).toBe(day(89))
    const next = fold(playbooks, customer, timePassed(day(89)))
    expect(effectsInWords(next.effects)).toEqual(['email talk/write/1'])
  })

  test.each([
    ['at the moment since which', purchase(day(0), ['x'], { received: day(46) })],
    ['before it', purchase(day(-1), [], { received: day(46) })],
    ['of another kind', visit(day(44), { received: day(46) })],
  ])('E7: an event %s prevented nothing', (_, event) => {
    expect(theRun(fold(playbooks, begun.customer, event).customer).ended).toBeUndefined()
  })

  test('E7: an event at the very moment of the beginning still prevented it', () => {
    const there = purchase(day(45), [], { received: day(46) })
    expect(theRun(fold(playbooks, begun.customer, there).customer).ended?.how).toBe('never')
  })

  test('E7: an event after the beginning is the goal, not a prevention', () => {
    expect(theRun(fold(playbooks, begun.customer, purchase(day(46))).customer).ended?.how).toBe('won')
  })

  test('E7: undoes a run that has ended since, and gives its rest back', () => {
    const over = fold(playbooks, begun.customer, timePassed(day(80))).customer
    const undone = fold(playbooks, over, purchase(day(44), [], { received: day(81) })).customer
    expect(theRun(undone).ended?.how).toBe('never')
    expect(undone.begun).toEqual({})
  })

  test('E7: no late answer opens again what never began', () => {
    const silent = fold(playbooks, begun.customer, timePassed(day(53))).customer
    const undone = fold(playbooks, silent, purchase(day(44), [], { received: day(54) })).customer
    expect(fold(playbooks, undone, answer(day(46), theMessage(begun.customer), 'well')).customer).toEqual(undone)
  })

  test('E7: an earlier run of the dialogue keeps its rest', () => {
    const often = small([{ ...missed, again: '30d', begins: { when: 'absence', of: 'purchase', after: '10d' } }])
    const bought = [0, 40, 80].flatMap((each) => [purchase(day(each)), timePassed(day(each + 11))])
    const thrice = fold(often, anna(often), ...bought).customer
    expect(thrice.begun).toEqual({ talk: day(90) })
    const undone = fold(often, thrice, purchase(day(85), [], { received: day(91) })).customer
    expect(undone.begun).toEqual({ talk: day(50) })
  })
})

describe('E1 and E10: time', () => {
  test('exactly as many deadlines as one passing folds: time has passed as far as it was asked to', () => {
    // Two runs of a circle of silences, an hour each, ended after 100 steps: 200 deadlines, and nothing after them.
    const circle = (name: string) =>
      dialogue({ round: step('screen', ['1h', 'round']) }, { dialogue: name, goal: { when: 'return' } })
    const playbooks = small([circle('one'), circle('two')])
    const walked = fold(playbooks, anna(playbooks), visit(day(0)))
    const { customer } = fold(playbooks, walked.customer, timePassed(day(40)))
    expect([customer.now, customer.runs.every((run) => run.ended)]).toEqual([day(40), true])
  })

  test('E1: only the passing of time moves the document, and never back', () => {
    expect(bought.now).toBe(0)
    const later = fold(playbooks, bought, timePassed(day(3)), timePassed(day(2)), visit(day(9))).customer
    expect(later.now).toBe(day(3))
  })

  test('E1: more deadlines than one passing folds wait for the next, and time does not get ahead of them', () => {
    const talks = Array.from({ length: 8 }, (_, n) =>
      dialogue({ again: step('screen', ['1h', 'again']) }, { dialogue: `talk${n}`, goal: { when: 'return' } }),
    )
    const many = small(talks)
    const begun = fold(many, anna(many), visit(day(0))).customer
    const once = fold(many, begun, timePassed(day(4))).customer
    expect(once.nextDue).toBeLessThan(day(4))
    expect(once.now).toBeLessThanOrEqual(once.nextDue ?? 0)
    let { customer } = fold(many, once)
    while ((customer.nextDue ?? Infinity) <= day(4)) ({ customer } = fold(many, customer, timePassed(day(4))))
    let slow = begun
    for (let hour = 0; hour <= 96; hour++) slow = fold(many, slow, timePassed(day(0, hour))).customer
    expect(slow).toEqual(customer)
  })

  const greet = small([dialogue({ write: step('email', ['1d', 'over']) })])

  test.each([
    ['two days old', { received: day(3) }, 1],
    ['older', { received: day(3) + 1 }, 0],
    ['imported', { received: day(1), history: true as const }, 0],
  ])('E10: an event that is %s is remembered; a beginning needs it fresh', (_, arrival, runs) => {
    const { customer, effects } = fold(greet, anna(greet), visit(day(1), arrival))
    expect(customer.runs.length).toBe(runs)
    expect(effects.length).toBe(runs)
    expect(customer.memory['visits']).toMatchObject({ n: 1, last: day(1) })
  })

  test('E10: a goal is reached by what is old, and by what is imported', () => {
    const begun = fold(greet, anna(greet), visit(day(1))).customer
    const old = purchase(day(1, 1), [], { received: day(9), history: true })
    expect(theRun(fold(greet, begun, old).customer).ended?.how).toBe('won')
  })
})
