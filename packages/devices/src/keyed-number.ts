import type { LoyaltyCard } from '@kairos/shared/identity'
import { DIGIT_0, textOf, zeroable } from './ascii.ts'
import { isOwn } from './card-guard.ts'
import type { DeviceEvent, Key } from './device-event.ts'
import { containsPaymentNumber } from './payment-card.ts'

/** So many digits leave as they are pressed: fewer than a payment card's issuer has (ISO/IEC 7812-1: eight). */
export const SHOWN = 7
/** E.164: no phone number is longer. A longer one is one of the chain's own cards, or nothing. */
const LONGEST_NUMBER = 15
export const LONGEST_KEPT = 24
/** As long as a screen waits before it asks whether anybody is there; then the next key begins another number. */
export const FORGET_AFTER = 45_000

/**
 * The payment-card guard on keys. The first digits of a number leave as they are pressed; the others are hidden until
 * Enter, when the whole number is known to be no payment card's. What is held is zeroed as soon as it is told.
 */
export class KeyedNumber {
  readonly #loyalty: readonly LoyaltyCard[]
  readonly #digits = zeroable(LONGEST_KEPT)
  #length = 0
  #last = 0

  constructor(loyalty: readonly LoyaltyCard[]) {
    this.#loyalty = loyalty
  }

  /** Takes one key at a time in ms. */
  press(key: Key, at: number): DeviceEvent {
    this.quiet(at)
    this.#last = at
    switch (key) {
      case 'enter':
        return this.#enter()
      case 'erase':
        if (this.#length > 0) this.#length--
        if (this.#length < LONGEST_KEPT) this.#digits[this.#length] = 0
        return { is: 'key', key }
      default:
        if (this.#length < LONGEST_KEPT) this.#digits[this.#length] = DIGIT_0 + Number(key)
        this.#length++
        return { is: 'key', key: this.#length > SHOWN ? 'hidden' : key }
    }
  }

  due(): number | undefined {
    return this.#length > 0 ? this.#last + FORGET_AFTER + 1 : undefined
  }

  /** A number that nobody ended is forgotten. */
  quiet(at: number): void {
    if (this.#length > 0 && (at - this.#last > FORGET_AFTER || at < this.#last)) this.wipe()
  }

  wipe(): void {
    this.#digits.fill(0)
    this.#length = 0
  }

  #enter(): DeviceEvent {
    const length = this.#length
    const number = this.#digits.subarray(0, Math.min(length, LONGEST_KEPT))
    try {
      if (length <= SHOWN) return { is: 'key', key: 'enter' }
      if (length <= LONGEST_KEPT && isOwn(number, this.#loyalty)) return { is: 'keyed', value: textOf(number) }
      if (containsPaymentNumber(number)) return { is: 'paymentCard' }
      return length > LONGEST_NUMBER ? { is: 'unreadable' } : { is: 'keyed', value: textOf(number) }
    } finally {
      this.wipe()
    }
  }
}
