import { describe, expect, test } from 'vitest'
import type { Customer } from '@kairos/shared/customer'
import type { Event } from '@kairos/shared/event'
import { DAY } from '@kairos/shared/time'
import { PlaybookLibrary } from './library.ts'
import { needsRefill, refill } from './refill.ts'
import { consent, profile, purchase, visit } from './testing/events.fixture.ts'
import { fold, theRun, timePassed } from './testing/fold.fixture.ts'
import {
  anna,
  compileSmall,
  day,
  dialogue,
  playbooksOf,
  smallFiles,
  step,
  type Source,
} from './testing/small-chain.fixture.ts'

const say = { say: step('screen', ['1d', 'over']) }
const about = (name: string, more: Source) => dialogue(say, { dialogue: name, goal: { when: 'return' }, ...more })
const memory = { visits: { of: 'visit' }, bought: { of: 'purchase' }, kinds: { of: 'purchase', by: 'category' } }
const first = compileSmall([], { memory: { visits: { of: 'visit' } } })
const second = compileSmall(
  [
    about('third', { begins: { when: 'reaches', memory: 'bought', at: 3 } }),
    about('first', { begins: { when: 'reaches', memory: 'bought', at: 1 } }),
    about('few', { for: 'memory.bought.n < 9' }),
    about('kind', { about: { most: 'kinds' } }),
    about('known', { for: 'memory.visits.n > 0' }),
  ],
  { memory },
  2,
)
// As the library tells it of the two.
const memorySince = new Map([
  ['visits', 1],
  ['bought', 2],
  ['kinds', 2],
])
const both = playbooksOf(first, { ...second, memorySince })
const bought = (n: number): Event[] => Array.from({ length: n }, (_, at) => purchase(day(at), ['shoes']))
const lived = (events: Event[]): Customer => fold(playbooksOf(first), anna(playbooksOf(first)), ...events).customer
const runsOf = (customer: Customer) => customer.runs.map((run) => run.dialogue)

describe('E11: memory that a new playbook asks for', () => {
  const before = lived(bought(2))

  test('E11: is unknown until it is filled: no threshold, no condition, nothing to be about', () => {
    expect(needsRefill(both, before)).toBe(true)
    const { customer } = fold(both, before, purchase(day(3), ['shoes']), visit(day(4)))
    expect(customer.memory['bought']).toMatchObject({ n: 1 })
    expect(runsOf(customer)).toEqual(['known'])
  })

  test('E11: once filled it is known, and what it missed meanwhile is not made up for', () => {
    const events = [...bought(2), purchase(day(3), ['shoes'])]
    const unknown = fold(both, before, purchase(day(3), ['shoes'])).customer
    const filled = refill(both, unknown, events, day(3))
    expect([runsOf(filled), needsRefill(both, filled)]).toEqual([[], false])
    expect(filled.memory['bought']).toMatchObject({ n: 3, first: day(0), last: day(3) })
    expect(runsOf(fold(both, filled, purchase(day(4), ['shoes'])).customer)).toEqual([])
    expect(runsOf(fold(both, filled, visit(day(4))).customer)).toEqual(['few', 'kind', 'known'])
    const two = refill(both, before, bought(2), day(2))
    expect(runsOf(fold(both, two, purchase(day(3))).customer)).toEqual(['third'])
  })

  test('E11: somebody new knows all from the first', () => {
    expect(runsOf(fold(both, { ...anna(both) }, purchase(day(1))).customer)).toEqual(['first'])
  })

  test('E11: runs stay as they are, and absences and dates that the new playbook asks for are waited for', () => {
    const missed = about('missed', { begins: { when: 'absence', of: 'purchase', after: '10d' } })
    const wish = about('wish', { begins: { when: 'date', of: 'birthday' } })
    const newer = playbooksOf(compileSmall([about('talk', {})]), compileSmall([missed, wish], {}, 2))
    const old = playbooksOf(compileSmall([about('talk', {})]))
    const events = [
      profile(day(0), { birthday: '10-20' }),
      purchase(day(1)),
      visit(day(2)),
      purchase(day(0, 1), [], { received: day(2) }),
    ]
    const customer = fold(old, anna(old), ...events).customer
    const filled = refill(newer, customer, events, day(2))
    expect(filled.runs).toEqual(customer.runs)
    const key = `absence:purchase:${10 * DAY}`
    expect(filled.waits).toEqual({ [key]: day(11), 'date:birthday:0': Date.UTC(2024, 9, 20, 9) })
    expect(filled.nextDue).toBe(customer.nextDue)
    expect(refill(newer, customer, events, day(11)).waits[key]).toBeUndefined()
    // Nothing is left of what only the older one waited for.
    expect(refill(old, { ...filled, filled: 0 }, events, day(2)).waits).toEqual({})
  })

  test('E11: what had come due and was not folded yet still begins', () => {
    const missed = about('missed', { begins: { when: 'absence', of: 'purchase', after: '10d' } })
    const newer = playbooksOf(compileSmall([missed]), compileSmall([missed], {}, 2))
    const customer = fold(playbooksOf(compileSmall([missed])), anna(newer), purchase(day(1))).customer
    const filled = refill(newer, customer, [purchase(day(1))], day(12))
    expect(theRun(fold(newer, filled, timePassed(day(12))).customer, 'missed').begun).toBe(day(11))
  })

  test('E11: each event is remembered of the customer as she was then', () => {
    const gold = { gold: { of: 'purchase', where: 'customer.tier == "gold"' } }
    const newer = playbooksOf(first, compileSmall([], { memory: gold }, 2))
    const events = [purchase(day(1)), profile(day(2), { tier: 'gold' }), purchase(day(3)), purchase(day(4))]
    expect(refill(newer, lived(events), events, day(4)).memory['gold']).toMatchObject({ n: 2, first: day(3) })
  })

  test('E14: a grant that was only claimed is remembered as little as when it came', () => {
    const newer = playbooksOf(first, compileSmall([], { memory: { agreed: { of: 'consent' } } }, 2))
    const events = [consent(day(1), true, 'claimed'), consent(day(2), false, 'claimed'), consent(day(3), true)]
    expect(refill(newer, lived(events), events, day(4)).memory['agreed']).toMatchObject({ n: 2, first: day(2) })
  })
})

describe('E11: since which version memory is known', () => {
  const files = (entries: Source) => smallFiles([], { memory: entries })
  const versions: [number, Record<string, string>][] = [
    [1, files({ visits: { of: 'visit' }, bought: { of: 'purchase' } })],
    [2, files({ bought: { of: 'purchase', window: '12d' }, visits: { of: 'visit' }, gone: { of: 'call' } })],
    [3, files({ bought: { of: 'purchase', window: '12d' }, visits: { of: 'visit' } })],
    [4, files({ bought: { of: 'purchase' }, visits: { of: 'visit' }, gone: { of: 'call' } })],
  ]

  test.each([[[0, 1, 2, 3]], [[3, 2, 1, 0]], [[1, 3, 0, 2]]])('E11: whatever order they arrive in (%j)', (order) => {
    const known = new PlaybookLibrary()
    for (const at of order) {
      const [version, source] = versions[at] ?? [0, {}]
      expect(known.add({ version, files: source }).ok).toBe(true)
    }
    const since = (version: number) => Object.fromEntries(known.version(version)?.memorySince ?? [])
    expect(known.current.version).toBe(4)
    expect(known.current).toBe(known.version(4))
    expect([1, 2, 3, 4].map(since)).toEqual([
      { visits: 1, bought: 1 },
      { visits: 1, bought: 2, gone: 2 },
      { visits: 1, bought: 2 },
      { visits: 1, bought: 4, gone: 4 },
    ])
  })

  test('E11: a version that does not compile is left out, and the others stay', () => {
    const known = new PlaybookLibrary()
    known.add({ version: 1, files: files({ visits: { of: 'visit' } }) })
    expect(known.add({ version: 2, files: { 'chain.yaml': 'x' } }).ok).toBe(false)
    expect([known.current.version, known.version(2)]).toEqual([1, undefined])
  })
})
