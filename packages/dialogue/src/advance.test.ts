import { describe, expect, test } from 'vitest'
import { newCustomer } from './advance.ts'
import { MOST_STEPS_TAKEN } from './limits.ts'
import { answer, consent, profile, purchase, visit } from './testing/events.fixture.ts'
import {
  chooseAt,
  choiceInWords,
  effectsInWords,
  fold,
  theMessage,
  theRun,
  timePassed,
} from './testing/fold.fixture.ts'
import { ANNA, anna, compileSmall, day, dialogue, playbooksOf, small, step } from './testing/small-chain.fixture.ts'

const offer = dialogue({
  offer: step('screen', ['3d', 'write'], { yes: 'fetch', no: 'lost' }),
  fetch: step('pos', ['30d', 'over'], { took: 'won', left: 'lost' }),
  write: step('email', ['7d', 'over'], { yes: 'fetch' }),
})

describe('E2 and E3: the goal', () => {
  const playbooks = small([offer])
  const begun = fold(playbooks, anna(playbooks), visit(day(1))).customer

  test('E3: ends a run at once, even in a wait, and nothing is said after it', () => {
    const { customer, happened } = fold(playbooks, begun, purchase(day(2)))
    expect(theRun(customer).ended).toEqual({ at: day(2), how: 'won', goal: true })
    expect(happened.map(({ what }) => what)).toEqual(['won'])
    expect(choiceInWords(chooseAt(playbooks, customer, day(2)))).toEqual([])
    expect(fold(playbooks, customer, timePassed(day(60))).effects).toEqual([])
  })

  test.each([day(0), day(1)])('E2: a purchase at or before the beginning is not waited for (%i)', (at) => {
    expect(theRun(fold(playbooks, begun, purchase(at, [], { received: day(2) })).customer).ended).toBeUndefined()
  })

  test('E3: what was asked for and has not gone is withdrawn, but stays counted: it may have gone', () => {
    const capped = small([offer], { policy: { caps: [{ channel: 'email', most: 1, per: '30d' }] } })
    const written = fold(capped, begun, timePassed(day(4)))
    expect(effectsInWords(written.effects)).toEqual(['email talk/write/1'])
    const won = fold(capped, written.customer, purchase(day(5)))
    expect(effectsInWords(won.effects)).toEqual(['withdraw talk'])
    const again = fold(capped, won.customer, visit(day(6)), timePassed(day(10)))
    expect(again.happened.filter(({ what }) => what === 'withheld').map(({ detail }) => detail)).toEqual(['cap'])
  })

  test('E3: a goal that came after a run had ended keeps a late answer from opening it again', () => {
    const over = fold(playbooks, begun, timePassed(day(20)), purchase(day(21))).customer
    const late = fold(playbooks, over, answer(day(2), theMessage(begun), 'yes', 'shopper', { received: day(22) }))
    expect(theRun(late.customer).ended?.how).toBe('over')
    expect(choiceInWords(chooseAt(playbooks, late.customer, day(23), { surface: 'associate' }))).toEqual([])
  })

  test('E3: an ending begins another dialogue, however many runs end with it', () => {
    const saved = dialogue({ say: step('pos', ['1d', 'over']) }, { dialogue: 'saved', again: 'always' })
    const many = Array.from({ length: 12 }, (_, n) => n)
    const talks = many.map((n) => ({ ...offer, dialogue: `talk${n}` }))
    const endings = many.map((n) => ({
      ...saved,
      dialogue: `saved${n}`,
      begins: { when: 'ended', dialogue: `talk${n}`, how: 'won' },
    }))
    const playbooks = small([...talks, ...endings])
    const { customer } = fold(playbooks, anna(playbooks), visit(day(1)), purchase(day(2)))
    expect(customer.runs.filter((run) => run.dialogue.startsWith('saved')).length).toBe(12)
  })

  test('E3: what the ending begins may use the consent that was the goal', () => {
    const ask = { ...offer, goal: { when: 'consent', where: 'event.given' } }
    const write = dialogue({ write: step('email', ['1d', 'over']) }, { dialogue: 'write' })
    const playbooks = small([ask, { ...write, begins: { when: 'ended', dialogue: 'talk', how: 'won' } }])
    const { effects } = fold(playbooks, newCustomer(playbooks, ANNA), visit(day(1)), consent(day(2), true))
    expect(effectsInWords(effects)).toEqual(['email write/write/1'])
  })

  test('E3: a goal sees the profile that the event brings', () => {
    const tier = { goal: { when: 'profile', where: 'customer.tier == "gold"' } }
    const gold = small([{ ...offer, ...tier }])
    const { customer } = fold(gold, anna(gold), visit(day(1)), profile(day(2), { tier: 'gold' }))
    expect(theRun(customer).ended?.how).toBe('won')
  })
})

describe('E4: every run goes on or ends', () => {
  test('E4: silence leads on, and to an end', () => {
    const playbooks = small([offer])
    const { customer, happened } = fold(playbooks, anna(playbooks), visit(day(1)), timePassed(day(30)))
    expect(happened.map(({ what, detail, at }) => [what, detail, at])).toEqual([
      ['begun', undefined, day(1)],
      ['step', 'offer', day(1)],
      ['step', 'write', day(4)],
      ['over', undefined, day(11)],
    ])
    expect(theRun(customer).due).toBeUndefined()
  })

  test('E4: a version that is not known any more ends its runs, since nothing is left to say', () => {
    const first = playbooksOf(compileSmall([offer]))
    const begun = fold(first, anna(first), visit(day(1))).customer
    const later = playbooksOf(compileSmall([offer], {}, 2))
    expect(choiceInWords(chooseAt(later, begun, day(2)))).toEqual([])
    expect(theRun(fold(later, begun, timePassed(day(4))).customer).ended).toEqual({ at: day(4), how: 'over' })
  })

  test('E12: a run keeps the version it began with', () => {
    const first = compileSmall([offer])
    const second = compileSmall([dialogue({ other: step('screen', ['1d', 'over']) })], {}, 2)
    const begun = fold(playbooksOf(first), anna(playbooksOf(first)), visit(day(1))).customer
    const both = playbooksOf(first, second)
    expect(theRun(fold(both, begun, timePassed(day(4))).customer).step).toBe('write')
  })

  test('E20: a circle of silences ends after a set number of steps, so that a document stays bounded', () => {
    const circle = dialogue({ again: step('email', ['1h', 'again']) }, { goal: { when: 'return' } })
    const playbooks = small([circle])
    let { customer } = fold(playbooks, anna(playbooks), visit(day(1)))
    for (let each = 2; each < 40; each++) ({ customer } = fold(playbooks, customer, timePassed(day(each))))
    expect(theRun(customer).ended?.how).toBe('over')
    expect(theRun(customer).reached).toEqual({ again: MOST_STEPS_TAKEN })
    expect(JSON.stringify(customer).length).toBeLessThan(20_000)
  })
})
