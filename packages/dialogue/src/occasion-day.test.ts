import { describe, expect, test } from 'vitest'
import { DAY, HOUR, type Ms } from '@kairos/shared/time'
import { answer, occasion, profile, purchase, visit } from './testing/events.fixture.ts'
import {
  chooseAt,
  choiceInWords,
  effectsInWords,
  fold,
  theMessage,
  theRun,
  timePassed,
} from './testing/fold.fixture.ts'
import {
  anna,
  compileSmall,
  day,
  dialogue,
  playbooksOf,
  small,
  step,
  type Source,
} from './testing/small-chain.fixture.ts'
import type { ZoneRules } from './time-zones.ts'

const MORNING = 9
const dateOf = (at: Ms): string => new Date(at).toISOString().slice(0, 10)
/** A show on day 30, told of on another day. */
const show = (at: Ms, on: Ms | undefined = day(30)) =>
  occasion(at, 'coats', 'linen', {}, on === undefined ? on : dateOf(on))
const ahead = (channel: string, ahead: string | undefined, next: string, more: Source = {}): Source => ({
  ...step(channel, ['1d', next], { yes: 'won' }),
  wait: { until: 'occasion', ...(ahead === undefined ? {} : { ahead }) },
  ...more,
})
const begins = { begins: { when: 'occasion' }, expires: 'occasion' }
const reminders = small([
  dialogue(
    {
      card: step('mail', ['1d', 'remind'], { yes: 'won' }),
      remind: ahead('email', '12d', 'call'),
      call: ahead('phone', '6d', 'last'),
      last: ahead('email', '2d', 'over'),
    },
    begins,
  ),
])
/** What goes out of a dialogue when the show is told of on a day, each with its time. */
const sentFrom = (at: Ms, playbooks = reminders) => {
  let { customer, effects } = fold(playbooks, anna(playbooks), show(at))
  const all = [...effects]
  for (let due = customer.nextDue; due !== undefined; due = customer.nextDue) {
    ;({ customer, effects } = fold(playbooks, customer, timePassed(due)))
    all.push(...effects)
  }
  return all.flatMap((effect) => (effect.do === 'send' ? [[effect.message.step, (effect.at - day(0)) / DAY]] : []))
}

describe('E17: what counts back from the day of an occasion', () => {
  test('goes out in the morning of its day', () => {
    expect(sentFrom(day(2))).toEqual([
      ['card', 2],
      ['remind', 18 + MORNING / 24],
      ['call', 24 + MORNING / 24],
      ['last', 28 + MORNING / 24],
    ])
  })

  test('told of late, what is sent and has had its day is passed over as if she had been silent', () => {
    expect(sentFrom(day(20))).toEqual([
      ['card', 20],
      ['call', 24 + MORNING / 24],
      ['last', 28 + MORNING / 24],
    ])
    expect(sentFrom(day(29))).toEqual([['card', 29]])
    const { customer, happened } = fold(reminders, anna(reminders), show(day(20)), timePassed(day(21)))
    expect(theRun(customer)).toMatchObject({ step: 'call', pending: true, due: day(24, MORNING) })
    expect(happened.map(({ what, detail }) => `${what} ${detail ?? ''}`)).toContain('withheld passed')
  })

  test('on the day itself, later than in the morning, it goes out at once', () => {
    expect(sentFrom(day(17, 15))).toEqual([
      ['card', 17 + 15 / 24],
      ['remind', 18 + 15 / 24],
      ['call', 24 + MORNING / 24],
      ['last', 28 + MORNING / 24],
    ])
  })

  test('what is passed over grants nothing and switches no mode', () => {
    const chain = {
      incentives: { early: { name: 'Early', value: 1, cost: 1, expires: '9d' } },
      policy: { modes: { calm: {} } },
    }
    const grants = { grants: 'early', mode: 'calm' }
    const early = small([dialogue({ remind: ahead('email', '12d', 'over', grants) }, begins)], chain)
    const late = fold(early, anna(early), show(day(20)))
    expect([late.effects, late.customer.mode, theRun(late.customer).ended?.how]).toEqual([[], undefined, 'over'])
    const inTime = fold(early, anna(early), show(day(2)))
    expect([effectsInWords(inTime.effects), inTime.customer.mode]).toEqual([['grant early'], 'calm'])
  })

  test('a circle of steps whose day has passed comes to an end', () => {
    const round = small([dialogue({ a: ahead('email', '12d', 'b'), b: ahead('email', '9d', 'a') }, begins)])
    const { customer, effects } = fold(round, anna(round), show(day(25)))
    expect([effects, theRun(customer).ended?.how]).toEqual([[], 'over'])
  })

  test('what waits in the store waits for the day, and is there at once after it', () => {
    const door = small([dialogue({ prompt: ahead('pos', '3d', 'over', { visit: 'this' }) }, begins)])
    const prompt = (told: Ms, at: Ms) =>
      choiceInWords(chooseAt(door, fold(door, anna(door), show(told)).customer, at, { surface: 'associate' }))
    expect(prompt(day(2), day(26))).toEqual(['talk/prompt: not yet'])
    expect(prompt(day(2), day(27, MORNING))).toEqual(['talk/prompt'])
    expect(prompt(day(29), day(29, 1))).toEqual(['talk/prompt'])
  })

  test('the goal and an answer end such a wait like any other', () => {
    const waiting = fold(reminders, anna(reminders), show(day(2)), timePassed(day(4))).customer
    expect(theRun(fold(reminders, waiting, purchase(day(5))).customer).ended).toMatchObject({ how: 'won' })
    const card = { ...theMessage(waiting), step: 'card' }
    expect(theRun(fold(reminders, waiting, answer(day(5), card, 'yes')).customer).ended).toMatchObject({ how: 'won' })
  })

  test('a dialogue that needs the day does not begin on an occasion without one, nor after it', () => {
    const begun = (...[at, on]: Parameters<typeof show>) => fold(reminders, anna(reminders), show(at, on)).customer.runs
    const { customer } = fold(reminders, anna(reminders), occasion(day(1), 'coats', 'linen'))
    expect(customer.runs).toEqual([])
    expect(begun(day(31))).toEqual([])
    expect(begun(day(30, 23)).length).toBe(1)
    const said = small([dialogue({ card: step('mail', ['1d', 'over']) }, { begins: begins.begins })])
    expect(fold(said, anna(said), occasion(day(1), 'coats', 'linen')).customer.runs.length).toBe(1)
  })

  test('it ends with the day; the day is fixed as it begins', () => {
    const { customer } = fold(reminders, anna(reminders), show(day(2)), show(day(3), day(90)))
    expect(theRun(customer)).toMatchObject({ on: dateOf(day(30)), expires: day(31) })
    const card = small([dialogue({ card: step('mail', ['90d', 'over']) }, begins)])
    const over = fold(card, anna(card), show(day(2)), timePassed(day(31)))
    expect(theRun(over.customer).ended).toEqual({ at: day(31), how: 'over' })
    expect(effectsInWords(over.effects)).toEqual(['mail talk/card/1', 'withdraw talk'])
  })

  test('E15: mornings and days are those of her home store', () => {
    // The clocks are two hours ahead, and three from day 20 on.
    const zones: ZoneRules = [
      [0, 120],
      [day(20), 180],
    ]
    const [remind] = [{ remind: ahead('email', '12d', 'over') }]
    const local = playbooksOf(compileSmall([dialogue(remind, begins)], {}, 1, zones))
    const home = profile(day(0), { home: 'home' })
    const { customer } = fold(local, anna(local), home, show(day(2)))
    expect(theRun(customer)).toMatchObject({ due: day(30, MORNING - 3) - 12 * DAY, expires: day(31) - 3 * HOUR })
    const late = (at: Ms) => theRun(fold(local, anna(local), home, show(at)).customer).reached
    // The day of the moment ends at ten in the evening, as the world's clock has it.
    const evening = (hours: number) => effectsInWords(fold(local, anna(local), home, show(day(18, hours))).effects)
    expect(late(day(18, 21))).toEqual({ remind: 1 })
    expect([evening(21), evening(22)]).toEqual([['email talk/remind/1'], []])
  })

  test('what such a run begins, by its ending or by an answer, knows the day too', () => {
    const after = (dialogueName: string, begins: Source) =>
      dialogue({ write: ahead('email', '1d', 'over') }, { dialogue: dialogueName, begins })
    const chained = small([
      dialogue({ card: step('mail', ['1d', 'over'], { yes: 'over' }) }, { begins: { when: 'occasion' } }),
      after('ended', { when: 'ended', dialogue: 'talk', how: 'over' }),
      after('answered', { when: 'answered', dialogue: 'talk', step: 'card', response: 'yes' }),
    ])
    const { customer } = fold(chained, anna(chained), show(day(2)))
    const both = fold(chained, customer, answer(day(3), theMessage(customer), 'yes')).customer
    for (const name of ['ended', 'answered'])
      expect(theRun(both, name)).toMatchObject({ on: dateOf(day(30)), due: day(29, MORNING) })
  })

  test('E12: a run that an edit moved to what counts back has no day, and waits for none', () => {
    const one = dialogue({ a: step('screen', ['1d', 'b']), b: step('email', ['1d', 'over']) }, { edit: 'move' })
    const first = compileSmall([one])
    const two = {
      ...one,
      begins: { when: 'occasion' },
      steps: { a: step('screen', ['1d', 'b']), b: ahead('email', '1d', 'over') },
    }
    const both = playbooksOf(first, compileSmall([two], {}, 2))
    const begun = fold(playbooksOf(first), anna(playbooksOf(first)), visit(day(1))).customer
    expect(effectsInWords(fold(both, begun, timePassed(day(2))).effects)).toEqual(['email talk/b/1'])
  })
})
