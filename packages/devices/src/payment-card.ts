import { isDigit, DIGIT_0, zeroable } from './ascii.ts'

/**
 * Issuers' first digits and the lengths of their numbers: ISO/IEC 7812-1 and what the networks publish.
 * A range holds for as many leading digits as its ends have. Wider than the networks' own where they overlap
 * or have changed: a number too many is a shopper asked for her own card, one too few is a bank card let in.
 */
export const NETWORKS: readonly (readonly [
  network: string,
  ranges: readonly (readonly [from: number, to: number])[],
  lengths: readonly number[],
])[] = [
  ['Visa', [[4, 4]], [13, 16, 18, 19]],
  [
    'Mastercard',
    [
      [51, 55],
      [2221, 2720],
    ],
    [16],
  ],
  [
    'American Express',
    [
      [34, 34],
      [37, 37],
    ],
    [15],
  ],
  [
    'Discover',
    [
      [6011, 6011],
      [644, 649],
      [65, 65],
    ],
    [16, 17, 18, 19],
  ],
  [
    'Diners Club',
    [
      [300, 305],
      [3095, 3095],
      [36, 36],
      [38, 39],
    ],
    [14, 15, 16, 17, 18, 19],
  ],
  ['JCB', [[3528, 3589]], [16, 17, 18, 19]],
  [
    'JCB, older',
    [
      [2131, 2131],
      [1800, 1800],
    ],
    [15],
  ],
  [
    'UnionPay',
    [
      [62, 62],
      [81, 81],
    ],
    [13, 14, 15, 16, 17, 18, 19],
  ],
  [
    'Maestro and national debit cards',
    [
      [50, 50],
      [56, 59],
      [60, 69],
    ],
    [12, 13, 14, 15, 16, 17, 18, 19],
  ],
  ['Mir', [[2200, 2205]], [16, 17, 18, 19]],
  ['RuPay', [[82, 82]], [16]],
  ['Troy', [[9792, 9792]], [16]],
  ['UATP', [[1, 1]], [15]],
]

const SHORTEST = 12
const LONGEST = 19

/** The check digit of ISO/IEC 7812-1, annex B, on the bytes of ASCII digits. */
export function passesLuhn(digits: Uint8Array): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const digit = (digits[digits.length - 1 - index] ?? 0) - DIGIT_0
    const doubled = index % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return digits.length > 0 && sum % 10 === 0
}

function leading(digits: Uint8Array, count: number): number {
  let value = 0
  for (let index = 0; index < count; index++) value = value * 10 + ((digits[index] ?? DIGIT_0) - DIGIT_0)
  return value
}

const isOfNetwork = (digits: Uint8Array): boolean =>
  NETWORKS.some(
    ([, ranges, lengths]) =>
      lengths.includes(digits.length) &&
      ranges.some(([from, to]) => {
        const first = leading(digits, `${from}`.length)
        return from <= first && first <= to
      }),
  )

/** Whether these ASCII digits, all of them, are a payment card's number: network, length and check digit. */
export const isPaymentNumber = (digits: Uint8Array): boolean =>
  digits.length >= SHORTEST && digits.length <= LONGEST && isOfNetwork(digits) && passesLuhn(digits)

function withoutZeros(digits: Uint8Array): Uint8Array {
  const first = digits.findIndex((digit) => digit !== DIGIT_0)
  return first === -1 ? digits.subarray(digits.length) : digits.subarray(first)
}

/** A number, one that was padded with zeros, or one with something behind it (an expiry date, say). */
function holdsPaymentNumber(digits: Uint8Array): boolean {
  if (digits.length < SHORTEST) return false
  if (isPaymentNumber(digits) || isPaymentNumber(withoutZeros(digits))) return true
  if (digits.length <= LONGEST) return false
  for (let length = SHORTEST; length <= LONGEST; length++) if (isPaymentNumber(digits.subarray(0, length))) return true
  return false
}

const SEPARATORS = new Set(Array.from(' -.\u0000', (each) => each.charCodeAt(0)))

/** The digits of a run without the separators, and where each of its groups ends. */
type Run = { digits: Uint8Array; ends: number[] }

/** Any neighbouring groups that make up a number, or any one group that holds it. */
function runHoldsPaymentNumber({ digits, ends }: Run): boolean {
  for (const [first, end] of ends.entries()) {
    const start = first === 0 ? 0 : (ends[first - 1] ?? 0)
    if (holdsPaymentNumber(digits.subarray(start, end))) return true
    for (let last = first + 1; last < ends.length && (ends[last] ?? 0) - start <= LONGEST; last++)
      if (isPaymentNumber(digits.subarray(start, ends[last]))) return true
  }
  return false
}

/**
 * Whether a payment card's number stands anywhere in a text: a run of digits, or groups of digits with one
 * separator between them, as numbers are printed. The copy that the groups need is zeroed again.
 */
export function containsPaymentNumber(text: Uint8Array): boolean {
  const joined = zeroable(text.length)
  try {
    let at = 0
    while (at < text.length) {
      const ends: number[] = []
      let length = 0
      for (; isDigit(text[at]); at++) {
        joined[length++] = text[at] ?? 0
        if (isDigit(text[at + 1])) continue
        ends.push(length)
        if (SEPARATORS.has(text[at + 1] ?? -1) && isDigit(text[at + 2])) at++
      }
      if (runHoldsPaymentNumber({ digits: joined.subarray(0, length), ends })) return true
      at++
    }
    return false
  } finally {
    joined.fill(0)
  }
}
