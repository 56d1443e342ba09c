import { expect, test } from 'vitest'
import type { Clock } from '@kairos/shared/time'
import { lasting, ProgressDisplay, progressLine } from './progress-display.ts'

const shown = { read: 3_750_000, bytes: 7_500_000, rows: 270_000, rowsPerSecond: 90_000, left: 3_000 }

test('a line, and a bar where there is a terminal', () => {
  expect(progressLine(shown, false)).toBe('50 %  3.8 of 7.5 MB  270,000 rows  90,000 rows/s  3 s left')
  expect(progressLine(shown, true)).toMatch(/^█{12}░{12} {3}50 %/)
  expect([lasting(4_400), lasting(185_000), lasting(7_800_000)]).toEqual(['4 s', '3 min 05 s', '2 h 10 min'])
})

test('elsewhere than on a terminal a line every few seconds; the pace counts from where sending began', () => {
  let now = 0
  const clock: Clock = { now: () => now, at: () => () => undefined }
  const written: string[] = []
  const display = new ProgressDisplay({ write: (text) => written.push(text) }, clock, 1_000_000)
  now = 1_000
  display.show(400_000, 4_000)
  display.sending(400_000, 4_000)
  now = 4_000
  display.show(700_000, 7_000)
  expect(written).toEqual(['70 %  0.7 of 1.0 MB  7,000 rows  1,000 rows/s  3 s left\n'])
})
