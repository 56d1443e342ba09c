import type { LoyaltyCard } from '@kairos/shared/identity'
import { guard, wipe } from './card-guard.ts'
import type { DeviceEvent, Key } from './device-event.ts'
import { KeyedNumber } from './keyed-number.ts'
import type { Read } from './read.ts'

/**
 * The payment-card guard on everything that one device or one page reads: cards, codes and bursts each by itself, keys
 * as the number that they make together. In the device process it stands behind every decoder, and in a screen's page
 * behind the glass's own keys and whatever is typed into it.
 */
export class GuardedReads {
  readonly #loyalty: readonly LoyaltyCard[]
  readonly #number: KeyedNumber

  constructor(loyalty: readonly LoyaltyCard[]) {
    this.#loyalty = loyalty
    this.#number = new KeyedNumber(loyalty)
  }

  /** What may leave of reads at a time in ms; the reads are zeroed. */
  tell(reads: readonly Read[], at: number): DeviceEvent[] {
    try {
      return reads.flatMap((read) =>
        read.is === 'keys' ? read.keys.map((key) => this.press(key, at)) : guard(read, this.#loyalty),
      )
    } finally {
      for (const read of reads) wipe(read)
    }
  }

  press(key: Key, at: number): DeviceEvent {
    return this.#number.press(key, at)
  }

  /** When a number that nobody ends is to be forgotten; absent while there is none. */
  due(): number | undefined {
    return this.#number.due()
  }

  quiet(at: number): void {
    this.#number.quiet(at)
  }

  /** Forgets what is half keyed, its digits zeroed. */
  wipe(): void {
    this.#number.wipe()
  }
}
