import { describe, expect, test } from 'vitest'
import { called, moved, profile, purchase, shown, visit, webVisit } from './testing/events.fixture.ts'
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

const on = (when: string, channel: string, more: Source = {}, stepMore: Source = {}) =>
  dialogue(
    { say: { ...step(channel, ['1d', 'over'], { yes: 'over' }), ...stepMore } },
    { dialogue: `${when}-${channel}`.toLowerCase(), begins: { when }, goal: { when: 'return' }, ...more },
  )
const withheld = ({ happened }: ReturnType<typeof fold>) =>
  happened.flatMap(({ what, detail }) => (what === 'withheld' ? [detail] : []))

describe('quiet hours', () => {
  const policy = { quiet: { from: '21:00', to: '08:00' }, caps: [{ channel: 'email', most: 1, per: '30d' }] }
  // An hour ahead of UTC from day 2 on.
  const zone: [number, number][] = [
    [0, 0],
    [day(2), 60],
  ]
  const playbooks = playbooksOf(compileSmall([on('visit', 'email')], { policy }, 1, zone))
  const home = fold(playbooks, anna(playbooks), profile(day(0), { home: 'home' })).customer

  test('E15: what is sent waits until they end, and so does its silence', () => {
    const { customer, effects } = fold(playbooks, home, visit(day(1, 22)))
    expect([effects, customer.contacts, customer.nextDue]).toEqual([[], {}, day(2, 7)])
    const morning = fold(playbooks, customer, timePassed(day(2, 7)))
    expect(morning.effects).toMatchObject([{ do: 'send', at: day(2, 7) }])
    expect(theRun(morning.customer, 'visit-email')).toMatchObject({ since: day(2, 7), due: day(3, 7) })
    expect(effectsInWords(fold(playbooks, home, visit(day(1, 20))).effects).length).toBe(1)
  })

  test('E15: her home may have changed by then', () => {
    const nowhere = fold(playbooks, anna(playbooks), visit(day(5, 20.5)))
    expect(nowhere.effects.length).toBe(1)
    expect(fold(playbooks, home, visit(day(5, 20.5))).effects.length).toBe(0)
    const waiting = fold(playbooks, anna(playbooks), visit(day(5, 21))).customer
    expect(waiting.nextDue).toBe(day(6, 8))
    const moved = fold(playbooks, waiting, profile(day(6), { home: 'home' }), timePassed(day(6, 8)))
    expect(moved.effects.length).toBe(1)
  })

  test('what waits in the store knows no quiet hours', () => {
    const store = playbooksOf(compileSmall([on('visit', 'screen')], { policy }, 1))
    const { customer } = fold(store, anna(store), visit(day(1, 22)))
    expect(choiceInWords(chooseAt(store, customer, day(1, 22)))).toEqual(['visit-screen/say'])
  })
})

describe('rest and overall caps', () => {
  const dialogues = [on('visit', 'email'), on('purchase', 'phone'), on('webVisit', 'mail'), on('call', 'screen')]

  test('between two messages that are sent there is a rest, on whichever channel; glass is not counted', () => {
    const playbooks = small(dialogues, { policy: { rest: '2d' } })
    const { customer } = fold(playbooks, anna(playbooks), visit(day(1)))
    expect(withheld(fold(playbooks, customer, purchase(day(3) - 1)))).toEqual(['rest'])
    expect(fold(playbooks, customer, purchase(day(3))).effects.length).toBe(1)
    // One that is folded after what was sent later rests too.
    expect(withheld(fold(playbooks, customer, purchase(day(-1) + 1)))).toEqual(['rest'])
    expect(fold(playbooks, customer, purchase(day(-1))).effects.length).toBe(1)
    const called1 = fold(playbooks, customer, called(day(1, 1), 'x')).customer
    expect(choiceInWords(chooseAt(playbooks, called1, day(1, 1)))).toContain('call-screen/say')
    const seen = fold(playbooks, called1, shown(day(2, 23), theMessage(called1, 'call-screen'))).customer
    expect(fold(playbooks, seen, purchase(day(3))).effects.length).toBe(1)
  })

  test('a cap without a channel counts all that is sent together, and nothing that is shown', () => {
    const playbooks = small(dialogues, { policy: { caps: [{ most: 2, per: '10d' }] } })
    const glass = fold(playbooks, anna(playbooks), called(day(0), 'x')).customer
    const seen = fold(playbooks, glass, shown(day(0), theMessage(glass, 'call-screen'))).customer
    const two = fold(playbooks, seen, visit(day(1)), purchase(day(2)))
    expect(two.effects.length).toBe(2)
    expect(withheld(fold(playbooks, two.customer, webVisit(day(11) - 1)))).toEqual(['cap'])
    expect(fold(playbooks, two.customer, webVisit(day(11))).effects.length).toBe(1)
    const again = fold(playbooks, two.customer, timePassed(day(4)), called(day(5), 'x')).customer
    expect(choiceInWords(chooseAt(playbooks, again, day(5)))).toContain('call-screen/say')
  })
})

describe('modes', () => {
  const policy = {
    caps: [{ channel: 'email', most: 1, per: '30d' }],
    modes: { calm: { silent: ['phone', 'screen'] }, open: {} },
  }
  const playbooks = small(
    [
      on('call', 'web', {}, { mode: 'calm' }),
      on('address', 'web', {}, { mode: 'normal' }),
      on('usage', 'web', {}, { mode: 'open' }),
      on('visit', 'email'),
      on('purchase', 'phone'),
      on('webVisit', 'screen'),
    ],
    { policy },
  )
  const calm = fold(playbooks, anna(playbooks), called(day(1), 'x')).customer

  test('a step switches to a mode, whose restraint then holds in place of the normal one', () => {
    expect(calm.mode).toBe('calm')
    expect(withheld(fold(playbooks, calm, purchase(day(2))))).toEqual(['mode'])
    expect(fold(playbooks, calm, visit(day(2)), timePassed(day(4)), visit(day(5))).effects.length).toBe(2)
    const shelf = fold(playbooks, calm, webVisit(day(2))).customer
    expect(choiceInWords(chooseAt(playbooks, shelf, day(2)))).toContain('webvisit-screen/say: mode')
  })

  test('normal ends every other; conditions see the mode', () => {
    const normal = fold(playbooks, calm, moved(day(2))).customer
    expect('mode' in normal).toBe(false)
    expect(fold(playbooks, normal, purchase(day(2))).effects.length).toBe(1)
    expect(withheld(fold(playbooks, normal, visit(day(2)), timePassed(day(4)), visit(day(5))))).toEqual(['cap'])
    const inMode = small([on('visit', 'email', { for: 'customer.mode == "calm"' })], { policy })
    expect(fold(inMode, calm, visit(day(2))).effects.length).toBe(1)
    expect(fold(inMode, normal, visit(day(2))).effects.length).toBe(0)
    const inNormal = small([on('visit', 'email', { for: 'customer.mode == "normal"' })], { policy })
    expect(fold(inNormal, normal, visit(day(2))).effects.length).toBe(1)
    expect(fold(inNormal, calm, visit(day(2))).effects.length).toBe(0)
  })

  test('a mode that a newer playbook lacks is the normal one', () => {
    const newer = small([on('visit', 'email'), on('purchase', 'phone')], {
      policy: { caps: [{ channel: 'phone', most: 1, per: '9d' }] },
    })
    expect(withheld(fold(newer, { ...calm, contacts: { phone: [day(1)] } }, purchase(day(2))))).toEqual(['cap'])
  })

  test('E13: a held-out run switches like any other, so that only its words make the difference', () => {
    const held = small([on('call', 'web', { holdout: 90 }, { mode: 'calm' })], { policy })
    expect(fold(held, anna(held), called(day(1), 'x')).customer.mode).toBe('calm')
  })
})
