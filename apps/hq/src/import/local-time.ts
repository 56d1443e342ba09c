import { DAY, HOUR, type Ms } from '@kairos/shared/time'

/** A date and time of day as a clock on the wall shows it. */
export type WallTime = { year: number; month: number; day: number; hour: number; minute: number; second: number }

const asUtc = (wall: WallTime): Ms => Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second)

/** How far the zone's clocks are ahead of UTC at an instant. */
type Offset = (at: Ms) => Ms

function offsetsOf(zone: string): Offset {
  // h23, because with h24 some environments write midnight as 24:00 of the day before.
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  return (at) => {
    const part: Record<string, number> = {}
    for (const { type, value } of format.formatToParts(at)) part[type] = Number(value)
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = part
    return asUtc({ year, month, day, hour, minute, second }) - at
  }
}

/**
 * Turns wall times of a zone into instants. A local time that does not exist (clocks went forward)
 * moves forward by as much as the clocks did; one that comes twice (clocks went back) means the first (rule E15).
 */
export function instantsOf(zone: string): (wall: WallTime) => Ms {
  const offset = offsetsOf(zone)
  /** By UTC day number of the wall time: the offset of days around which nothing changes. */
  const steady = new Map<number, Ms | 'changes'>()

  const resolve = (local: Ms): Ms => {
    const before = offset(local - DAY)
    const after = offset(local + DAY)
    const fits = [local - before, local - after].filter((at) => at + offset(at) === local)
    // In a gap neither fits; the offset from before it lands as far behind the gap as the time was inside it.
    return fits.length > 0 ? Math.min(...fits) : local - before
  }

  return (wall) => {
    const local = asUtc(wall)
    const day = Math.floor(local / DAY)
    let known = steady.get(day)
    if (known === undefined) {
      // Zones are at most 14 hours from UTC, so a day and a half on either side covers the whole local day.
      const around = [-36, -12, 12, 36, 60].map((hours) => offset(day * DAY + hours * HOUR))
      known = around.every((each) => each === around[0]) ? (around[0] ?? 0) : 'changes'
      steady.set(day, known)
    }
    return known === 'changes' ? resolve(local) : local - known
  }
}

/** Whether the machine's zone rules know the zone (`UTC`, `Europe/London`). */
export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone.length > 0
  } catch {
    return false
  }
}
