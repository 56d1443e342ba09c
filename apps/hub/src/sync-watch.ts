import type { HubLink } from '@kairos/replica/hub-link'
import type { HubStorage } from '@kairos/replica/hub-storage'
import { SECOND, type Clock, type Ms } from '@kairos/shared/time'
import type { Report } from '@kairos/shared/wire/hub-report'
import type { SyncState } from './metrics.ts'
import type { IllScreen } from './ill-screens.ts'
import type { Disk } from './storage/disk.ts'

/** While everything is read from zero, HQ hears so often how far it is. */
const TELL_EVERY: Ms = 2 * SECOND

export type WatchParts = {
  storage: HubStorage
  link: HubLink
  disk: Disk
  clock: Clock
  /** HQ's clock is ahead by so much. */
  offset: () => Ms
  visits: () => number
  /** Bytes of the erased are being overwritten in a large file. */
  cleaning: () => boolean
  /** Why nobody may be recognised. */
  mute: () => SyncState['mute']
  /** Screens that do not show what they should. */
  ill: () => IllScreen[]
  /** Sends a report, if there is a line. */
  send: (report: Report) => void
}

/** How the hub's sync is: for its metrics, its state, and HQ's page of stores. */
export class SyncWatch {
  readonly #parts: WatchParts
  #told: Ms | undefined

  constructor(parts: WatchParts) {
    this.#parts = parts
  }

  state(): SyncState {
    const { storage, link, disk, clock, offset, visits, cleaning, mute } = this.#parts
    const oldest = storage.oldestUnsent()
    return {
      line: link.up ? 'up' : 'down',
      lag: link.lag(),
      ...storage.depth(),
      oldest: oldest === undefined ? undefined : Math.max(0, Math.round(clock.now() + offset()) - oldest),
      offset: Math.round(offset()),
      reading: link.progress(),
      disk: disk.trouble,
      customers: storage.customers(),
      visits: visits(),
      cleaning: cleaning(),
      mute: mute(),
    }
  }

  /** Tells HQ. */
  tell(): void {
    const { unsent, oldest, lag, offset, reading, disk, cleaning, mute } = this.state()
    this.#told = this.#parts.clock.now()
    const screens = this.#parts.ill()
    this.#parts.send({
      unsent,
      lag: Math.max(0, Math.round(lag.time)),
      offset,
      ...(oldest === undefined ? {} : { oldest }),
      ...(disk === undefined ? {} : { disk }),
      ...(cleaning ? { cleaning } : {}),
      ...(mute ? { mute } : {}),
      ...(screens.length === 0 ? {} : { screens }),
      ...(reading ? { reading: readingToTell(reading) } : {}),
    })
  }

  /** Some of a reading from zero was applied, or it has ended. */
  moved(): void {
    const now = this.#parts.clock.now()
    const isLong = this.#told === undefined || now < this.#told || now - this.#told >= TELL_EVERY
    if (isLong && this.#parts.storage.reading()) this.tell()
  }
}

const readingToTell = ({ done, of, bytes, left }: NonNullable<SyncState['reading']>): NonNullable<Report['reading']> =>
  left === undefined ? { done, of, bytes } : { done, of, bytes, left }
