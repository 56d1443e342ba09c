import * as fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import type { Event } from '@kairos/shared/event'
import { customerSchema } from '@kairos/shared/customer'
import { refill } from './refill.ts'
import { checkLives, last } from './testing/check-lives.fixture.ts'
import { deepFreeze, fold } from './testing/fold.fixture.ts'
import { live, lives, type Moment } from './testing/random-life.fixture.ts'
import { compileVersion, playbookSources } from './testing/random-playbook.fixture.ts'
import { anna, compileSmall, playbooksOf } from './testing/small-chain.fixture.ts'

// Many lives take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const eventsOf = (moments: readonly Moment[]): Event[] =>
  moments.flatMap(({ input }) => (input.type === 'timePassed' ? [] : [input]))
const endOf = (moments: readonly Moment[]) =>
  Math.max(...moments.map(({ input }) => (input.type === 'timePassed' ? input.at : input.received)))

describe('for every small playbook and life', () => {
  test('E11: refilled memory is what it would be had the new playbook been there from the first', () => {
    fc.assert(
      fc.property(playbookSources, lives, (source, life) => {
        const first = compileSmall([])
        const moments = live(playbooksOf(first), life)
        const both = playbooksOf(first, compileVersion(source, 2))
        const before = deepFreeze(last(playbooksOf(first), moments))
        const after = refill(both, before, eventsOf(moments), endOf(moments))
        expect(after.memory).toEqual(fold(both, anna(both), ...eventsOf(moments)).customer.memory)
        expect(after.filled).toBe(2)
        expect(customerSchema.parse(JSON.parse(JSON.stringify(after)))).toEqual(after)
      }),
      { numRuns: 100 },
    )
  })

  test('E11: filling again what is filled already changes nothing: no run, no wait, no deadline', () => {
    checkLives((playbooks, moments) => {
      const customer = last(playbooks, moments)
      const again = refill(playbooks, { ...customer, filled: 0 }, eventsOf(moments), endOf(moments))
      expect(again).toEqual(customer)
      expect(refill(playbooks, again, eventsOf(moments), endOf(moments))).toEqual(again)
    })
  })
})
