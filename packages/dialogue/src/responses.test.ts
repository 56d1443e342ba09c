import { describe, expect, test } from 'vitest'
import { answer, visit } from './testing/events.fixture.ts'
import { effectsInWords, fold, theMessage, theRun, timePassed } from './testing/fold.fixture.ts'
import { anna, day, dialogue, small, step } from './testing/small-chain.fixture.ts'

const offer = dialogue({
  offer: step('screen', ['3d', 'write'], { yes: 'fetch', no: 'lost' }),
  fetch: step('pos', ['30d', 'over'], { took: 'won', left: 'lost' }),
  write: step('email', ['7d', 'over'], { yes: 'fetch' }),
})

describe('E5 and E6: responses', () => {
  const playbooks = small([offer])
  const begun = fold(playbooks, anna(playbooks), visit(day(1))).customer
  const asked = theMessage(begun)

  test('E5: a late answer takes the place of the silence, and what silence began is withdrawn', () => {
    const silent = fold(playbooks, begun, timePassed(day(4))).customer
    const late = fold(playbooks, silent, answer(day(2), asked, 'yes', 'shopper', { received: day(10) }))
    expect(effectsInWords(late.effects)).toEqual(['withdraw talk'])
    expect(theRun(late.customer)).toMatchObject({ step: 'fetch', since: day(2), due: day(32), sent: [] })
  })

  test('E5: a late answer opens a run again that silence had ended', () => {
    const over = fold(playbooks, begun, timePassed(day(20))).customer
    const { customer } = fold(playbooks, over, answer(day(2), asked, 'yes', 'shopper', { received: day(20) }))
    expect(theRun(customer)).toMatchObject({ step: 'fetch' })
    expect(theRun(customer).ended).toBeUndefined()
  })

  test('E5: a run is forgotten 90 days after its end, and a later answer changes nothing', () => {
    const over = fold(playbooks, begun, timePassed(day(11))).customer
    expect(fold(playbooks, over, timePassed(day(101) - 1)).customer.runs.length).toBe(1)
    const forgotten = fold(playbooks, over, timePassed(day(101))).customer
    expect(forgotten.runs).toEqual([])
    expect(fold(playbooks, forgotten, answer(day(101), asked, 'yes')).customer).toEqual(forgotten)
  })

  test('E6: the first answer moves the run, a second of the same kind does not', () => {
    const { customer } = fold(playbooks, begun, answer(day(2), asked, 'yes'), answer(day(2, 1), asked, 'no'))
    expect(theRun(customer).step).toBe('fetch')
  })

  test("E6: a shopper's own answer replaces an associate's report, never the other way round", () => {
    const fetch = fold(playbooks, begun, answer(day(2), asked, 'yes')).customer
    const prompt = theMessage(fetch)
    const told = fold(playbooks, fetch, answer(day(3), prompt, 'left', 'associate')).customer
    expect(theRun(told).ended?.how).toBe('lost')
    const said = fold(playbooks, told, answer(day(4), prompt, 'took')).customer
    expect(theRun(said).ended?.how).toBe('won')
    expect(theRun(fold(playbooks, said, answer(day(5), prompt, 'left', 'associate')).customer).ended?.how).toBe('won')
  })

  test("E6: an associate's late report takes the place of the silence too", () => {
    const fetch = fold(playbooks, begun, answer(day(2), asked, 'yes')).customer
    const silent = fold(playbooks, fetch, timePassed(day(40))).customer
    expect(theRun(silent).ended?.how).toBe('over')
    const told = answer(day(30), theMessage(fetch), 'took', 'associate', { received: day(41) })
    expect(theRun(fold(playbooks, silent, told).customer).ended?.how).toBe('won')
  })

  test("E6: an associate's second report does not replace the first", () => {
    const fetch = fold(playbooks, begun, answer(day(2), asked, 'yes')).customer
    const twice = ['left', 'took'].map((said, n) => answer(day(3, n), theMessage(fetch), said, 'associate'))
    expect(theRun(fold(playbooks, fetch, ...twice).customer).ended?.how).toBe('lost')
  })

  test('E5: an answer to a message that a late answer had put aside does not open an ended run again', () => {
    const silent = fold(playbooks, begun, timePassed(day(4))).customer
    const letter = theMessage(silent)
    const late = fold(playbooks, silent, answer(day(2), asked, 'yes', 'shopper', { received: day(5) })).customer
    expect(theRun(fold(playbooks, late, answer(day(6), letter, 'yes')).customer).reached).toMatchObject({ fetch: 2 })
    const lost = fold(playbooks, late, answer(day(6), theMessage(late), 'left')).customer
    expect(fold(playbooks, lost, answer(day(7), letter, 'yes')).customer).toEqual(lost)
  })

  test('E6: an answer that the step does not know, or to a message that was never said, changes nothing', () => {
    const never = { ...asked, time: 2 }
    const nobody = { ...asked, run: 'visit:other' }
    const { customer } = fold(
      playbooks,
      begun,
      answer(day(2), asked, 'perhaps'),
      answer(day(2), never, 'yes'),
      answer(day(2), nobody, 'yes'),
    )
    expect(customer).toEqual(begun)
  })
})
