import { describe, expect, test } from 'vitest'
import { runSchema } from '@kairos/shared/customer'
import { eventSchema } from '@kairos/shared/event'
import { answer, purchase, shown, visit } from './testing/events.fixture.ts'
import { effectsInWords, fold, theMessage, theRun, timePassed } from './testing/fold.fixture.ts'
import { anna, day, dialogue, small, step, type Source } from './testing/small-chain.fixture.ts'

const offer = { offer: step('screen', ['1d', 'over'], { yes: 'write' }), write: step('email', ['2d', 'over']) }
/** When the runs began that came of these events. */
function begun(more: Source, ...inputs: Parameters<typeof fold>[2][]): number[] {
  const playbooks = small([dialogue(offer, more)])
  return fold(playbooks, anna(playbooks), ...inputs)
    .happened.filter(({ what }) => what === 'begun')
    .map(({ at }) => at)
}

describe('what begins, and what does not', () => {
  test('E8: nothing while a run of the dialogue is under way', () => {
    expect(begun({}, visit(day(1)), visit(day(1, 1)), timePassed(day(3)), visit(day(4)))).toEqual([day(1), day(4)])
  })

  test('E8: nothing twice for one occasion, whatever names the event', () => {
    const again = visit(day(1), { id: 'the same visit, told by another' })
    expect(begun({}, visit(day(1)), timePassed(day(2)), again)).toEqual([day(1)])
  })

  test('again: never, after a rest since the last beginning, or always', () => {
    const visits = [0, 4, 9, 10, 20].flatMap((each) => [timePassed(day(each)), visit(day(each))])
    expect(begun({ again: 'never' }, ...visits)).toEqual([day(0)])
    expect(begun({ again: '10d' }, ...visits)).toEqual([day(0), day(10), day(20)])
    expect(begun({ again: 'always' }, ...visits).length).toBe(5)
  })

  test('only for its audience, and where the event is as it says', () => {
    const dear = { begins: { when: 'purchase', where: 'event.total >= 200' }, for: 'memory.visits.n > 0' }
    const goal = { goal: { when: 'return' } }
    expect(begun({ ...dear, ...goal }, purchase(day(1), ['a', 'b']))).toEqual([])
    expect(begun({ ...dear, ...goal }, visit(day(0)), purchase(day(1), ['a']))).toEqual([])
    expect(begun({ ...dear, ...goal }, visit(day(0)), purchase(day(1), ['a', 'b']))).toEqual([day(1)])
  })

  test('a run is about what she bought most when it began; of nothing known there is nothing to say', () => {
    const playbooks = small([dialogue(offer, { about: { most: 'categories' }, goal: { when: 'return' } })])
    expect(fold(playbooks, anna(playbooks), visit(day(1))).customer.runs).toEqual([])
    const { customer } = fold(
      playbooks,
      anna(playbooks),
      purchase(day(0), ['shoes']),
      visit(day(1)),
      purchase(day(1, 1), ['linen', 'linen']),
    )
    expect(theRun(customer).about).toBe('shoes')
  })

  test('E8: names that are too long for a document are hashed, the same everywhere', () => {
    const playbooks = small([dialogue(offer)])
    const long = eventSchema.parse({ ...visit(day(1)), visit: 'v'.repeat(300) })
    const { customer } = fold(playbooks, anna(playbooks), long)
    expect(runSchema.parse(theRun(customer)).occasion).toMatch(/^sha256:[0-9a-f]{32}$/)
  })

  test('E8: what an ending begins is named after the run that ended', () => {
    const next = { dialogue: 'next', begins: { when: 'ended', dialogue: 'talk', how: 'over' } }
    const playbooks = small([dialogue(offer), { ...dialogue(offer), ...next }])
    const { customer } = fold(playbooks, anna(playbooks), visit(day(1)), timePassed(day(2)))
    expect(theRun(customer, 'next').occasion).toBe(`after:talk:visit:visit-${day(1)}`)
  })
})

describe('steps', () => {
  const playbooks = small([
    dialogue({
      offer: step('screen', ['9d', 'over'], { yes: 'write', later: 'offer', ask: 'prompt' }),
      write: step('email', ['2d', 'over'], { more: 'offer' }),
      prompt: step('pos', ['2d', 'over']),
    }),
  ])
  const { customer } = fold(playbooks, anna(playbooks), visit(day(1)))
  const late = { received: day(5) }

  test('E5: what is sent waits from when it could be sent, what waits in the store from the answer', () => {
    const sent = fold(playbooks, customer, answer(day(2), theMessage(customer), 'yes', 'shopper', late))
    expect(theRun(sent.customer)).toMatchObject({ step: 'write', since: day(5), due: day(7) })
    expect(sent.effects).toMatchObject([{ do: 'send', channel: 'email', at: day(5), message: { time: 1 } }])
    const waits = fold(playbooks, customer, answer(day(2), theMessage(customer), 'ask', 'shopper', late))
    expect(theRun(waits.customer)).toMatchObject({ step: 'prompt', since: day(2), due: day(4) })
    expect(waits.effects).toEqual([])
  })

  test('E8: a step that is reached again is another message, not yet seen', () => {
    const seen = fold(playbooks, customer, shown(day(1, 1), theMessage(customer))).customer
    expect(theRun(seen).seen).toBe(day(1, 1))
    const again = fold(playbooks, seen, answer(day(2), theMessage(customer), 'later')).customer
    expect(theMessage(again)).toEqual({ ...theMessage(customer), time: 2 })
    expect(theRun(again).seen).toBeUndefined()
  })

  test('E10: an imported answer moves the run and sends nothing', () => {
    const imported = answer(day(2), theMessage(customer), 'yes', 'shopper', { received: day(2), history: true })
    const { customer: moved, effects } = fold(playbooks, customer, imported)
    expect([theRun(moved).step, effects]).toEqual(['write', []])
  })
})

describe('caps', () => {
  const write = { write: step('email', ['1d', 'over']) }
  const sends = (caps: Source[], ...inputs: Parameters<typeof fold>[2][]) => {
    const playbooks = small([dialogue(write, { goal: { when: 'return' } })], { policy: { caps } })
    return effectsInWords(fold(playbooks, anna(playbooks), ...inputs).effects).length
  }
  const visits = [0, 3, 6, 9, 12].flatMap((each) => [timePassed(day(each)), visit(day(each))])

  test('a contact exactly as long ago as the cap looks back does not count', () => {
    expect(sends([{ channel: 'email', most: 1, per: '3d' }], ...visits)).toBe(5)
    expect(sends([{ channel: 'email', most: 1, per: '4d' }], ...visits)).toBe(3)
    expect(sends([{ channel: 'email', most: 2, per: '9d' }], ...visits)).toBe(4)
    expect(sends([{ channel: 'phone', most: 1, per: '9d' }], ...visits)).toBe(5)
  })

  test('a contact between two others counts with each, not with both at once', () => {
    const wait = dialogue({ wait: step('screen', ['3d', 'write']), ...write }, { dialogue: 'wait', again: 'never' })
    const now = dialogue(write, { begins: { when: 'purchase' } })
    const goal = { goal: { when: 'return' } }
    const playbooks = small(
      [
        { ...wait, ...goal },
        { ...now, ...goal },
      ],
      {
        policy: { caps: [{ channel: 'email', most: 2, per: '6d' }] },
      },
    )
    const bought = [purchase(day(0)), visit(day(0)), timePassed(day(2)), purchase(day(6))]
    const twice = fold(playbooks, anna(playbooks), ...bought)
    const between = fold(playbooks, twice.customer, timePassed(day(6)))
    expect([twice.effects.length, between.effects.length]).toEqual([2, 1])
  })

  test('all caps of a channel hold', () => {
    const caps = [
      { channel: 'email', most: 1, per: '3d' },
      { channel: 'email', most: 2, per: '30d' },
    ]
    expect(sends(caps, ...visits)).toBe(2)
  })

  test('a contact that is later than a deadline which is folded after it counts', () => {
    const other = dialogue({ wait: step('screen', ['2d', 'write']), ...write }, { dialogue: 'other' })
    const now = dialogue(write, { begins: { when: 'purchase' }, goal: { when: 'return' } })
    const playbooks = small([{ ...other, goal: { when: 'return' } }, now], {
      policy: { caps: [{ channel: 'email', most: 1, per: '2d' }] },
    })
    const { effects } = fold(playbooks, anna(playbooks), visit(day(0)), purchase(day(3)), timePassed(day(4)))
    expect(effectsInWords(effects)).toEqual(['email talk/write/1'])
  })
})
