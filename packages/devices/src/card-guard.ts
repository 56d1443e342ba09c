import { isOwnCard, type LoyaltyCard } from '@kairos/shared/identity'
import type { DeviceEvent } from './device-event.ts'
import type { Tracks } from './models/magtek-sureswipe.ts'

const DIGIT_0 = 0x30
const DIGIT_9 = 0x39

/** The longest run of digits at the beginning of a track, sentinels and format code skipped: a view, no copy. */
function accountNumber(track: Uint8Array): Uint8Array {
  const start = track.findIndex((byte) => byte >= DIGIT_0 && byte <= DIGIT_9)
  if (start === -1) return track.subarray(0, 0)
  let end = start
  while (end < track.length && (track[end] ?? 0) >= DIGIT_0 && (track[end] ?? 0) <= DIGIT_9) end++
  return track.subarray(start, end)
}

/** The check digit of ISO/IEC 7812-1, annex B, on bytes. */
export function passesLuhn(digits: Uint8Array): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const digit = (digits[digits.length - 1 - index] ?? 0) - DIGIT_0
    const doubled = index % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return digits.length > 0 && sum % 10 === 0
}

/** Numbers of payment cards have 12 to 19 digits (ISO/IEC 7812-1) and a valid check digit. */
const looksLikePayment = (digits: Uint8Array): boolean =>
  digits.length >= 12 && digits.length <= 19 && passesLuhn(digits)

const text = (digits: Uint8Array) => String.fromCharCode(...digits)

/**
 * What may leave the device process: the number of one of the chain's own cards, or that it was
 * something else. The allow-list comes first, and whatever is not on it is dropped, so that no digit
 * of a payment card goes further, whatever its brand.
 */
export function guardCard(tracks: Tracks, loyalty: readonly LoyaltyCard[]): DeviceEvent {
  const numbers = [tracks.track2, tracks.track1, tracks.track3].map(accountNumber)
  for (const number of numbers) {
    if (isOwnCard(loyalty, number.length, (length) => text(number.subarray(0, length))))
      return { is: 'card', value: text(number) }
  }
  return { is: numbers.some(looksLikePayment) ? 'paymentCard' : 'unreadable' }
}
