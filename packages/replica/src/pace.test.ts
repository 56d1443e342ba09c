import { expect, test } from 'vitest'
import { customerIdSchema } from '@kairos/shared/ids'
import type { FeedRow } from '@kairos/shared/wire/hq-hub'
import { digestOf, type Held } from './digest.ts'
import { FLAT_OUT, nextRows, PACED, paceFor, sliceOf } from './pace.ts'
import { progressOf } from './reading.ts'

test('SPEC 22: paced while anybody is in the store or asked a moment ago, flat out otherwise', () => {
  const now = 1_000_000
  expect(paceFor({ visits: 0, asked: undefined, now })).toBe(FLAT_OUT)
  expect(paceFor({ visits: 1, asked: undefined, now })).toBe(PACED)
  expect(paceFor({ visits: 0, asked: now - 4999, now })).toBe(PACED)
  expect(paceFor({ visits: 0, asked: now - 5000, now })).toBe(FLAT_OUT)
  // The clock was set back.
  expect(paceFor({ visits: 0, asked: now + 60_000, now })).toBe(PACED)
})

test('SPEC 22: a slice has twice the rows of one that took not half of its time, half of one that took longer', () => {
  const pace = { fewest: 20, most: 100, time: 4, pause: 0 }
  expect([0, 1, 2, 4, 5].map((took) => nextRows(pace, 40, took))).toEqual([80, 80, 40, 40, 20])
  expect([nextRows(pace, 80, 0), nextRows(pace, 20, 90)]).toEqual([100, 20])
  // The clock was set back: that says nothing.
  expect(nextRows(pace, 100, -60_000)).toBe(100)
})

test('SPEC 22: only the last slice of a batch ends where the batch does', () => {
  const rows = [4, 9].map((change) => ({ change }) as FeedRow)
  const batch = { cursor: 12, more: false, ahead: 0 }
  expect(sliceOf(batch, rows, false)).toEqual({ rows, cursor: 9, more: true })
  expect(sliceOf(batch, rows, true)).toEqual({ rows, ...batch })
  expect(sliceOf(batch, [], true)).toEqual({ rows: [], ...batch })
})

test('progress says how many customers of all, and how long the rest takes once the speed is known', () => {
  const reading = { n: 1, is: 'reading' as const, done: 300, bytes: 9000 }
  expect(progressOf(reading, 700, { rows: 100, took: 1000 })).toEqual({
    is: 'reading',
    done: 300,
    of: 1000,
    bytes: 9000,
    left: 7000,
  })
  expect(progressOf(reading, 700, { rows: 100, took: 10 }).left).toBeUndefined()
  expect(progressOf(reading, 700, { rows: 0, took: 1000 }).left).toBeUndefined()
})

test('SPEC 25: a digest is of who is held and what is known of them, in whatever order', () => {
  const held = (id: string, document: unknown): Held => ({
    customer: customerIdSchema.parse(id),
    document,
    identities: [],
  })
  const both = digestOf([held('ann', { a: 1, b: { c: [1, 2], d: undefined } }), held('bob', {})])
  expect(digestOf([held('bob', {}), held('ann', { b: { c: [1, 2] }, a: 1 })])).toBe(both)
  const others = [
    [held('ann', { a: 1, b: { c: [2, 1] } }), held('bob', {})],
    [held('ann', { a: 2, b: { c: [1, 2] } }), held('bob', {})],
    [held('ann', {}), held('bob', { a: 1, b: { c: [1, 2] } })],
    [held('ann', { a: 1, b: { c: [1, 2] } })],
    [held('ann', { a: 1, b: { c: [1, 2] } }), held('bob', {}), held('bob', {})],
  ]
  expect(new Set(others.map(digestOf)).has(both)).toBe(false)
  expect(digestOf([])).toBe('0000000000000000')
})
