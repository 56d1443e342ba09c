import type { StoreId } from '@kairos/shared/ids'
import { DAY, type Ms } from '@kairos/shared/time'
import type { OpeningHours } from './language.ts'
import type { Playbook } from './playbook.ts'
import { fromLocal, localDay, timeOfDay, type ZoneRules } from './time-zones.ts'

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
/** A store that does not open for so long is closed until further notice. */
const LOOK_AHEAD: Ms = 30 * DAY

export type Opening = { isOpen: true } | { isOpen: false; opens?: Ms }
const OPEN: Opening = { isOpen: true }

/** A stretch of a day, `09:00-18:30`, as times since its midnight. */
export function spanOf(span: string): { from: Ms; to: Ms } {
  const [from = '', to = ''] = span.split('-')
  return { from: timeOfDay(from), to: to === '24:00' ? DAY : timeOfDay(to) }
}

/** Whether a store is open at a time, by the clocks where it stands; one that names no hours always is. */
export function openingOf(playbook: Playbook, store: StoreId, at: Ms): Opening {
  const source = playbook.chain.stores[store]
  const rules = source && playbook.zoneRules.get(source.timeZone)
  if (!source?.hours || !rules) return OPEN
  const today = localDay(rules, at)
  for (let day = today; day <= today + LOOK_AHEAD; day += DAY) {
    for (const { from, to } of spansOn(rules, source.hours, day)) {
      if (from <= at && at < to) return OPEN
      if (from > at) return { isOpen: false, opens: from }
    }
  }
  return { isOpen: false }
}

/** One day's hours in real time, the earliest first. A date of its own has hours of its own, or none. */
function spansOn(rules: ZoneRules, { except, ...week }: OpeningHours, day: Ms): { from: Ms; to: Ms }[] {
  const date = new Date(day)
  const weekday = WEEKDAYS[date.getUTCDay()]
  const spans = except[date.toISOString().slice(0, 10)] ?? (weekday === undefined ? [] : week[weekday])
  return spans
    .map(spanOf)
    .map(({ from, to }) => ({ from: fromLocal(rules, day + from), to: fromLocal(rules, day + to) }))
    .toSorted((a, b) => a.from - b.from)
}
