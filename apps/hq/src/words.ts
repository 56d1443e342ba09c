import type { Event } from '@kairos/shared/event'
import type { TimelineEntry } from '@kairos/shared/hq-views'
import { never } from '@kairos/shared/result'

const money = (minor: number) => (minor / 100).toFixed(2)

function receiptInWords(verb: string, event: Extract<Event, { type: 'purchase' | 'return' }>): string {
  const names = event.lines.slice(0, 3).map((line) => line.name)
  const more = event.lines.length - names.length
  return `${verb} ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''} for ${money(event.total)}`
}

function text(event: Event): string {
  switch (event.type) {
    case 'profile':
      return 'Told us about herself'
    case 'purchase':
      return receiptInWords('Bought', event)
    case 'return':
      return receiptInWords('Returned', event)
    case 'visit':
      return event.strength === 'held' ? 'Came in with her card' : 'Came in and keyed a number'
    case 'walked':
      return `Walked to ${event.zone}`
    case 'left':
      return 'Left'
    case 'shown':
      return `Saw "${event.message.step}" of ${event.message.dialogue} for ${Math.round(event.for / 1000)} s on ${event.screen}`
    case 'response':
      return event.by === 'shopper'
        ? `Answered "${event.response}" to "${event.message.step}" of ${event.message.dialogue}`
        : `An associate reported "${event.response}" to "${event.message.step}" of ${event.message.dialogue}`
    case 'webVisit':
      return event.page === undefined ? 'Visited the web site' : `Visited ${event.page} on the web site`
    case 'address':
      return 'Moved house'
    case 'usage':
      return `Used ${event.amount} ${event.of}`
    case 'call':
      return `Spoke with us about ${event.topic}`
    case 'occasion':
      return `${event.kind}: ${event.name}${event.on === undefined ? '' : `, on ${event.on}`}`
    case 'consent':
      return event.given ? `Agreed to ${event.purpose}` : `Withdrew consent to ${event.purpose}`
    default:
      return never(event)
  }
}

/** One event as a line of the timeline. */
export function eventInWords(event: Event): TimelineEntry {
  const entry: TimelineEntry = {
    at: event.at,
    received: event.received,
    kind: 'event',
    what: event.type,
    text: text(event),
  }
  if (event.history) entry.history = true
  if ('store' in event && event.store !== undefined) entry.store = event.store
  if ('message' in event) entry.dialogue = event.message.dialogue
  return entry
}

const HAPPENED: Record<string, (detail: string) => string> = {
  begun: () => 'began',
  step: (detail) => `went to step "${detail}"`,
  answer: (detail) => `took the answer "${detail}"`,
  won: () => 'reached its goal',
  lost: () => 'was lost',
  over: () => 'came to its end',
  never: () => 'was undone: what prevents it had happened before it began',
  full: () => 'could not begin: this customer has too many runs',
  granted: (detail) => `granted the incentive "${detail}"`,
  redeemed: (detail) => `the incentive "${detail}" was redeemed`,
  expired: (detail) => `the incentive "${detail}" expired`,
  spared: (detail) => `granted no "${detail}": its mode has no incentives`,
  moved: (detail) => `moved to version ${detail} of the playbook`,
  withheld: (detail) => `kept a message back (${detail})`,
}

type JournalRow = { at: number; what: string; dialogue: string; detail: string | null; held: boolean }

/** What happened to a run, as a line of the timeline. */
export const journalInWords = ({ at, what, dialogue, detail, held }: JournalRow): TimelineEntry => ({
  at,
  received: at,
  kind: 'run',
  what,
  text: `${dialogue} ${HAPPENED[what]?.(detail ?? '') ?? what}${held ? ' (hold-out: runs mute)' : ''}`.trim(),
  ...(dialogue === '' ? {} : { dialogue }),
})

/** Something the engine wants done in the world. */
export const effectInWords = (row: {
  at: number
  channel: string
  dialogue: string
  status: string
}): TimelineEntry => ({
  at: row.at,
  received: row.at,
  kind: 'effect',
  what: row.channel,
  text:
    row.status === 'due'
      ? `${row.channel} due from ${row.dialogue}`
      : `${row.channel} from ${row.dialogue} ${row.status}`,
  dialogue: row.dialogue,
  status: row.status,
})
