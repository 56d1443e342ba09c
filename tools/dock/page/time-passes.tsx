import { DAY, HOUR, type Ms } from '@kairos/shared/time'
import type { Act } from './world.ts'

const dates = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' })
const times = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' })

const STEPS: readonly [ms: Ms, label: string, words: string][] = [
  [HOUR, '+1 h', 'One hour passes'],
  [DAY, '+1 day', 'A day passes'],
  [8 * DAY, '+8 days', 'Eight days pass'],
  [35 * DAY, '+35 days', 'Thirty-five days pass'],
]

/** The chain's time, and buttons that let it pass everywhere at once. */
export function TimePasses({ now, act, trouble }: { now: Ms; act: Act; trouble: boolean }) {
  return (
    <div className="time-passes" role="group" aria-label="Time">
      <time dateTime={new Date(now).toISOString()} data-stopped={trouble || undefined}>
        {dates.format(now)} <strong>{times.format(now)}</strong>
      </time>
      {STEPS.map(([ms, label, words]) => (
        <button
          key={ms}
          type="button"
          data-do="pass"
          data-ms={ms}
          aria-label={`${label}: ${words}`}
          onClick={() => act({ do: 'pass', ms }, words)}
        >
          {label}
        </button>
      ))}
    </div>
  )
}
