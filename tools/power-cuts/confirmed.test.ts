import { expect, test } from 'vitest'
import { Confirmed } from './confirmed.ts'
import { KINDS, type Found } from './told.ts'

const whole: Found = {
  integrity: ['ok', 'ok'],
  facts: { one: { count: 5, last: 5 } },
  stored: { one: 5 },
  events: { one: { count: 5, last: 5 } },
  erased: { one: 5 },
  folded: 5,
  applied: 5,
  secret: 's',
}
/** What is said of a disk on which this is found after five of everything were confirmed. */
function saidOf(found: Partial<Found>): string[] {
  const confirmed = new Confirmed()
  confirmed.take({ begins: 'one' })
  confirmed.take({ secret: 's' })
  for (const did of KINDS) confirmed.take({ did, upTo: 5 })
  confirmed.take({ begins: 'two' })
  confirmed.take({ found: { ...whole, ...found } })
  return confirmed.problems
}

test('what was confirmed is there, and more may be', () => {
  expect(saidOf({})).toEqual([])
  expect(saidOf({ facts: { one: { count: 7, last: 7 } }, stored: { one: 6 }, folded: 9 })).toEqual([])
})

test('whatever is missing, damaged, torn apart or ahead of its source is said', () => {
  expect(saidOf({ integrity: ['ok', 'row 7 missing from index'] })).toEqual([expect.stringContaining('damaged')])
  expect(saidOf({ facts: {} }).join()).toContain('the hub’s facts of one: 5 were confirmed, 0 are there')
  expect(saidOf({ facts: { one: { count: 4, last: 5 } } })).toEqual([expect.stringContaining('have a gap')])
  expect(saidOf({ events: { one: { count: 4, last: 4 } } })).toEqual([expect.stringContaining('HQ’s events')])
  expect(saidOf({ stored: { one: 4 } })).toEqual([expect.stringContaining('facts at HQ')])
  expect(saidOf({ stored: { one: 6 } })).toEqual([expect.stringContaining('of which its hub knows 5')])
  expect(saidOf({ erased: {} })).toEqual([expect.stringContaining('erasures')])
  expect(saidOf({ applied: 4 })).toEqual([expect.stringContaining('cursor')])
  expect(saidOf({ folded: 4 }).join()).toContain('HQ’s changes')
  expect(saidOf({ applied: 6 })).toEqual([expect.stringContaining('HQ has come to 5 only')])
  expect(saidOf({ secret: 'other' })).toEqual([expect.stringContaining('secrets')])
})
