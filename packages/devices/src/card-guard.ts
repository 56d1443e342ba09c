import type { LoyaltyCard } from '@kairos/shared/identity'
import { areDigits, bytesOf, isDigit, textOf } from './ascii.ts'
import { interpret, type Code } from './bar-code/interpret.ts'
import type { DeviceEvent } from './device-event.ts'
import { containsPaymentNumber, isPaymentNumber } from './payment-card.ts'
import type { Read, Tracks } from './read.ts'
import { isStartSentinel, tracksIn } from './tracks.ts'

type Loyalty = readonly LoyaltyCard[]

/** An issuer's number has six digits or more (ISO/IEC 7812-1): a prefix as long is the chain's own, whatever network it lies in. */
const ISSUER_DIGITS = 6

/**
 * Whether a number is one of the chain's own cards. A short prefix may lie across a payment network's range (62,
 * say); a number in there that has a network's length and check digit is taken for a payment card all the same.
 */
export const isOwn = (number: Uint8Array, loyalty: Loyalty): boolean =>
  loyalty.some(
    ({ prefix, digits }) =>
      number.length === digits &&
      textOf(number.subarray(0, prefix.length)) === prefix &&
      (prefix.length >= ISSUER_DIGITS || !isPaymentNumber(number)),
  )

/** The first run of digits on a track, sentinels and format code skipped: a view, no copy. */
function accountNumber(track: Uint8Array): Uint8Array {
  const start = track.findIndex(isDigit)
  if (start === -1) return track.subarray(0, 0)
  const length = track.subarray(start).findIndex((byte) => !isDigit(byte))
  return length === -1 ? track.subarray(start) : track.subarray(start, start + length)
}

/**
 * What may leave of a swipe: the number of one of the chain's own cards, or that it was something else. The
 * allow-list comes first, and whatever is not on it is dropped, so that no digit of a payment card goes further,
 * whatever its brand.
 */
export function guardCard(tracks: Tracks, loyalty: Loyalty): DeviceEvent {
  const all = [tracks.track2, tracks.track1, tracks.track3]
  const own = all.map(accountNumber).find((number) => isOwn(number, loyalty))
  if (own) return { is: 'card', value: textOf(own) }
  return { is: all.some(containsPaymentNumber) ? 'paymentCard' : 'unreadable' }
}

const MOST_TEXT = 4096
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Text as the code's maker meant it: UTF-8 where it is such, else ISO 8859-1. */
function decoded(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    return textOf(bytes)
  }
}

/**
 * Whether a payment card's number stands in a code. Where a check digit of its own holds there is none: 13 digits that
 * begin with 4 are a thing made in Germany, not an old Visa card. GS1 data that do not begin with such an element may
 * be a number that only looks like elements (22 is an application identifier, and Mir's cards begin with 2200).
 */
function holdsPayment({ text, isArticle, elements }: Code): boolean {
  if (isArticle) return false
  const mayBeNumber = elements?.[0]?.isChecked !== true
  return (
    (mayBeNumber && containsPaymentNumber(text)) ||
    (elements?.some(({ value, isChecked }) => !isChecked && containsPaymentNumber(value)) ?? false)
  )
}

/** What may leave of a scan: a card of the chain's, or the code, unless a payment card's number stands in it. */
function guardScan(aim: Uint8Array, data: Uint8Array, loyalty: Loyalty): DeviceEvent {
  const code = interpret(aim, data)
  if (!code) return { is: containsPaymentNumber(data) ? 'paymentCard' : 'unreadable' }
  const { symbology, text, elements } = code
  if (isOwn(text, loyalty) && areDigits(text)) return { is: 'card', value: textOf(text) }
  if (holdsPayment(code)) return { is: 'paymentCard' }
  if (text.length > MOST_TEXT) return { is: 'unreadable' }
  const words = decoded(text)
  // Digits of other scripts and widths become ours when an identity is normalised.
  if (!text.every((byte) => byte < 0x80) && containsPaymentNumber(bytesOf(words.normalize('NFKC'))))
    return { is: 'paymentCard' }
  const read = elements?.map(({ ai, value }) => ({ ai, value: textOf(value) }))
  return { is: 'code', symbology, text: words, ...(read ? { elements: read } : {}) }
}

/** A tag's number: hexadecimal digits, the whole of what was typed. */
const TAG = /^[0-9A-F]{6,20}$/

/** What may leave of what a wedge typed: a card's tracks, a tag's number, or else a code. */
function guardTyped({ bytes, isTag, isWhole }: Extract<Read, { is: 'typed' }>, loyalty: Loyalty): DeviceEvent {
  const tracks = isStartSentinel(bytes[0]) ? tracksIn(bytes) : undefined
  if (tracks) return guardCard(tracks, loyalty)
  // Half of a payment card's number looks like any number, and may look like one of the chain's.
  if (!isWhole) return { is: containsPaymentNumber(bytes) ? 'paymentCard' : 'unreadable' }
  if (isOwn(bytes, loyalty) && areDigits(bytes)) return { is: 'card', value: textOf(bytes) }
  if (!isTag) return guardScan(bytes.subarray(0, 0), bytes, loyalty)
  if (containsPaymentNumber(bytes)) return { is: 'paymentCard' }
  const value = textOf(bytes).toUpperCase()
  return TAG.test(value) ? { is: 'tag', value } : { is: 'unreadable' }
}

/**
 * The payment-card guard: the only way from what was read to what leaves the device process. Track formats first,
 * then the chain's own cards, then network, length and check digit. Keys have a guard of their own (`keyed-number.ts`).
 */
export function guard(read: Exclude<Read, { is: 'keys' }>, loyalty: Loyalty): DeviceEvent {
  switch (read.is) {
    case 'tracks':
      return guardCard(read.tracks, loyalty)
    case 'scan':
      return guardScan(read.aim, read.data, loyalty)
    case 'typed':
      return guardTyped(read, loyalty)
    case 'encrypted':
    case 'unreadable':
    case 'paymentCard':
      return { is: read.is }
    default:
      return read satisfies never
  }
}

/** Zeroes whatever a read still holds. */
export function wipe(read: Read): void {
  if (read.is === 'tracks')
    for (const track of [read.tracks.track1, read.tracks.track2, read.tracks.track3]) track.fill(0)
  else if (read.is === 'scan') read.data.fill(0)
  else if (read.is === 'typed') read.bytes.fill(0)
}
