import * as fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { customerSchema } from '@kairos/shared/customer'
import { DAY, HOUR, type Ms } from '@kairos/shared/time'
import type { Advanced } from './advance.ts'
import type { Playbooks } from './playbook.ts'
import { checkLives, last, runKey } from './testing/check-lives.fixture.ts'
import { chooseAt, fold, timePassed } from './testing/fold.fixture.ts'
import { live, lives, type Moment } from './testing/random-life.fixture.ts'
import { compileRandom, playbookSources } from './testing/random-playbook.fixture.ts'
import { anna } from './testing/small-chain.fixture.ts'

// Many lives take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

/** The runs whose goal this event reaches, told from the playbook's source alone. */
function goalsReached(playbooks: Playbooks, { input, before }: Moment): string[] {
  if (input.type === 'timePassed') return []
  const total = 'total' in input ? input.total : 0
  return before.runs
    .filter((run) => {
      const goal = playbooks.current.dialogues.get(run.dialogue)?.source.goal
      return goal?.when === input.type && input.at > run.begun && (goal.where === undefined || total > 100)
    })
    .map(runKey)
}

describe('for every small playbook and life', () => {
  test('E3: nothing is sent or chosen after the goal', () => {
    checkLives((playbooks, moments) => {
      const reached = new Set<string>()
      for (const moment of moments) {
        for (const key of goalsReached(playbooks, moment)) reached.add(key)
        const { customer, effects } = moment.after
        const sent = effects.flatMap((each) =>
          each.do === 'send' ? [`${each.message.dialogue}/${each.message.run}`] : [],
        )
        expect(sent.filter((key) => reached.has(key))).toEqual([])
        for (const surface of ['private', 'public', 'associate'] as const) {
          const { ranked } = chooseAt(playbooks, customer, moment.input.at, { surface })
          expect(ranked.filter(({ message: { dialogue, run } }) => reached.has(`${dialogue}/${run}`))).toEqual([])
        }
        const known = new Set(customer.runs.map(runKey))
        for (const key of reached) if (!known.has(key)) reached.delete(key)
      }
    })
  })

  test('E4: every run has a next step and a time for it, or an end', () => {
    checkLives((playbooks, moments) => {
      for (const { after } of moments)
        for (const run of after.customer.runs) {
          const step = playbooks.current.dialogues.get(run.dialogue)?.steps.get(run.step)
          if (run.ended) expect([run.due, run.pending]).toEqual([undefined, undefined])
          else if (run.pending) expect(run.due).toBeGreaterThan(run.since)
          else expect(run.due).toBe(run.since + (step?.is === 'say' ? step.silence.after : Number.NaN))
        }
      // Left alone, everybody comes to an end and is forgotten.
      let { customer } = fold(playbooks, last(playbooks, moments))
      // But for a yearly date, which is waited for again.
      const dates = playbooks.current.dates.length > 0
      for (let each = 0; each < (dates ? 100 : 400) && customer.nextDue !== undefined; each++)
        ({ customer } = fold(playbooks, customer, timePassed(customer.nextDue + 30 * DAY)))
      if (!dates) expect([customer.nextDue, customer.runs]).toEqual([undefined, []])
    }, 60)
  })

  test('nextDue is exactly the earliest deadline: before it nothing is due, at it something is', () => {
    checkLives((playbooks, moments) => {
      for (const { after } of moments) {
        const { customer } = after
        const deadlines = [
          ...customer.runs.flatMap((run) =>
            run.ended
              ? [run.ended.at + (run.ended.goal || run.ended.how === 'never' ? 14 : 90) * DAY]
              : [run.due, run.expires],
          ),
          ...Object.values(customer.incentives ?? {}).map(({ expires }) => expires),
          ...Object.values(customer.waits),
        ].filter((at) => at !== undefined)
        expect(customer.nextDue).toBe(deadlines.length === 0 ? undefined : Math.min(...deadlines))
        if (customer.nextDue === undefined) continue
        const early = fold(playbooks, customer, timePassed(customer.nextDue - 1))
        expect({ ...early.customer, now: 0 }).toEqual({ ...customer, now: 0 })
        const due = fold(playbooks, customer, timePassed(customer.nextDue))
        expect({ ...due.customer, now: 0 }).not.toEqual({ ...customer, now: 0 })
      }
    }, 60)
  })

  test('a document read again from its JSON at every step comes to the same, and keeps to its schema', () => {
    checkLives((playbooks, moments) => {
      let customer = anna(playbooks)
      for (const { input, after } of moments) {
        const text = JSON.stringify(customer)
        const again = fold(playbooks, customerSchema.parse(JSON.parse(text)), input)
        expect(again).toEqual(after)
        ;({ customer } = again)
      }
    })
  })

  test('E1: time passed in one leap comes to the same as time passed in many small steps', () => {
    fc.assert(
      fc.property(
        playbookSources,
        lives,
        fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 12 }),
        (source, life, steps) => {
          const playbooks = compileRandom(source)
          const before = last(playbooks, live(playbooks, life))
          const times = steps.map((_, n) => before.now + steps.slice(0, n + 1).reduce((a, b) => a + b) * HOUR)
          const until = (from: Advanced, at: Ms): Advanced => {
            const next = fold(playbooks, from.customer, timePassed(at))
            const all = {
              customer: next.customer,
              effects: [...from.effects, ...next.effects],
              happened: [...from.happened, ...next.happened],
            }
            return (next.customer.nextDue ?? Infinity) <= at ? until(all, at) : all
          }
          const nothing: Advanced = { customer: before, effects: [], happened: [] }
          const slow = times.reduce(until, nothing)
          expect(until(nothing, times.at(-1) ?? before.now)).toEqual(
            times.length === 0 ? until(slow, before.now) : slow,
          )
        },
      ),
      { numRuns: 100 },
    )
  })
})
