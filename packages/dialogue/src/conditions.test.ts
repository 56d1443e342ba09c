import { describe, expect, test } from 'vitest'
import { compileCondition } from './conditions.ts'

const scope = {
  customer: { first: 'Anna', tier: 'gold' },
  memory: { visits: { n: 5, sum: 0, first: 1000, last: 4000 }, categories: { by: { shoes: { n: 2 } } } },
  event: { type: 'purchase', total: 250, lines: [{ category: 'shoes', amount: 250 }, { amount: 0 }] },
  run: { about: 'shoes' },
  ended: { step: 'call', reached: { call: 1, thanks: 1 } },
  now: 10_000,
}
const holds = (source: string): boolean | string => {
  const condition = compileCondition(source)
  return condition.ok ? condition.value(scope) : condition.error
}

describe('conditions', () => {
  test.each([
    'memory.visits.n == 5',
    'now == 10000 && 10000 == now && now != 9999',
    'memory.visits.n % 5 == 0',
    'memory.visits.n % 2.0 == 1.0',
    'memory.visits.n + 1 > 5 && memory.visits.n + 1 == 6',
    'memory.visits.n * 2 == 10 && memory.visits.n / 2 == 2.5',
    'now - memory.visits.last == 6000 && now - 4000 == memory.visits.last + 2000',
    'event.total - event.lines[0].amount == 0',
    '"shoes" in memory.categories.by',
    'ended.step == "call" && "thanks" in ended.reached && !("letter" in ended.reached)',
    'event.lines.exists(line, has(line.category) && line.category == run.about)',
    'customer.tier in ["gold", "silver"]',
    'true || memory.nothing.n > 1',
  ])('holds: %s', (source) => expect(holds(source)).toBe(true))

  test.each([
    'memory.visits.n % 2 == 0',
    'memory.nothing.n == 0',
    '!(memory.nothing.n > 0)',
    'memory.nothing.n > 0',
    'memory.constructor != null',
    'run.about.size() == 99',
    'customer.first > 3',
    'customer.first',
  ])('E11: what is unknown or no truth value gives no, never an error: %s', (source) =>
    expect(holds(source)).toBe(false),
  )

  test.each(['1', '"yes"', 'memory.', 'unknown.n > 1', 'memory.visits.n >', 'foo(1)'])('is refused: %s', (source) =>
    expect(holds(source)).toBeTypeOf('string'),
  )
})
