import { describe, expect, test } from 'vitest'
import { answer, called, purchase, shown, visit } from './testing/events.fixture.ts'
import {
  chooseAt,
  choiceInWords,
  effectsInWords,
  fold,
  theMessage,
  theRun,
  timePassed,
} from './testing/fold.fixture.ts'
import { anna, compileSmall, day, dialogue, playbooksOf, small, step } from './testing/small-chain.fixture.ts'

const later = (channel: string, wait: string, next: string, asks: Record<string, string> = {}) => ({
  ...step(channel, ['3d', next], asks),
  wait,
})
describe('delays', () => {
  const write = small([dialogue({ write: later('email', '2d', 'call'), call: step('phone', ['3d', 'over']) })])
  const shelf = small([
    dialogue({ ask: step('screen', ['9d', 'over'], { yes: 'tell' }), tell: later('pos', '2d', 'over', { ok: 'won' }) }),
  ])

  test('what is sent goes out after the wait, and its silence begins then', () => {
    const begun = fold(write, anna(write), visit(day(1)))
    expect([begun.effects, begun.customer.nextDue, theRun(begun.customer).pending]).toEqual([[], day(3), true])
    const sent = fold(write, begun.customer, timePassed(day(3)))
    expect(effectsInWords(sent.effects)).toEqual(['email talk/write/1'])
    expect(theRun(sent.customer)).toMatchObject({ since: day(3), due: day(6) })
    expect(theRun(sent.customer).pending).toBeUndefined()
    expect(effectsInWords(fold(write, sent.customer, timePassed(day(6))).effects)).toEqual(['phone talk/call/1'])
  })

  test('E3: the goal ends a run in its delay, and nothing goes out', () => {
    const { customer } = fold(write, anna(write), visit(day(1)), purchase(day(2)))
    expect(theRun(customer)).toMatchObject({ ended: { how: 'won' } })
    expect(theRun(customer).pending).toBeUndefined()
    expect(fold(write, customer, timePassed(day(20))).effects).toEqual([])
  })

  test('E5: on the shelf a delay counts from the answer itself, and is not shown before', () => {
    const begun = fold(shelf, anna(shelf), visit(day(1))).customer
    const said = answer(day(2), theMessage(begun), 'yes', 'shopper', { received: day(3) })
    const { customer } = fold(shelf, begun, said)
    const prompt = (at: number) =>
      choiceInWords(chooseAt(shelf, customer, at, { surface: 'associate', visitBegan: at }))
    expect(prompt(day(4) - 1)).toEqual(['talk/tell: not yet'])
    expect(prompt(day(4, 1))).toEqual(['talk/tell'])
    expect(theRun(fold(shelf, customer, timePassed(day(4))).customer)).toMatchObject({ since: day(4), due: day(7) })
  })

  test('E5: what is sent after a delay waits from when the answer was known', () => {
    const asked = small([
      dialogue({ ask: step('screen', ['9d', 'over'], { yes: 'write' }), write: later('email', '2d', 'over') }),
    ])
    const begun = fold(asked, anna(asked), visit(day(1))).customer
    const said = answer(day(2), theMessage(begun), 'yes', 'shopper', { received: day(5) })
    expect(fold(asked, begun, said).customer.nextDue).toBe(day(7))
  })

  test('E1: an answer may arrive before the wait is seen to have passed, and moves the run all the same', () => {
    const begun = fold(shelf, anna(shelf), visit(day(1))).customer
    const waiting = fold(shelf, begun, answer(day(1), theMessage(begun), 'yes')).customer
    expect(theRun(waiting).pending).toBe(true)
    const { customer } = fold(
      shelf,
      waiting,
      shown(day(4), theMessage(waiting)),
      answer(day(4), theMessage(waiting), 'ok'),
    )
    expect(theRun(customer)).toMatchObject({ ended: { at: day(4), how: 'won' } })
    expect(customer.nextDue).toBe(day(94))
  })

  test('E5: a late answer during a delay leads on, and the delayed message is never said', () => {
    const two = small([
      dialogue({ ask: step('screen', ['1d', 'write'], { yes: 'won' }), write: later('email', '2d', 'over') }),
    ])
    const begun = fold(two, anna(two), visit(day(1))).customer
    const asked = theMessage(begun)
    const waiting = fold(two, begun, timePassed(day(2))).customer
    const { customer } = fold(two, waiting, answer(day(3), asked, 'yes'), timePassed(day(9)))
    expect(theRun(customer)).toMatchObject({ ended: { how: 'won' }, sent: [] })
  })

  test('E12: a delay of a version that is not known any more ends as over', () => {
    const waiting = fold(write, anna(write), visit(day(1))).customer
    const gone = playbooksOf(compileSmall([], {}, 2))
    expect(theRun(fold(gone, waiting, timePassed(day(3))).customer).ended).toEqual({ at: day(3), how: 'over' })
  })
})

describe('expiry of runs', () => {
  const talk = small([
    dialogue(
      { ask: step('screen', ['2d', 'over'], { yes: 'write', done: 'won' }), write: step('email', ['9d', 'over']) },
      { expires: '4d' },
    ),
  ])
  const begun = fold(talk, anna(talk), visit(day(1))).customer
  const asked = theMessage(begun)

  test('ends a run as over at its own time, and takes back what it asked to send', () => {
    const { customer } = fold(talk, begun, answer(day(2), asked, 'yes'))
    expect(customer.nextDue).toBe(day(5))
    const over = fold(talk, customer, timePassed(day(8)))
    expect(theRun(over.customer).ended).toEqual({ at: day(5), how: 'over' })
    expect(effectsInWords(over.effects)).toEqual(['withdraw talk'])
  })

  test('E5: a late answer opens a run that silence had ended, and its expiry still holds', () => {
    const silent = fold(talk, begun, timePassed(day(3))).customer
    const { customer } = fold(talk, silent, answer(day(4), asked, 'yes'))
    expect(theRun(customer).ended).toBeUndefined()
    expect(customer.nextDue).toBe(day(5))
  })

  test('E5: after the expiry an answer counts, but nothing more is said', () => {
    const over = fold(talk, begun, timePassed(day(6))).customer
    const said = fold(talk, over, answer(day(7), asked, 'yes'))
    expect([theRun(said.customer).ended?.how, said.effects]).toEqual(['over', []])
    expect(said.happened.map(({ what }) => what)).toEqual(['answer', 'over'])
    expect(theRun(fold(talk, over, answer(day(7), asked, 'done')).customer).ended?.how).toBe('won')
    // Nor when nobody has seen yet that its time was over.
    expect(fold(talk, begun, answer(day(2), asked, 'yes', 'shopper', { received: day(5) })).effects).toEqual([])
  })

  test('E10: what is known only after its run would have expired does not begin', () => {
    const short = small([dialogue({ write: step('email', ['1h', 'over']) }, { expires: '1d' })])
    expect(fold(short, anna(short), visit(day(1), { received: day(2) })).happened).toEqual([])
    expect(fold(short, anna(short), visit(day(1), { received: day(2) - 1 })).customer.runs.length).toBe(1)
  })
})

describe('begun by an answer', () => {
  const ask = dialogue(
    { ask: step('screen', ['9d', 'over'], { yes: 'over', no: 'over' }) },
    { about: { event: 'topic' }, begins: { when: 'call' } },
  )
  const tell = dialogue(
    { tell: step('email', ['9d', 'over']) },
    { dialogue: 'tell', begins: { when: 'answered', dialogue: 'talk', step: 'ask', response: 'yes' } },
  )

  test('an answer begins another dialogue, about the same, once; another answer does not', () => {
    const playbooks = small([ask, tell])
    const begun = fold(playbooks, anna(playbooks), called(day(1), 'delivery', { id: 'c1' })).customer
    const said = fold(playbooks, begun, answer(day(2), theMessage(begun), 'yes', 'associate'))
    expect(theRun(said.customer, 'tell')).toMatchObject({
      occasion: 'answer:talk:c1:ask:yes',
      about: 'delivery',
      begun: day(2),
    })
    expect(effectsInWords(said.effects)).toEqual(['email tell/tell/1'])
    const again = fold(playbooks, said.customer, answer(day(3), theMessage(begun), 'yes'))
    expect(again.customer.runs.length).toBe(2)
    expect(fold(playbooks, begun, answer(day(2), theMessage(begun), 'no')).customer.runs.length).toBe(1)
  })

  test('E10: an imported answer begins nothing', () => {
    const playbooks = small([ask, tell])
    const begun = fold(playbooks, anna(playbooks), called(day(1), 'delivery')).customer
    const imported = answer(day(2), theMessage(begun), 'yes', 'shopper', { history: true })
    expect(fold(playbooks, begun, imported).customer.runs.length).toBe(1)
  })
})
