import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instantsOf, isZone } from './local-time.ts'
import { compileFormat, timeReader } from './time-format.ts'

const reader = (format: string, zone: string) => {
  const compiled = compileFormat(format)
  if (!compiled.ok) throw new Error(compiled.error)
  const read = timeReader(compiled.value, zone)
  return (text: string) => {
    const time = read(text)
    return time === undefined ? undefined : new Date(time.at).toISOString()
  }
}

describe('local times', () => {
  const london = reader('yyyy-MM-dd HH:mm:ss', 'Europe/London')

  test('winter and summer', () => {
    expect(london('2010-12-01 08:26:00')).toBe('2010-12-01T08:26:00.000Z')
    expect(london('2011-07-01 08:26:00')).toBe('2011-07-01T07:26:00.000Z')
  })
  test('E15: a missing time moves forward as far as the clocks did', () => {
    expect(london('2011-03-27 00:59:59')).toBe('2011-03-27T00:59:59.000Z')
    expect(london('2011-03-27 01:30:00')).toBe('2011-03-27T01:30:00.000Z')
    expect(london('2011-03-27 02:00:00')).toBe('2011-03-27T01:00:00.000Z')
    expect(reader('yyyy-MM-dd HH:mm', 'America/New_York')('2011-03-13 02:30')).toBe('2011-03-13T07:30:00.000Z')
  })
  test('E15: a repeated time means the first', () => {
    expect(london('2011-10-30 01:30:00')).toBe('2011-10-30T00:30:00.000Z')
    expect(reader('yyyy-MM-dd HH:mm', 'America/New_York')('2011-11-06 01:30')).toBe('2011-11-06T05:30:00.000Z')
  })
  test('any instant, shown on a wall and read again, is itself or the same wall time earlier', () => {
    const zone = 'Australia/Lord_Howe'
    const instant = instantsOf(zone)
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
    const at = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2030, 0) }).map((ms) => ms - (ms % 1000))
    fc.assert(
      fc.property(at, (at) => {
        const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = format
          .format(at)
          .split(/\D+/)
          .map(Number)
        const again = instant({ year, month, day, hour, minute, second })
        expect(format.format(again)).toBe(format.format(at))
        expect(again).toBeLessThanOrEqual(at)
      }),
      { numRuns: 2000 },
    )
  })
  test('what is no date is none', () => {
    expect(london('2011-02-29 10:00:00')).toBeUndefined()
    expect(london('2011-02-28 24:00:00')).toBeUndefined()
    expect(london('2011-02-28')).toBeUndefined()
    expect(london('1969-12-31 10:00:00')).toBeUndefined()
  })
  test('other ways to write them', () => {
    expect(reader('M/d/yyyy H:mm', 'UTC')('12/1/2010 8:26')).toBe('2010-12-01T08:26:00.000Z')
    expect(reader('dd.MM.yyyy HH:mm', 'UTC')('01x12x2010 08:26')).toBeUndefined()
    expect(compileFormat('yyyy-MM-dd hh:mm').ok).toBe(false)
    expect(compileFormat('yyyy-MM-dd')).toEqual({ ok: false, error: 'the format does not say where the hour stands' })
    expect(isZone('Europe/Londn')).toBe(false)
  })
})
