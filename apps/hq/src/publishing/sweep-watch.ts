import { summarySchema, type Summary, type SweepProgress } from '@kairos/shared/hq-views'
import { counted } from '../import/progress-display.ts'
import type { Watched } from './watch.ts'

export const sweepLine = ({ done, of }: SweepProgress): string =>
  `Filling memory: ${counted(done)} of ${counted(of)} customers (${of === 0 ? 100 : Math.floor((100 * done) / of)} %)`

/** The sweep that a new version began. */
export const sweepWatched: Watched<Summary> = {
  path: '/v1/summary',
  schema: summarySchema,
  line: ({ sweep }) =>
    sweep ? { line: sweepLine(sweep), ended: false } : { line: 'All memory is filled.', ended: true },
  away: 'The version is published; the sweep goes on when HQ runs again.',
}
