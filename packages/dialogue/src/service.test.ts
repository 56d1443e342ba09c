import { describe, expect, test } from 'vitest'
import { answer, consent, purchase, visit } from './testing/events.fixture.ts'
import { chooseAt, effectsInWords, fold, theMessage, theRun, timePassed } from './testing/fold.fixture.ts'
import { anna, day, dialogue, small, step } from './testing/small-chain.fixture.ts'

describe('what she asked for', () => {
  const asked = { ...step('phone', ['1d', 'over']), purpose: 'service' }
  const chain = {
    policy: { caps: [{ channel: 'phone', most: 1, per: '30d' }], rest: '30d', quiet: { from: '00:00', to: '23:00' } },
  }

  test('E14: needs no consent to marketing, no cap, no rest, and waits for no quiet hours', () => {
    const playbooks = small([dialogue({ call: asked }), dialogue({ call: asked }, { dialogue: 'other' })], chain)
    const withdrawn = fold(playbooks, anna(playbooks), consent(day(0), false)).customer
    expect(effectsInWords(fold(playbooks, withdrawn, visit(day(1, 2))).effects)).toEqual([
      'phone talk/call/1',
      'phone other/call/1',
    ])
  })

  test('uses up nothing of what marketing may use', () => {
    const playbooks = small([dialogue({ call: asked })], chain)
    expect(fold(playbooks, anna(playbooks), visit(day(1))).customer.contacts).toEqual({})
  })

  test('can be a prompt in the visit under way', () => {
    const prompt = (visitOf: string) => small([dialogue({ ask: { ...step('pos', ['1d', 'over']), visit: visitOf } })])
    const told = (playbooks: ReturnType<typeof small>) =>
      chooseAt(playbooks, fold(playbooks, anna(playbooks), visit(day(1))).customer, day(1, 1), {
        surface: 'associate',
        visitBegan: day(1),
      })
    expect(told(prompt('this')).ranked).toHaveLength(1)
    expect(told(prompt('next')).withheld).toMatchObject([{ because: 'next visit' }])
  })
})

describe('E5: a late answer that asks for what silence has already led to', () => {
  const steps = { write: step('email', ['7d', 'call'], { unhappy: 'call' }), call: step('phone', ['14d', 'over']) }
  const playbooks = small([dialogue(steps)], { policy: { caps: [{ channel: 'phone', most: 1, per: '30d' }] } })

  test('leaves the call that is on its way, and counts', () => {
    const begun = fold(playbooks, anna(playbooks), visit(day(0))).customer
    const message = theMessage(begun)
    const called = fold(playbooks, begun, timePassed(day(8)))
    expect(effectsInWords(called.effects)).toEqual(['phone talk/call/1'])
    const late = fold(playbooks, called.customer, answer(day(9), message, 'unhappy'))
    expect(late.effects).toEqual([])
    expect(theRun(late.customer)).toMatchObject({
      step: 'call',
      reached: { call: 1 },
      answered: { 'write/1': { by: 'shopper' } },
    })
  })
})

describe('E13: what a held-out run’s ending begins', () => {
  test('runs mute too', () => {
    const talk = dialogue({ write: step('email', ['7d', 'over']) }, { holdout: 90 })
    const saved = dialogue(
      { thank: step('email', ['7d', 'over']) },
      { dialogue: 'saved', begins: { when: 'ended', dialogue: 'talk', how: 'won' } },
    )
    const playbooks = small([talk, saved])
    const begun = fold(playbooks, anna(playbooks), visit(day(0)))
    expect(theRun(begun.customer).held).toBe(true)
    const won = fold(playbooks, begun.customer, purchase(day(1)))
    expect([...begun.effects, ...won.effects]).toEqual([])
    expect(theRun(won.customer, 'saved').held).toBe(true)
  })
})
