import { setImmediate } from 'node:timers/promises'
import { ManualClock } from '@kairos/shared/manual-clock'
import type { Ms } from '@kairos/shared/time'

/** A clock whose hands are moved, and what each that was woken set going is let settle. */
export class SettlingClock extends ManualClock {
  async advance(ms: Ms): Promise<void> {
    const until = this.now() + ms
    do await setImmediate()
    while (this.wakeNext(until))
  }
}
