import type { Ms } from '@kairos/shared/time'
import { fail, ok, type Result } from '@kairos/shared/result'
import { instantsOf } from './local-time.ts'

/** What a time format may hold, besides any other characters, which stand for themselves. */
const TOKENS: Record<string, { unit: string; digits: string }> = {
  yyyy: { unit: 'year', digits: '\\d{4}' },
  MM: { unit: 'month', digits: '\\d{2}' },
  M: { unit: 'month', digits: '\\d{1,2}' },
  dd: { unit: 'day', digits: '\\d{2}' },
  d: { unit: 'day', digits: '\\d{1,2}' },
  HH: { unit: 'hour', digits: '\\d{2}' },
  H: { unit: 'hour', digits: '\\d{1,2}' },
  mm: { unit: 'minute', digits: '\\d{2}' },
  ss: { unit: 'second', digits: '\\d{2}' },
}
const TOKEN = /yyyy|MM?|dd?|HH?|mm|ss|[A-Za-z]+|[^A-Za-z]+/g
export const FORMAT_HELP = 'yyyy, MM or M, dd or d, HH or H, mm, ss, and what stands between them'

export type ReadTime = { at: Ms; /** The calendar date in the file's zone, `2011-02-01`. */ date: string }

const two = (n: number) => `${n}`.padStart(2, '0')
const daysIn = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate()

/** The pattern as a regular expression with one named group per unit; the error names what is wrong with it. */
export function compileFormat(format: string): Result<RegExp, string> {
  const units: string[] = []
  const parts = (format.match(TOKEN) ?? []).map((part) => {
    const token = TOKENS[part]
    if (token !== undefined) {
      units.push(token.unit)
      return `(?<${token.unit}>${token.digits})`
    }
    return part === 'T' || !/[A-Za-z]/.test(part) ? part.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&') : undefined
  })
  if (parts.includes(undefined)) return fail(`the format may hold ${FORMAT_HELP}`)
  for (const unit of ['year', 'month', 'day', 'hour', 'minute']) {
    if (!units.includes(unit)) return fail(`the format does not say where the ${unit} stands`)
  }
  if (new Set(units).size < units.length) return fail('the format names a unit twice')
  return ok(new RegExp(`^${parts.join('')}$`))
}

/**
 * Reads times written in a pattern, as clocks of the zone showed them. Undefined: not such a time, no such
 * date, or before 1970. Neighbouring rows mostly carry the same time, so the last answer is kept.
 */
export function timeReader(pattern: RegExp, zone: string): (text: string) => ReadTime | undefined {
  const instant = instantsOf(zone)
  let lastText: string | undefined
  let last: ReadTime | undefined

  const read = (text: string): ReadTime | undefined => {
    const groups = pattern.exec(text)?.groups
    if (groups === undefined) return undefined
    const unit = (name: string) => Number(groups[name] ?? 0)
    const [year, month, day] = [unit('year'), unit('month'), unit('day')]
    const [hour, minute, second] = [unit('hour'), unit('minute'), unit('second')]
    if (year < 1970 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined
    if (hour > 23 || minute > 59 || second > 59) return undefined
    const at = instant({ year, month, day, hour, minute, second })
    return at < 0 ? undefined : { at, date: `${year}-${two(month)}-${two(day)}` }
  }

  return (text) => {
    if (text !== lastText) {
      last = read(text)
      lastText = text
    }
    return last
  }
}
