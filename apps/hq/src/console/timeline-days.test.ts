import { expect, it } from 'vitest'
import type { TimelineEntry } from '@kairos/shared/hq-views'
import { timelineDays } from './timeline-days.ts'

const entry = (at: number, text: string): TimelineEntry => ({ at, received: at, kind: 'event', what: 'visit', text })
const dayOf = (at: number) => `day ${Math.floor(at / 10)}`

it('groups by day and keeps every key when newer entries come', () => {
  const before = [entry(21, 'b'), entry(21, 'b'), entry(12, 'a')]
  const after = [entry(30, 'c'), entry(21, 'b'), ...before]
  const keys = (entries: TimelineEntry[]) =>
    timelineDays(entries, dayOf).flatMap(({ lines }) => lines.map((l) => l.key))
  expect(timelineDays(before, dayOf).map(({ day, lines }) => [day, lines.length])).toEqual([
    ['day 2', 2],
    ['day 1', 1],
  ])
  expect(new Set(keys(after)).size).toBe(5)
  expect(keys(after).slice(2)).toEqual(keys(before))
})

it('gives a day that comes twice two keys', () => {
  const days = timelineDays([entry(21, 'a'), entry(12, 'b'), entry(22, 'c')], dayOf)
  expect(days.map(({ key }) => key)).toEqual(['day 2 2', 'day 1 1', 'day 2 1'])
})
