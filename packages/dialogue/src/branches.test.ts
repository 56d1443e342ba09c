import { describe, expect, test } from 'vitest'
import { Candidates } from './candidates.ts'
import { MOST_STEPS_TAKEN } from './limits.ts'
import { visit } from './testing/events.fixture.ts'
import { fold, theRun, timePassed } from './testing/fold.fixture.ts'
import { anna, day, dialogue, playbooksOf, small, step, type Source } from './testing/small-chain.fixture.ts'

const branch = (to: [condition: string, next: string][], otherwise: string): Source => ({
  branch: to.map(([condition, next]) => ({ if: condition, next })),
  otherwise,
})

describe('branches', () => {
  const routes = (to: [string, string][], otherwise = 'no') =>
    small([
      dialogue({
        ask: step('screen', ['1d', 'fork']),
        fork: branch(to, otherwise),
        first: step('screen', ['1d', 'over']),
        second: step('screen', ['1d', 'over']),
        no: step('screen', ['1d', 'over']),
      }),
    ])
  const taken = (to: [string, string][]) => {
    const playbooks = routes(to)
    const { customer, happened } = fold(playbooks, anna(playbooks), visit(day(1)), timePassed(day(2)))
    expect(happened.filter(({ what }) => what === 'step').map(({ detail }) => detail)).toContain('fork')
    return theRun(customer)
  }

  test('the first that is true is taken, at once; else the other way', () => {
    expect(
      taken([
        ['memory.visits.n == 1', 'first'],
        ['true', 'second'],
      ]),
    ).toMatchObject({ step: 'first', due: day(3) })
    expect(
      taken([
        ['memory.visits.n == 2', 'first'],
        ['true', 'second'],
      ]).step,
    ).toBe('second')
    expect(
      taken([
        ['memory.visits.n == 2', 'first'],
        ['false', 'second'],
      ]).step,
    ).toBe('no')
  })

  test('E11: what is not known is not true', () => {
    expect(
      taken([
        ['memory.purchases.n == 0', 'first'],
        ['memory.purchases.n < 5', 'second'],
      ]).step,
    ).toBe('no')
    expect(
      taken([
        ['!has(memory.purchases)', 'first'],
        ['true', 'second'],
      ]).step,
    ).toBe('first')
  })

  test('a branch sees its run, and may lead to an ending', () => {
    expect(
      taken([
        ['run.reached.ask == 1 && run.step == "fork"', 'lost'],
        ['false', 'first'],
        ['true', 'second'],
      ]).ended,
    ).toEqual({
      at: day(2),
      how: 'lost',
    })
  })

  test('silences and branches that lead round in a circle come to an end, and no circle hangs', () => {
    const round = small([dialogue({ ask: step('screen', ['1h', 'fork']), fork: branch([['false', 'over']], 'ask') })])
    const begun = fold(round, anna(round), visit(day(1))).customer
    const run = theRun(fold(round, begun, timePassed(day(40))).customer)
    expect(run.ended?.how).toBe('over')
    expect(Object.values(run.reached).reduce((a, b) => a + b)).toBe(MOST_STEPS_TAKEN)
    // No check lets it through, yet a playbook of another version of Kairos might hold it.
    const { current } = round
    const talk = current.dialogues.get('talk')
    const steps = new Map(talk?.steps)
    steps.set('ask', { is: 'branch', name: 'ask', grants: undefined, mode: undefined, branches: [], otherwise: 'ask' })
    const dialogues = new Map([['talk', { ...talk, steps } as NonNullable<typeof talk>]])
    const hanging = playbooksOf({
      ...current,
      dialogues,
      beginsOn: new Map([['visit', new Candidates([...dialogues.values()])]]),
    })
    expect(theRun(fold(hanging, anna(hanging), visit(day(1))).customer).ended?.how).toBe('over')
  })
})
