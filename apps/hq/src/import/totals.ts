import type { Problem } from '@kairos/shared/result'
import { SECOND, type Ms } from '@kairos/shared/time'
import type { Stored } from './hq-imports.ts'
import { counted } from './progress-display.ts'
import { eventsIn, type ImportProgress } from './progress.ts'

const row = (words: string, n: number) => `  ${words.padEnd(30)}${counted(n).padStart(14)}\n`

/** What an import counted, as a small table: every row in one class, then the events that were made. */
export function totals(progress: ImportProgress): string {
  const { classes } = progress
  return [
    row('rows', progress.rows),
    row('  bad', classes.bad),
    row('  without customer', classes.withoutCustomer),
    row('  cancellations', classes.cancellation),
    row('  purchase lines', classes.purchase),
    row('events', eventsIn(progress)),
    row('  receipts (purchases)', progress.purchases),
    row('  receipts (returns)', progress.returns),
    row('  customers (profiles)', progress.profiles),
    row('receipts in further parts', progress.parts),
  ].join('')
}

/** What this run sent, and how fast. */
export function sentLine({ stored, duplicates }: Stored, elapsed: Ms): string {
  const events = stored + duplicates
  const pace = (events * SECOND) / Math.max(1, elapsed)
  const took = `${(elapsed / SECOND).toFixed(1)} s, ${counted(pace)} events/s`
  return `Sent ${counted(events)} events (${took}): ${counted(stored)} new to HQ, ${counted(duplicates)} known to it.\n`
}

/** `where: what. todo` on one line. */
export const problemLine = ({ what, where, todo }: Problem): string =>
  `${where === undefined ? '' : `${where}: `}${what}.${todo === undefined ? '' : ` ${todo}`}`
