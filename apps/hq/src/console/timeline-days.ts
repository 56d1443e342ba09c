import type { TimelineEntry } from '@kairos/shared/hq-views'

export type Line = { key: string; entry: TimelineEntry }
export type TimelineDay = { key: string; day: string; lines: Line[] }

/**
 * Groups a timeline (the newest first) by day, each entry under a key that stays its own when newer ones
 * come: entries have no id, so equal ones are counted from the oldest.
 */
export function timelineDays(entries: readonly TimelineEntry[], dayOf: (at: number) => string): TimelineDay[] {
  const seen = new Map<string, number>()
  const lines = entries.toReversed().map((entry): Line => {
    const same = [entry.at, entry.kind, entry.what, entry.dialogue, entry.text].join('|')
    const nth = (seen.get(same) ?? 0) + 1
    seen.set(same, nth)
    return { key: `${same}|${nth}`, entry }
  })
  const days: TimelineDay[] = []
  for (const line of lines.toReversed()) {
    const day = dayOf(line.entry.at)
    const last = days.at(-1)
    if (last?.day === day) last.lines.push(line)
    else days.push({ key: day, day, lines: [line] })
  }
  // A fact told late may stand between those of other days, so that one day comes twice: count from the oldest here too.
  const times = new Map<string, number>()
  for (const each of days.toReversed()) {
    const nth = (times.get(each.day) ?? 0) + 1
    times.set(each.day, nth)
    each.key = `${each.day} ${nth}`
  }
  return days
}
