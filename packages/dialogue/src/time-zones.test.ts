import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '@kairos/shared/time'
import { compilePlaybook } from './compile.ts'
import { smallFiles } from './testing/small-chain.fixture.ts'
import { afterQuiet, fromLocal, rulesOf, timeOfDay, toLocal, withZoneRules, ZONES_FILE } from './time-zones.ts'

const london = rulesOf('Europe/London')
/** Clocks went from 01:00 to 02:00 on 2026-03-29, and from 02:00 back to 01:00 on 2026-10-25. */
const utc = (text: string) => Date.parse(`${text}Z`)
const words = (at: number) => new Date(at).toISOString().slice(0, 16)

describe('E15: local time', () => {
  test("E15: a zone's rules are this machine's own, for every hour of a year", () => {
    for (const zone of ['Europe/London', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe']) {
      const rules = rulesOf(zone)
      const clock = new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
      for (let at = utc('2026-01-01T00:00'); at < utc('2027-01-01T00:00'); at += 7 * HOUR)
        expect(`${words(toLocal(rules, at)).replace('T', ' ')}:00`).toBe(clock.format(at))
    }
  })

  test.each([
    ['an ordinary one in winter', '2026-01-10T09:00', '2026-01-10T09:00'],
    ['an ordinary one in summer', '2026-07-10T09:00', '2026-07-10T08:00'],
    ['a missing one moves forward', '2026-03-29T01:30', '2026-03-29T01:30'],
    ['the first after the gap', '2026-03-29T02:00', '2026-03-29T01:00'],
    ['a repeated one means the first', '2026-10-25T01:30', '2026-10-25T00:30'],
    ['the last before it repeats', '2026-10-25T00:59', '2026-10-24T23:59'],
    ['the first that does not', '2026-10-25T02:00', '2026-10-25T02:00'],
  ])('E15: %s', (_, local, at) => {
    expect(words(fromLocal(london, utc(local)))).toBe(at)
  })

  test('E15: a day of a zone whose clocks go at midnight, and one that is far ahead', () => {
    const gap = [[0, 0] satisfies [number, number], [10 * DAY, 60] satisfies [number, number]]
    expect(fromLocal(gap, 10 * DAY + 30 * MINUTE)).toBe(10 * DAY + 30 * MINUTE)
    expect(toLocal(gap, 10 * DAY + 30 * MINUTE)).toBe(10 * DAY + 90 * MINUTE)
    const kiritimati = rulesOf('Pacific/Kiritimati')
    expect(words(fromLocal(kiritimati, utc('2026-05-02T09:00')))).toBe('2026-05-01T19:00')
  })

  test('E15: a time before all rules keeps the first', () => {
    expect(toLocal([[DAY, 60]], 0)).toBe(HOUR)
  })
})

describe('E15: quiet hours', () => {
  const night = { from: timeOfDay('21:30'), to: timeOfDay('08:00') }
  test.each([
    ['before they begin', '2026-01-10T21:29', '2026-01-10T21:29'],
    ['as they begin', '2026-01-10T21:30', '2026-01-11T08:00'],
    ['after midnight', '2026-01-11T00:10', '2026-01-11T08:00'],
    ['just before they end', '2026-01-11T07:59', '2026-01-11T08:00'],
    ['as they end', '2026-01-11T08:00', '2026-01-11T08:00'],
    ['in summer, by the local clock', '2026-07-10T20:30', '2026-07-11T07:00'],
    ['across the night in which an hour is missing', '2026-03-28T22:00', '2026-03-29T07:00'],
    ['across the night in which an hour comes twice', '2026-10-24T21:00', '2026-10-25T08:00'],
  ])('E15: across midnight, %s', (_, at, then) => {
    expect(words(afterQuiet(london, night, utc(at)))).toBe(then)
  })

  test.each([
    // From 22:00 to 01:30, which comes twice: the first ends them, and they do not begin anew.
    ['22:00', '01:30', '2026-10-25T00:29', '2026-10-25T00:30'],
    ['22:00', '01:30', '2026-10-25T01:10', '2026-10-25T01:10'],
    // From 01:30, which comes twice: they began at the first, though clocks show 01:10 again.
    ['01:30', '06:00', '2026-10-25T01:10', '2026-10-25T06:00'],
    // To 01:30, which is missing.
    ['22:00', '01:30', '2026-03-29T01:10', '2026-03-29T01:30'],
    ['13:00', '15:00', '2026-01-10T13:00', '2026-01-10T15:00'],
    ['13:00', '15:00', '2026-01-10T15:00', '2026-01-10T15:00'],
    ['13:00', '15:00', '2026-01-10T02:00', '2026-01-10T02:00'],
    ['13:00', '13:00', '2026-01-10T13:00', '2026-01-10T13:00'],
    ['22:00', '00:00', '2026-01-10T23:00', '2026-01-11T00:00'],
  ])('E15: quiet from %s to %s, at %s, ends at %s', (from, to, at, then) => {
    expect(words(afterQuiet(london, { from: timeOfDay(from), to: timeOfDay(to) }, utc(at)))).toBe(then)
  })
})

describe('E15: zone rules ship with the playbook', () => {
  test('E15: those of every store are written into its files, and rules that are there already stay', () => {
    const files = withZoneRules(smallFiles([]))
    const compiled = compilePlaybook(1, files)
    expect(compiled.ok && compiled.value.zoneRules.get('Europe/London')).toEqual(london)
    const stores = {
      home: { name: 'Home', timeZone: 'Europe/London' },
      away: { name: 'Away', timeZone: 'Asia/Kolkata' },
    }
    const carried = { ...smallFiles([], { stores }), [ZONES_FILE]: JSON.stringify({ 'Europe/London': [[0, 7]] }) }
    const zones: unknown = JSON.parse(withZoneRules(carried)[ZONES_FILE] ?? '')
    expect(zones).toEqual({ 'Europe/London': [[0, 7]], 'Asia/Kolkata': rulesOf('Asia/Kolkata') })
    expect(withZoneRules(withZoneRules(carried))).toEqual(withZoneRules(carried))
  })

  test.each(['{', '[]', '{"Europe/London": []}', '{"Europe/London": [["0", 0]]}'])(
    'E15: rules that cannot be read are found, not thrown (%s)',
    (text) => {
      const compiled = compilePlaybook(1, { ...smallFiles([]), [ZONES_FILE]: text })
      expect(compiled.ok ? [] : compiled.error.map(({ code }) => code)).toEqual(['K301'])
    },
  )

  test('E15: a zone nobody knows, or a chain that cannot be read, is left to the compiler', () => {
    const stores = { home: { name: 'Home', timeZone: 'Europe/Nowhere' } }
    for (const files of [smallFiles([], { stores }), { 'chain.yaml': '{' }, {}])
      expect(withZoneRules(files)).toEqual(files)
  })
})
