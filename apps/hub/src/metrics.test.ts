import { expect, test } from 'vitest'
import { metricsText, type SyncState } from './metrics.ts'

const state: SyncState = {
  line: 'down',
  lag: { time: 61_500, documents: 12 },
  unsent: 3,
  uncontained: 4,
  oldest: 90_000,
  offset: -250,
  reading: undefined,
  disk: undefined,
  customers: 5,
  visits: 1,
  cleaning: false,
  mute: undefined,
}

test('SPEC 30: metrics are OpenMetrics text, each with a type, a unit where it has one, and one value', () => {
  const text = metricsText('harbour', state)
  expect(text).toContain('kairos_hub_lag_seconds{store="harbour"} 61.5\n')
  expect(text).toContain('# UNIT kairos_hub_outbox_oldest_seconds seconds\n')
  expect(text).toContain('kairos_hub_clock_offset_seconds{store="harbour"} -0.25\n')
  expect(text).not.toContain('reading_done')
  expect(text.endsWith('# EOF\n')).toBe(true)
  const values = text.split('\n').filter((line) => line.startsWith('kairos_'))
  for (const line of values) expect(line).toMatch(/^kairos_hub_[a-z_]+\{store="harbour"\} -?[\d.]+$/)
  // A unit is the end of its metric's name.
  for (const [, name = '', unit = ''] of text.matchAll(/^# UNIT (\S+) (\S+)$/gm))
    expect(name).toMatch(new RegExp(`_${unit}$`))
  expect(new Set(values.map((line) => line.split('{')[0])).size).toBe(values.length)
})

test('SPEC 30: a reading from zero, and a disk that refuses, are seen', () => {
  const reading = { is: 'reading' as const, done: 10, of: 40, bytes: 999, left: 3000 }
  const text = metricsText('harbour', { ...state, reading, disk: 'full' })
  for (const line of [
    'reading{store="harbour"} 1',
    'reading_done_customers{store="harbour"} 10',
    'disk_ok{store="harbour"} 0',
  ])
    expect(text).toContain(`kairos_hub_${line}`)
})
