import type { StoreView } from '@kairos/shared/hq-views'
import { MINUTE, SECOND, type Ms } from '@kairos/shared/time'
import { count, length, percent } from './words.ts'

/** Clocks of machines that are kept on time differ by less. */
const CLOCK_OFF: Ms = 2 * SECOND
/** Longer than this a fact waits only where something is wrong. */
const WAITS: Ms = 5 * MINUTE

/** How many customers a store has still to read, and for how long it has not been able to say that it has all. */
export function Behind({ store: { behind, line, hub }, now }: { store: StoreView; now: Ms }) {
  // What a hub told before its line went down goes on growing.
  const lag = hub?.lag === undefined ? 0 : hub.lag + (line === 'up' ? 0 : Math.max(0, now - hub.told))
  return lag < SECOND ? count(behind) : `${count(behind)}, for ${length(lag)}`
}

/** How a store's hub says that its sync is; what needs no looking at is not said. */
export function StoreSync({ store: { hub, differed, line } }: { store: StoreView }) {
  if (!hub) return <span data-sync="unheard">–</span>
  // Somebody has to do something about these.
  const troubles = [hub.mute !== undefined && 'recognises nobody for now', hub.disk].filter(isSaid)
  const words = [
    hub.reading && readingInWords(hub.reading),
    hub.cleaning === true && 'is overwriting what was erased',
    hub.unsent > 0 && (hub.oldest ?? 0) >= WAITS && `${count(hub.unsent)} facts wait, for ${length(hub.oldest ?? 0)}`,
    Math.abs(hub.offset) >= CLOCK_OFF &&
      `its clock is ${length(Math.abs(hub.offset))} ${hub.offset > 0 ? 'slow' : 'fast'}`,
    differed > 0 &&
      `differed from head office ${differed === 1 ? 'once' : `${count(differed)} times`}, and was read again`,
  ].filter(isSaid)
  if (troubles.length + words.length === 0) return <span data-sync="well">{line === 'up' ? 'well' : 'was well'}</span>
  return (
    <span data-sync="told">
      {troubles.length > 0 && <mark>{troubles.join('; ')}</mark>}
      {troubles.length > 0 && words.length > 0 && '; '}
      {words.join('; ')}
    </span>
  )
}

const isSaid = (words: unknown): words is string => typeof words === 'string'

function readingInWords({ done, of, left }: NonNullable<NonNullable<StoreView['hub']>['reading']>): string {
  const rest = left === undefined ? '' : `, ${length(left)} left`
  return `reading everything: ${count(done)} of ${count(of)} customers (${percent(of === 0 ? 1 : done / of)})${rest}`
}
