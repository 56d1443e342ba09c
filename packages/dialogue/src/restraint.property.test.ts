import { describe, expect, test, vi } from 'vitest'
import { DAY } from '@kairos/shared/time'
import type { Advanced } from './advance.ts'
import { zoneRulesOf } from './local-time.ts'
import type { Playbooks } from './playbook.ts'
import { toLocal } from './time-zones.ts'
import { checkLives, last } from './testing/check-lives.fixture.ts'
import { fold, timePassed } from './testing/fold.fixture.ts'
import type { Moment } from './testing/random-life.fixture.ts'
import { START } from './testing/small-chain.fixture.ts'

// Many lives take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

/** A life and what comes of it when she is left alone for a while. */
const toTheEnd = (playbooks: Playbooks, moments: Moment[]): Advanced[] => [
  ...moments.map(({ after }) => after),
  fold(playbooks, last(playbooks, moments), timePassed(START + 300 * DAY)),
]

describe('for every small playbook and life', () => {
  test('E15: nothing is sent in the quiet hours of her home, whatever its clocks do', () => {
    checkLives((playbooks, moments) => {
      const { quiet } = playbooks.current
      if (!quiet) return
      for (const { customer, effects } of toTheEnd(playbooks, moments))
        for (const effect of effects) {
          if (effect.do !== 'send') continue
          const time = toLocal(zoneRulesOf(playbooks.current, customer), effect.at) % DAY
          expect(quiet.from < quiet.to ? time < quiet.from || time >= quiet.to : time < quiet.from).toBe(true)
          expect(quiet.from < quiet.to || time >= quiet.to).toBe(true)
        }
    }, 90)
  })

  test('between two messages that are sent there is at least the rest', () => {
    checkLives((playbooks, moments) => {
      const rest = playbooks.current.modes.get('normal')?.rest
      if (rest === undefined) return
      const all = toTheEnd(playbooks, moments)
      const never = new Set(
        all.flatMap(({ happened }) => happened.flatMap(({ what, run }) => (what === 'never' ? [run] : []))),
      )
      const sent = all
        .flatMap(({ effects }) => effects)
        .flatMap((each) => (each.do === 'send' && !never.has(each.message.run) ? [each.at] : []))
        .toSorted((a, b) => a - b)
      for (const [n, at] of sent.slice(1).entries()) expect(at - (sent[n] ?? 0)).toBeGreaterThanOrEqual(rest)
    }, 90)
  })

  test('E16: what is granted comes to one end, redeemed or expired, and only what was granted', () => {
    checkLives((playbooks, moments) => {
      let held = 0
      for (const { customer, effects } of toTheEnd(playbooks, moments)) {
        for (const effect of effects) {
          if (effect.do === 'grant') held++
          if (effect.do === 'redeemed' || effect.do === 'expired') held--
          expect([0, 1]).toContain(held)
        }
        expect(Object.keys(customer.incentives ?? {}).length).toBe(held)
      }
    })
  })

  test('E10: what is imported or old begins, sends and grants nothing', () => {
    checkLives((_, moments) => {
      for (const { input, after } of moments) {
        if (input.type === 'timePassed') continue
        if (input.history !== true && (input.type === 'response' || input.received - input.at <= 2 * DAY)) continue
        expect(after.happened.filter(({ what }) => what === 'begun')).toEqual([])
        expect(after.effects.filter((each) => each.do === 'send' || each.do === 'grant')).toEqual([])
      }
    })
  })

  test('E3: a run ends no later than its expiry once time has passed, and says nothing then', () => {
    checkLives((playbooks, moments) => {
      for (const { customer } of toTheEnd(playbooks, moments))
        for (const run of customer.runs)
          if (!run.ended && run.expires !== undefined) expect(run.expires).toBeGreaterThan(customer.now)
    })
  })
})
