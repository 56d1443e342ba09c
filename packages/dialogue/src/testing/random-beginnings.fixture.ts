import * as fc from 'fast-check'

const durations = fc.constantFrom('1h', '5h', '1d', '2d', '3d', '8d')
const before = (at: number) => fc.constant(`d${Math.max(0, at - 1)}`)

const measure = fc.constantFrom(
  { memory: 'purchases' },
  { memory: 'visits' },
  { memory: 'recent' },
  { memory: 'recentVisits' },
  { memory: 'categories', key: 'shoes' },
  { memory: 'categories', key: 'any' },
  { memory: 'tasks', key: 'any' },
)

const thresholds = fc.oneof(
  fc
    .record({ measure, at: fc.integer({ min: 1, max: 4 }) })
    .map(({ measure, at }) => ({ when: 'reaches', ...measure, at })),
  fc
    .record({ measure, at: fc.integer({ min: 2, max: 5 }), within: fc.integer({ min: 1, max: 2 }) })
    .map(({ measure, at, within }) => ({ when: 'nears', ...measure, at, within: Math.min(within, at - 1) })),
  fc.constant({ when: 'reaches', memory: 'recent', of: 'sum', at: 250 }),
  fc.constant({ when: 'drops', memory: 'recent', of: 'sum', to: 70 }),
  fc.constant({ when: 'drops', memory: 'recentVisits', to: 99 }),
)

/** What begins the dialogue `d<at>`: an event, a number, an absence, a date, or the dialogue before it. */
export const beginnings = (at: number) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ when: fc.constantFrom('visit', 'visit', 'purchase', 'return', 'webVisit') }) },
    fc.constant({ when: 'purchase', where: 'event.total > 100' }),
    fc.record({ when: fc.constantFrom('address', 'usage', 'call', 'walked') }),
    { weight: 2, arbitrary: fc.constant({ when: 'occasion' }) },
    {
      weight: 3,
      arbitrary: fc.record({
        when: fc.constant('absence'),
        of: fc.constantFrom('purchase', 'visit'),
        after: durations,
      }),
    },
    { weight: 3, arbitrary: thresholds },
    fc.constant({ when: 'date', of: 'birthday' }),
    fc.constant({ when: 'date', of: 'birthday', ahead: '3d' }),
    // The dialogue before, so that chains and, from the first, a circle come about.
    fc.record({ when: fc.constant('ended'), dialogue: before(at), how: fc.constantFrom('won', 'lost', 'over') }),
    fc.record({
      when: fc.constant('answered'),
      dialogue: before(at),
      step: fc.constant('s0'),
      response: fc.constant('yes'),
    }),
  )
