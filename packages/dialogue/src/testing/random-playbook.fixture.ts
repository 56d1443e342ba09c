import * as fc from 'fast-check'
import { compileSmall, playbooksOf, type Source } from './small-chain.fixture.ts'
import type { Playbooks } from '../playbook.ts'

const ENDINGS = ['won', 'lost', 'over'] as const
const durations = fc.constantFrom('1h', '5h', '1d', '2d', '3d', '8d')
const channels = fc.constantFrom('screen', 'screen', 'pos', 'email', 'email', 'phone', 'web')

/** Steps `s0`, `s1`, ... of which each leads to the next in some way, so that all are reached; else anywhere. */
const steps = fc.integer({ min: 1, max: 4 }).chain((count) => {
  const next = fc.constantFrom(...ENDINGS, ...Array.from({ length: count }, (_, n) => `s${n}`))
  const one = fc.record({
    channel: channels,
    public: fc.boolean(),
    heldOnly: fc.boolean(),
    yes: next,
    no: fc.option(next, { nil: undefined }),
    silence: next,
    after: durations,
    bySilence: fc.boolean(),
  })
  return fc.array(one, { minLength: count, maxLength: count }).map((all): Source => {
    const source = (step: (typeof all)[number], n: number): Source => {
      const on = n + 1 < count ? `s${n + 1}` : undefined
      const yes = step.bySilence ? step.yes : (on ?? step.yes)
      return {
        channel: step.channel,
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

const begins = (at: number) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ when: fc.constantFrom('visit', 'visit', 'purchase', 'return') }) },
    fc.constant({ when: 'purchase', where: 'event.total > 100' }),
    {
      weight: 3,
      arbitrary: fc.record({
        when: fc.constant('absence'),
        of: fc.constantFrom('purchase', 'visit'),
        after: durations,
      }),
    },
    // The dialogue before, so that chains and, from the first, a circle come about.
    fc.record({
      when: fc.constant('ended'),
      dialogue: fc.constant(`d${Math.max(0, at - 1)}`),
      how: fc.constantFrom(...ENDINGS),
    }),
  )

const dialogue = (at: number) =>
  fc.record({
    dialogue: fc.constant(`d${at}`),
    level: fc.constant(1),
    begins: begins(at),
    goal: fc.oneof(
      fc.record({ when: fc.constantFrom('purchase', 'visit', 'return') }),
      fc.constant({ when: 'purchase', where: 'event.total > 100' }),
    ),
    again: fc.constantFrom('always', 'always', 'always', 'never', '3d'),
    holdout: fc.constantFrom(0, 0, 0, 50),
    priority: fc.integer({ min: 0, max: 3 }),
    first: fc.constant('s0'),
    steps,
  })

const caps = fc.array(
  fc.record({
    channel: fc.constantFrom('screen', 'email', 'phone'),
    most: fc.integer({ min: 1, max: 2 }),
    per: fc.constantFrom('2d', '10d', '30d'),
  }),
  { minLength: 1, maxLength: 3 },
)

/** A small valid playbook. Its source is what a failure prints. */
export const playbookSources = fc
  .integer({ min: 2, max: 4 })
  .chain((count) => fc.record({ dialogues: fc.tuple(...Array.from({ length: count }, (_, at) => dialogue(at))), caps }))

export type PlaybookSource = { dialogues: Source[]; caps: Source[] }

export const compileRandom = ({ dialogues, caps }: PlaybookSource): Playbooks =>
  playbooksOf(compileSmall(dialogues, { policy: { caps } }))
