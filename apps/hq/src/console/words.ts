import { DAY, HOUR, MINUTE, SECOND, type Ms } from '@kairos/shared/time'

/**
 * Numbers and dates as the reader writes them. Lengths of time stand inside the page's own sentences,
 * which are English, so their units are too.
 */
const counts = new Intl.NumberFormat()
const amounts = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
const percents = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 })
const days = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
const dates = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' })
const times = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const moments = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
})
const birthdays = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', timeZone: 'UTC' })

export const count = (n: number): string => counts.format(n)
/** Minor units as an amount. HQ does not say the currency yet, so none is shown. */
export const money = (minor: number): string => amounts.format(minor / 100)
export const percent = (share: number): string => percents.format(share)
export const day = (at: Ms): string => days.format(at)
export const date = (at: Ms): string => dates.format(at)
export const time = (at: Ms): string => times.format(at)
export const moment = (at: Ms): string => moments.format(at)
/** `MM-DD` as the reader says it. A leap year, so that the 29th of February has a day. */
export const birthday = (monthDay: string): string => birthdays.format(new Date(`2024-${monthDay}T00:00:00Z`))

const UNITS: readonly [name: string, ms: Ms][] = [
  ['day', DAY],
  ['h', HOUR],
  ['min', MINUTE],
  ['s', SECOND],
]

/** `3 h`, `2 days`: the largest unit that fits, rounded down. */
export function length(ms: Ms): string {
  const [name, unit] = UNITS.find(([, each]) => ms >= each) ?? ['s', SECOND]
  const n = Math.floor(ms / unit)
  return `${count(n)}\u00a0${name === 'day' && n !== 1 ? 'days' : name}`
}

/** Within this, it is now: the reader's page is itself a little behind. */
const NOW: Ms = 5 * SECOND

/** How long before (or after) `now`; beyond 60 days the date says more. */
export function ago(at: Ms, now: Ms): string {
  const gone = now - at
  if (Math.abs(gone) < NOW) return 'just now'
  if (Math.abs(gone) > 60 * DAY) return date(at)
  return gone > 0 ? `${length(gone)} ago` : `in ${length(-gone)}`
}

/** What is long enough to be worth saying: facts of an unplugged store come hours later, others in a second. */
const LATE: Ms = MINUTE

export function toldLater(at: Ms, received: Ms): string | undefined {
  return received - at > LATE ? `told ${length(received - at)} later` : undefined
}
