import { describe, expect, test } from 'vitest'
import { customerIdSchema } from '@kairos/shared/ids'
import { isHeldOut } from './holdout.ts'
import { MOST_RUNS } from './limits.ts'
import { newCustomer } from './advance.ts'
import { consent, shown, visit } from './testing/events.fixture.ts'
import { chooseAt, choiceInWords, fold, theMessage, theRun, timePassed } from './testing/fold.fixture.ts'
import { ANNA, anna, day, dialogue, small, step } from './testing/small-chain.fixture.ts'

const offer = dialogue({
  offer: step('screen', ['3d', 'write'], { yes: 'fetch', no: 'lost' }),
  fetch: step('pos', ['30d', 'over'], { took: 'won', left: 'lost' }),
  write: step('email', ['7d', 'over'], { yes: 'fetch' }),
})

describe('E13, E14 and E20', () => {
  test('E13: hold-out is fixed when a run begins, and a held-out run asks nothing of the world', () => {
    const write = dialogue({ write: step('email', ['1d', 'over']) }, { holdout: 50 })
    const playbooks = small([write], { policy: { caps: [{ channel: 'email', most: 1, per: '1d' }] } })
    const ids = Array.from({ length: 40 }, (_, n) => `customer-${n}`)
    const effects = ids.map((id) => {
      const customer = { ...anna(playbooks), id: customerIdSchema.parse(id) }
      const after = fold(playbooks, customer, visit(day(1)))
      const held = isHeldOut('small-salt', 'talk', id, 50)
      expect(theRun(after.customer).held ?? false).toBe(held)
      expect(after.customer.contacts['email']?.length ?? 0).toBe(held ? 0 : 1)
      return after.effects.length
    })
    expect(new Set(effects)).toEqual(new Set([0, 1]))
  })

  test('E13: shares come out as asked, and differ between dialogues', () => {
    const ids = Array.from({ length: 4000 }, (_, n) => `customer-${n}`)
    const held = (name: string, percent: number) => ids.filter((id) => isHeldOut('salt', name, id, percent))
    expect(held('talk', 0)).toEqual([])
    expect(held('talk', 10).length / 4000).toBeCloseTo(0.1, 1)
    const talk = new Set(held('talk', 50))
    expect(held('other', 50).filter((id) => talk.has(id)).length / 4000).toBeCloseTo(0.25, 1)
  })

  test('E14: folded by when it was given, withdrawal wins in doubt, and a claim never grants', () => {
    const playbooks = small([offer])
    const given = (...events: Parameters<typeof fold>[2][]) =>
      fold(playbooks, newCustomer(playbooks, ANNA), ...events).customer.consent['marketing']?.given
    expect(given(consent(day(2), true), consent(day(1), false))).toBe(true)
    expect(given(consent(day(2), false), consent(day(1), true))).toBe(false)
    expect(given(consent(day(1), false), consent(day(1), true))).toBe(false)
    expect(given(consent(day(1), true), consent(day(1), false))).toBe(false)
    expect(given(consent(day(1), true, 'claimed'))).toBeUndefined()
    expect(given(consent(day(1), true), consent(day(2), false, 'claimed'))).toBe(false)
  })

  test('E14: a grant that was only claimed reaches no goal and begins nothing', () => {
    const thanks = { ...offer, dialogue: 'thanks', begins: { when: 'consent', where: 'event.given' } }
    const playbooks = small([{ ...offer, goal: { when: 'consent', where: 'event.given' } }, thanks])
    const { customer } = fold(playbooks, anna(playbooks), visit(day(1)), consent(day(2), true, 'claimed'))
    expect(customer.runs.map(({ dialogue, ended }) => [dialogue, ended])).toEqual([['talk', undefined]])
  })

  test('E14: nothing is sent without a yes; in the store silence is no objection', () => {
    const playbooks = small([offer])
    const nothingKnown = fold(playbooks, newCustomer(playbooks, ANNA), visit(day(1))).customer
    expect(choiceInWords(chooseAt(playbooks, nothingKnown, day(1)))).toEqual(['talk/offer'])
    expect(fold(playbooks, nothingKnown, timePassed(day(4))).effects).toEqual([])
  })

  test('E20: a full document begins nothing new, and says so', () => {
    const playbooks = small([dialogue({ offer: step('screen', ['1h', 'over']) })])
    let customer = anna(playbooks)
    for (let each = 1; each <= MOST_RUNS; each++)
      ({ customer } = fold(playbooks, customer, visit(day(each)), timePassed(day(each, 2))))
    const full = fold(playbooks, customer, visit(day(50)))
    expect(full.customer.runs.length).toBe(MOST_RUNS)
    expect(full.happened.map(({ what }) => what)).toEqual(['full'])
  })

  test('a message counts once against its cap, however often it was on a glass', () => {
    const playbooks = small([offer])
    const begun = fold(playbooks, anna(playbooks), visit(day(1))).customer
    const message = theMessage(begun)
    const { customer } = fold(playbooks, begun, shown(day(1, 1), message), shown(day(1, 2), message))
    expect(customer.contacts).toEqual({ screen: [day(1, 1)] })
    expect(fold(playbooks, begun, shown(day(1, 1), { ...message, time: 2 })).customer.contacts).toEqual({})
  })
})

test('Caps: a contact is kept for as long as a cap may look back on it, on every channel, and no longer', () => {
  const write = dialogue({ write: step('email', ['1d', 'say']), say: step('screen', ['1d', 'over']) })
  const playbooks = small([write], { policy: { caps: [{ channel: 'email', most: 1, per: '20d' }], rest: '2d' } })
  const contacts = { email: [day(-35), day(-30), day(-10)], screen: [day(-34), day(-33)] }
  const { customer } = fold(playbooks, { ...anna(playbooks), contacts }, visit(day(-40)), timePassed(day(-39)))
  const shownLate = fold(playbooks, customer, shown(day(1), theMessage(customer)))
  // 20 days of the cap, and 14 for which a hub may be cut off.
  expect(shownLate.customer.contacts).toEqual({ email: [day(-30), day(-10)], screen: [day(1)] })
})
