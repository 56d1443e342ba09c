import type { FastifyBaseLogger } from 'fastify'
import type { PlaybookLibrary } from '@kairos/dialogue/library'
import type { LinkEvents } from '@kairos/replica/hub-link'
import type { Ms } from '@kairos/shared/time'
import type { Disk } from './storage/disk.ts'
import type { Visits } from './storage/visits.ts'

export type EventParts = {
  library: PlaybookLibrary
  visits: Visits
  disk: Disk
  log: FastifyBaseLogger
  /** HQ's clock is ahead by so much. */
  offset: (ahead: Ms) => void
  refresh: () => void
  /** Whatever kiosks show of anybody goes at once. */
  hush: () => void
  /** Some of the feed was applied. */
  applied: () => void
}

/** What the store sees of what comes from HQ. */
export function linkEvents(parts: EventParts): LinkEvents {
  const { library, visits, disk, log, offset, refresh, hush, applied } = parts
  return {
    clockOffset: offset,
    playbook: (playbook) => {
      const added = library.add(playbook)
      if (!added.ok) log.warn({ version: playbook.version }, 'this hub cannot read a playbook; it keeps the old one')
      refresh()
    },
    // Thousands may come at once; a screen shows only those who are here.
    applied: ({ rows }) => {
      const isAnyoneHere = visits.count() > 0
      if (rows.some((row) => 'gone' in row || (isAnyoneHere && visits.ofCustomer(row.customer)))) refresh()
      // Whatever a screen still shows of somebody who was erased goes at once.
      if (rows.some((row) => 'gone' in row && row.gone === 'erased')) hush()
      disk.took()
      applied()
    },
    paused: (paused) => {
      if (paused) hush()
      refresh()
    },
    differed: () => log.warn('this hub’s customers are not what head office has; everything is read again'),
    failed: (words) => log.warn(words),
  }
}
