import * as fc from 'fast-check'
import { DAY } from '@kairos/shared/time'
import type { Playbook, Playbooks } from '../playbook.ts'
import type { ZoneRules } from '../time-zones.ts'
import { beginnings } from './random-beginnings.fixture.ts'
import { compileSmall, playbooksOf, START, type Source } from './small-chain.fixture.ts'

const ENDINGS = ['won', 'lost', 'over'] as const
const durations = fc.constantFrom('1h', '5h', '1d', '2d', '3d', '8d')
const channels = fc.constantFrom('screen', 'screen', 'pos', 'email', 'email', 'phone', 'web')
const seldom = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 3 })
/** A key that is there only where it has a value. */
const maybe = (key: string, value: unknown): Source => (value === undefined ? {} : { [key]: value })

/**
 * The first step always says something: other dialogues may begin by an answer to it, and a circle of nothing but
 * branches could not be published.
 */
const back = (to: string) => (to.startsWith('s') ? 's0' : to)

const CONDITIONS = [
  'memory.visits.n > 2',
  'memory.recent.n >= 2',
  'memory.recent.sum > 150',
  'memory.tasks.by.shoes.n > 1',
  'has(memory.used) && memory.used.n > 0',
  'customer.mode == "calm"',
  'now < 1730000000000.0',
]

/** Steps `s0`, `s1`, ... of which each leads to the next in some way, so that all are reached; else anywhere. */
const steps = fc.integer({ min: 1, max: 4 }).chain((count) => {
  const next = fc.constantFrom(...ENDINGS, ...Array.from({ length: count }, (_, n) => `s${n}`))
  const one = fc.record({
    channel: channels,
    public: fc.boolean(),
    heldOnly: fc.boolean(),
    zones: seldom(fc.constantFrom(['front'], ['front', 'back'])),
    yes: next,
    no: fc.option(next, { nil: undefined }),
    silence: next,
    after: durations,
    bySilence: fc.boolean(),
    wait: seldom(fc.constantFrom('1h', '5h')),
    grants: seldom(fc.constant('gift')),
    mode: seldom(fc.constantFrom('calm', 'normal')),
    branch: seldom(fc.constantFrom(...CONDITIONS)),
  })
  return fc.array(one, { minLength: count, maxLength: count }).map((all): Source => {
    const source = (step: (typeof all)[number], n: number): Source => {
      const on = n + 1 < count ? `s${n + 1}` : undefined
      const onReaching = { ...maybe('grants', step.grants), ...maybe('mode', step.mode) }
      if (step.branch !== undefined && n > 0)
        return {
          ...onReaching,
          branch: [{ if: step.branch, next: back(step.yes) }],
          otherwise: on ?? back(step.silence),
        }
      const yes = step.bySilence ? step.yes : (on ?? step.yes)
      return {
        ...onReaching,
        ...maybe('wait', step.wait),
        channel: step.channel,
        ...(step.channel === 'screen' ? maybe('zones', step.zones) : {}),
        heldOnly: step.heldOnly,
        message: {
          title: 'Hello',
          body: 'You',
          ...(step.public ? { public: { title: 'To all', body: 'Come' } } : {}),
        },
        asks: {
          yes: { label: 'Yes', next: yes },
          ...(step.no === undefined ? {} : { no: { label: 'No', next: step.no } }),
        },
        silence: { after: step.after, next: step.bySilence ? (on ?? step.silence) : step.silence },
      }
    }
    return Object.fromEntries(all.map((step, n) => [`s${n}`, source(step, n)]))
  })
})

/** What an occasion begins may count back from its day, in every step that waits, and end with it. */
const counted = ({ steps, ...rest }: Source & { steps: Source }, ends: boolean, ahead: string | undefined): Source => ({
  ...rest,
  ...(ends ? { expires: 'occasion' } : {}),
  steps: Object.fromEntries(
    Object.entries(steps).map(([name, step]) => [
      name,
      typeof step === 'object' && step !== null && 'wait' in step
        ? { ...step, wait: { until: 'occasion', ...maybe('ahead', ahead) } }
        : step,
    ]),
  ),
})

const dialogue = (at: number) =>
  fc
    .record({
      begins: beginnings(at),
      goal: fc.oneof(
        fc.record({ when: fc.constantFrom('purchase', 'visit', 'return') }),
        fc.constant({ when: 'purchase', where: 'event.total > 100' }),
      ),
      again: fc.constantFrom('always', 'always', 'always', 'never', '3d'),
      holdout: fc.constantFrom(0, 0, 0, 50),
      priority: fc.integer({ min: 0, max: 3 }),
      expires: seldom(fc.constantFrom('9h', '2d', '9d')),
      ends: fc.boolean(),
      ahead: fc.constantFrom(undefined, '12h', '3d', '5d'),
      steps,
    })
    .map(({ expires, ends, ahead, ...rest }): Source => {
      const talk = { ...rest, ...maybe('expires', expires) }
      return rest.begins.when === 'occasion' ? counted(talk, ends, ahead) : talk
    })
    .map((rest): Source => ({
      dialogue: `d${at}`,
      level: 1,
      first: 's0',
      ...rest,
    }))

const caps = fc.array(
  fc
    .record({
      channel: fc.constantFrom('screen', 'email', 'phone', undefined),
      most: fc.integer({ min: 1, max: 2 }),
      per: fc.constantFrom('2d', '10d', '30d'),
    })
    .map(({ channel, ...cap }): Source => ({ ...cap, ...maybe('channel', channel) })),
  { minLength: 1, maxLength: 3 },
)

const policy = fc
  .record({
    caps,
    rest: seldom(fc.constantFrom('12h', '3d')),
    quiet: seldom(fc.constantFrom({ from: '21:30', to: '08:00' }, { from: '02:00', to: '05:00' })),
    silent: fc.subarray(['screen', 'email', 'pos']),
    noIncentives: fc.boolean(),
  })
  // The other mode is never looser, so that what holds for the caps holds in both.
  .map(({ caps, rest, quiet, silent, noIncentives }): Source => {
    const restraint = { caps, ...maybe('rest', rest) }
    return { ...restraint, ...maybe('quiet', quiet), modes: { calm: { ...restraint, silent, noIncentives } } }
  })

/** A small valid playbook. Its source is what a failure prints. */
export const playbookSources = fc.integer({ min: 2, max: 4 }).chain((count) =>
  fc.record({
    dialogues: fc.tuple(...Array.from({ length: count }, (_, at) => dialogue(at))),
    policy,
  }),
)

export type PlaybookSource = { dialogues: Source[]; policy: Source }

/** A zone whose clocks go forward once and back once within a life, away from the quiet hours. */
export const ZONE: ZoneRules = [
  [0, 0],
  [START + 9.5 * DAY, 60],
  [START + 40.5 * DAY, 0],
]

const MEMORY: Source = {
  purchases: { of: 'purchase' },
  visits: { of: 'visit' },
  categories: { of: 'purchase', by: 'category' },
  recent: { of: 'purchase', window: '12d' },
  recentVisits: { of: 'visit', window: '5d' },
  goldVisits: { of: 'visit', where: 'customer.tier == "gold"' },
  tasks: { of: 'usage', by: 'of', window: '25d' },
  used: { of: 'usage' },
}
const ZONES: Source = { front: { name: 'Front' }, back: { name: 'Back' } }
const INCENTIVES: Source = { gift: { name: 'A gift', value: 500, cost: 200, expires: '6d' } }

export const compileVersion = ({ dialogues, policy }: PlaybookSource, version = 1): Playbook =>
  compileSmall(dialogues, { policy, zones: ZONES, memory: MEMORY, incentives: INCENTIVES }, version, ZONE)

export const compileRandom = (source: PlaybookSource): Playbooks => playbooksOf(compileVersion(source))
