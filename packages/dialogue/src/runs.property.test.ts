import * as fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { messageId } from '@kairos/shared/ids'
import { DAY } from '@kairos/shared/time'
import type { Advanced } from './advance.ts'
import { MOST_CONTACTS, MOST_KEYS, MOST_RUNS, MOST_STEPS_TAKEN } from './limits.ts'
import type { Transition } from './language.ts'
import { STRETCHES } from './stretches.ts'
import { checkLives, last } from './testing/check-lives.fixture.ts'
import { fold, timePassed } from './testing/fold.fixture.ts'
import { live, lives } from './testing/random-life.fixture.ts'
import { compileRandom, playbookSources } from './testing/random-playbook.fixture.ts'
import { anna, START } from './testing/small-chain.fixture.ts'

// Many lives take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

/**
 * What an ending or an answer begins is named after the other run, which may be another one there. And of several
 * keys that one event moves, the first to come to the threshold there may be another.
 */
const isNamedByItself = (begins: Transition | undefined): boolean =>
  begins?.when !== 'ended' && begins?.when !== 'answered' && !(begins && 'key' in begins && begins.key === 'any')

describe('for every small playbook and life', () => {
  test('E8: two sides that hear of things in another order give a run, and its messages, the same names', () => {
    fc.assert(
      fc.property(playbookSources, lives, fc.infiniteStream(fc.nat()), (source, life, dice) => {
        const playbooks = compileRandom(source)
        const moments = live(playbooks, life)
        const facts = moments.map(({ input }) => input)
        const keys = facts.map(() => dice.next().value ?? 0)
        const shuffled = facts.toSorted((a, b) => (keys[facts.indexOf(a)] ?? 0) - (keys[facts.indexOf(b)] ?? 0))
        const there = fold(playbooks, anna(playbooks), ...shuffled)
        const begunBy = (happened: Advanced['happened']) =>
          happened.filter(
            ({ what, dialogue }) =>
              what === 'begun' && isNamedByItself(playbooks.current.dialogues.get(dialogue)?.begins),
          )
        const names = new Map(begunBy(there.happened).map(({ dialogue, at, run }) => [`${dialogue} ${at}`, run]))
        for (const { dialogue, at, run } of begunBy(moments.flatMap(({ after }) => after.happened)))
          expect(names.get(`${dialogue} ${at}`) ?? run).toBe(run)
      }),
      { numRuns: 100 },
    )
  })

  test('E8: no two messages of one life have one id', () => {
    checkLives((_, moments) => {
      const ids = moments.flatMap(({ after }) =>
        after.effects.flatMap((each) => (each.do === 'send' ? [messageId(each.message)] : [])),
      )
      expect(new Set(ids).size).toBe(ids.length)
    })
  })

  test('E13: nothing is sent for a held-out run, and its hold-out never changes', () => {
    checkLives((_, moments) => {
      const held = new Map<string, boolean>()
      for (const { after } of moments) {
        for (const run of after.customer.runs) {
          expect(held.get(run.dialogue) ?? run.held === true).toBe(run.held === true)
          held.set(run.dialogue, run.held === true)
        }
        for (const effect of after.effects) {
          if ('dialogue' in effect) expect(held.get(effect.dialogue)).toBe(false)
          if ('message' in effect) expect(held.get(effect.message.dialogue)).toBe(false)
        }
      }
    })
  })

  test('what is sent on a channel never goes over its caps, however late deadlines are folded', () => {
    checkLives((playbooks, moments) => {
      const later = fold(playbooks, last(playbooks, moments), timePassed(START + 900 * DAY))
      const all = [...moments.map(({ after }) => after), later]
      const never = new Set(
        all.flatMap(({ happened }) =>
          happened.flatMap((each) => (each.what === 'never' ? [`${each.dialogue}/${each.run}`] : [])),
        ),
      )
      for (const { channel, most, per } of playbooks.current.modes.get('normal')?.caps ?? []) {
        const sent = all
          .flatMap(({ effects }) => effects)
          .flatMap((each) =>
            each.do === 'send' &&
            (channel === undefined || each.channel === channel) &&
            !never.has(`${each.message.dialogue}/${each.message.run}`)
              ? [each.at]
              : [],
          )
        for (const at of sent)
          expect(sent.filter((other) => other > at - per && other <= at).length).toBeLessThanOrEqual(most)
      }
    })
  })

  test('memory does not depend on the order of events', () => {
    checkLives((playbooks, moments) => {
      const facts = moments.map(({ input }) => input)
      const backwards = fold(playbooks, anna(playbooks), ...facts.toReversed()).customer
      // What is counted of a customer as she was then does depend on when she was known to be so.
      const { goldVisits: _, ...there } = backwards.memory
      const { goldVisits: _gold, ...here } = last(playbooks, moments).memory
      expect(there).toEqual(here)
    })
  })

  test('E20: documents stay bounded', () => {
    checkLives((playbooks, moments) => {
      const later = fold(playbooks, last(playbooks, moments), timePassed(START + 60 * DAY)).customer
      for (const customer of [...moments.map(({ after }) => after.customer), later]) {
        expect(customer.runs.length).toBeLessThanOrEqual(MOST_RUNS)
        for (const times of Object.values(customer.contacts)) expect(times.length).toBeLessThanOrEqual(MOST_CONTACTS)
        for (const entry of Object.values(customer.memory)) {
          if ('by' in entry) expect(Object.keys(entry.by).length).toBeLessThanOrEqual(MOST_KEYS)
          for (const { buckets } of 'by' in entry ? Object.values(entry.by) : [entry])
            expect(buckets?.length ?? 0).toBeLessThanOrEqual(STRETCHES)
        }
        for (const run of customer.runs) {
          expect(Object.values(run.reached).reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(MOST_STEPS_TAKEN)
          expect(Object.keys(run.answered).length).toBeLessThanOrEqual(MOST_STEPS_TAKEN)
          expect(run.sent.length).toBeLessThanOrEqual(MOST_STEPS_TAKEN)
        }
      }
    })
  })
})
