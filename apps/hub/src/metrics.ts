import type { Ms } from '@kairos/shared/time'
import type { Progress } from '@kairos/replica/reading'

/** How the hub's sync is: the same for its metrics, its state and its report to HQ. */
export type SyncState = {
  line: 'up' | 'down'
  /** For how long it cannot say that it has read all, and the documents that HQ has told of. */
  lag: { time: Ms; documents: number }
  unsent: number
  uncontained: number
  /** How long the oldest unsent fact has waited. */
  oldest: Ms | undefined
  /** HQ's clock is ahead by so much. */
  offset: Ms
  reading: Progress | undefined
  /** What the disk refuses, in words. */
  disk: string | undefined
  customers: number
  visits: number
  /** Bytes of the erased are being overwritten in a large file. */
  cleaning: boolean
  /** Why nobody may be recognised. */
  mute: 'deaf' | 'disk' | undefined
}

const seconds = (time: Ms): number => time / 1000

/** OpenMetrics text, for whatever watches the chain's machines. Nothing in it is about anybody. */
export function metricsText(store: string, state: SyncState): string {
  const lines: string[] = []
  const gauge = (name: string, help: string, value: number | undefined, unit?: string) => {
    if (value === undefined) return
    lines.push(`# TYPE kairos_hub_${name} gauge`)
    if (unit !== undefined) lines.push(`# UNIT kairos_hub_${name} ${unit}`)
    lines.push(`# HELP kairos_hub_${name} ${help}`, `kairos_hub_${name}{store="${store}"} ${value}`)
  }
  const { lag, reading } = state
  gauge('line_up', '1 while there is a line to head office.', state.line === 'up' ? 1 : 0)
  gauge('lag_seconds', 'For how long the hub cannot say that it has read all.', seconds(lag.time), 'seconds')
  gauge('lag_customers', 'Customers whose documents head office has still to send.', lag.documents)
  gauge('outbox_unsent', 'Facts that head office has not confirmed.', state.unsent)
  const oldest = state.oldest === undefined ? 0 : seconds(state.oldest)
  gauge('outbox_oldest_seconds', 'How long the oldest of them has waited.', oldest, 'seconds')
  gauge('outbox_uncontained', 'Facts that no document of head office contains yet.', state.uncontained)
  gauge('clock_offset_seconds', 'How much head office’s clock is ahead.', seconds(state.offset), 'seconds')
  gauge('customers', 'Customers that the store holds.', state.customers)
  gauge('visits', 'Visits under way.', state.visits)
  gauge('disk_ok', '0 once the disk has refused something, until it takes the next.', state.disk === undefined ? 1 : 0)
  gauge('cleaning', '1 while bytes of the erased are being overwritten.', state.cleaning ? 1 : 0)
  gauge('mute', '1 while nobody may be recognised.', state.mute === undefined ? 0 : 1)
  gauge('reading', '1 while everything is read from zero.', reading ? 1 : 0)
  gauge('reading_done_customers', 'Customers read so far.', reading?.done)
  gauge('reading_of_customers', 'Customers to read in all.', reading?.of)
  gauge('reading_bytes', 'Compressed bytes read so far.', reading?.bytes, 'bytes')
  const left = reading?.left === undefined ? undefined : seconds(reading.left)
  gauge('reading_left_seconds', 'How long the rest takes at this speed.', left, 'seconds')
  return `${lines.join('\n')}\n# EOF\n`
}
