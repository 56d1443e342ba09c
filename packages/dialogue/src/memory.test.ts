import { describe, expect, test } from 'vitest'
import { customerSchema } from '@kairos/shared/customer'
import { MOST_KEYS } from './limits.ts'
import { mostCounted } from './memory.ts'
import { purchase, returned, visit } from './testing/events.fixture.ts'
import { fold } from './testing/fold.fixture.ts'
import { anna, day, small } from './testing/small-chain.fixture.ts'

const playbooks = small([])
const remembered = (...events: Parameters<typeof fold>[2][]) => {
  const { customer } = fold(playbooks, anna(playbooks), ...events)
  // A number that is none would come back from JSON as null, and the document could not be read again.
  return customerSchema.parse(JSON.parse(JSON.stringify(customer))).memory
}
const tally = (n: number, sum: number, first: number, last: number) => ({ n, sum, first, last })

describe('memory', () => {
  test('counts, sums, firsts and lasts are by event time, and only of what the playbook asks for', () => {
    const memory = remembered(
      purchase(day(2), ['shoes', 'linen', 'shoes']),
      purchase(day(1), ['shoes'], { received: day(9) }),
      returned(day(3), ['shoes']),
      visit(day(4)),
    )
    expect(memory).toEqual({
      purchases: tally(2, 400, day(1), day(2)),
      categories: { by: { shoes: tally(3, 300, day(1), day(2)), linen: tally(1, 100, day(2), day(2)) } },
      visits: tally(1, 0, day(4), day(4)),
    })
  })

  test('keys are bounded: the least counted goes, of equal ones the oldest', () => {
    const keys = Array.from({ length: MOST_KEYS }, (_, n) => `key${n}`)
    const memory = remembered(
      purchase(day(1), ['old']),
      purchase(day(2), [...keys, ...keys]),
      purchase(day(3), ['new']),
    )
    const { categories } = memory
    expect(categories && 'by' in categories ? Object.keys(categories.by) : []).toEqual(keys)
  })

  test.each(['constructor', 'toString', '__proto__', '1'])('a category may be called %s', (name) => {
    const memory = remembered(purchase(day(1), [name, 'shoes', 'shoes']), purchase(day(2), [name]))
    expect(mostCounted(memory['categories'])).toBe(name === '__proto__' ? 'shoes' : name)
  })

  test('what is counted most: of equal ones the latest, then by name', () => {
    expect(mostCounted(undefined)).toBeUndefined()
    expect(mostCounted(tally(1, 1, 1, 1))).toBeUndefined()
    expect(mostCounted({ by: { a: tally(1, 9, 9, 9), b: tally(2, 0, 0, 0) } })).toBe('b')
    expect(mostCounted({ by: { a: tally(2, 9, 0, 1), b: tally(2, 0, 0, 2) } })).toBe('b')
    expect(mostCounted({ by: { b: tally(2, 9, 0, 1), a: tally(2, 0, 0, 1) } })).toBe('a')
  })
})
