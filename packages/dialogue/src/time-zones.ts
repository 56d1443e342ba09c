import { parse } from 'yaml'
import { z } from 'zod'
import { DAY, HOUR, MINUTE, type Ms } from '@kairos/shared/time'

/** A playbook's file of zone rules: they ship with it, so that HQ and every hub tell the same local time (rule E15). */
export const ZONES_FILE = 'time-zones.json'

/** One zone: from each time on, so many minutes ahead of UTC; in order. */
const rulesSchema = z.array(z.tuple([z.int(), z.int()])).min(1)
export const zonesSchema = z.record(z.string(), rulesSchema)
export type ZoneRules = z.infer<typeof rulesSchema>

const FIRST_YEAR = 2000
const LAST_YEAR = 2060

/** Reads a zone's rules from this machine's own, for writing them into a playbook. Throws on a zone nobody knows. */
export function rulesOf(zone: string): ZoneRules {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
  const offsetAt = (at: Ms): number => {
    const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'
    const [, sign, hours, minutes] = /GMT(?:([+-])(\d+):(\d+))?/.exec(name) ?? []
    return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0))
  }
  const rules: ZoneRules = [[0, offsetAt(0)]]
  let [at, offset] = [Date.UTC(FIRST_YEAR), offsetAt(Date.UTC(FIRST_YEAR))]
  rules.push([at, offset])
  while (at < Date.UTC(LAST_YEAR)) {
    const next = at + 7 * DAY
    if (offsetAt(next) !== offset) {
      const change = firstWith(at, next, (time) => offsetAt(time) !== offset)
      offset = offsetAt(change)
      rules.push([change, offset])
    }
    at = next
  }
  return rules
}

/** The first minute in (from, to] for which something holds that holds at `to`. */
function firstWith(from: Ms, to: Ms, holds: (at: Ms) => boolean): Ms {
  let [low, high] = [from, to]
  while (high - low > MINUTE) {
    const middle = Math.floor((low + high) / 2 / MINUTE) * MINUTE
    if (holds(middle)) high = middle
    else low = middle
  }
  return high
}

/** Halves the rules until one is left: quiet hours ask a dozen times for each thing that is sent. */
function offsetIn(rules: ZoneRules, at: Ms): Ms {
  let [low, high] = [0, rules.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((rules[middle]?.[0] ?? 0) <= at) low = middle
    else high = middle - 1
  }
  return (rules[low]?.[1] ?? 0) * MINUTE
}

/** Local time as a number that looks like UTC: its days and hours are the zone's. */
export const toLocal = (rules: ZoneRules, at: Ms): Ms => at + offsetIn(rules, at)

/**
 * The time at which a zone's clocks show `local`. A local time that does not exist moves forward by the gap; one that
 * comes twice means the first (rule E15).
 */
export function fromLocal(rules: ZoneRules, local: Ms): Ms {
  const offsets = [offsetIn(rules, local - DAY), offsetIn(rules, local + DAY)]
  const fitting = offsets.map((offset) => local - offset).filter((at) => toLocal(rules, at) === local)
  return fitting.length > 0 ? Math.min(...fitting) : local - Math.min(...offsets)
}

/** The beginning of the local day of a time, as local time. */
export const localDay = (rules: ZoneRules, at: Ms): Ms => Math.floor(toLocal(rules, at) / DAY) * DAY

/** `21:30` as time since midnight. */
export const timeOfDay = (text: string): Ms => Number(text.slice(0, 2)) * HOUR + Number(text.slice(3)) * MINUTE

/**
 * When quiet hours that hold at this time end; the time itself where none hold. They are looked at as stretches of
 * real time, so that an hour which the clocks show twice is quiet or not as its stretch is, and nothing is put back.
 */
export function afterQuiet(rules: ZoneRules, quiet: { from: Ms; to: Ms }, at: Ms): Ms {
  const today = localDay(rules, at)
  // Quiet hours may span midnight: those that began yesterday may still hold.
  const length = quiet.to - quiet.from + (quiet.from > quiet.to ? DAY : 0)
  for (const day of [today - DAY, today]) {
    const [from, to] = [fromLocal(rules, day + quiet.from), fromLocal(rules, day + quiet.from + length)]
    if (from <= at && at < to) return to
  }
  return at
}

const storesSchema = z.looseObject({ stores: z.record(z.string(), z.looseObject({ timeZone: z.string() })) })

/**
 * A playbook's files with the rules of its stores' zones, read from this machine. Rules that the files carry already
 * are kept; a zone that they lack, because a store was opened since, is added. A chain or rules that cannot be read, or
 * a zone nobody knows, are left to the compiler to find.
 */
export function withZoneRules(files: Readonly<Record<string, string>>): Record<string, string> {
  try {
    const chain = storesSchema.parse(parse(files['chain.yaml'] ?? ''))
    const known = zonesSchema.parse(JSON.parse(files[ZONES_FILE] ?? '{}'))
    const zones = new Set(Object.values(chain.stores).map(({ timeZone }) => timeZone))
    const missing = [...zones].filter((zone) => known[zone] === undefined)
    if (missing.length === 0) return { ...files }
    const rules = { ...known, ...Object.fromEntries(missing.map((zone) => [zone, rulesOf(zone)])) }
    return { ...files, [ZONES_FILE]: JSON.stringify(rules) }
  } catch {
    return { ...files }
  }
}
