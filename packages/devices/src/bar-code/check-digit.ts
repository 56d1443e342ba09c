import { areDigits, DIGIT_0 } from '../ascii.ts'

/**
 * Whether ASCII digits end in the check digit of EAN, UPC, GTIN and SSCC: from the right, weights 1 and 3 by turns,
 * sum divisible by ten (GS1 General Specifications, 7.9.1).
 */
export function passesGs1Check(digits: Uint8Array): boolean {
  if (!areDigits(digits)) return false
  let sum = 0
  for (let index = 0; index < digits.length; index++)
    sum += ((digits[digits.length - 1 - index] ?? DIGIT_0) - DIGIT_0) * (index % 2 === 0 ? 1 : 3)
  return sum % 10 === 0
}

/**
 * The UPC-A number that eight digits of UPC-E are short for: number system, six digits, check digit (GS1 General
 * Specifications, 5.2.2.4). Absent for a number system other than 0 and 1.
 */
export function upcAOf(upcE: Uint8Array): Uint8Array | undefined {
  const [system, a, b, c, d, e, f, check] = upcE
  if (upcE.length !== 8 || system === undefined || check === undefined || system > DIGIT_0 + 1) return undefined
  if (a === undefined || b === undefined || c === undefined || d === undefined || e === undefined || f === undefined)
    return undefined
  const zero = DIGIT_0
  const last = f - zero
  const body =
    last <= 2
      ? [a, b, f, zero, zero, zero, zero, c, d, e]
      : last === 3
        ? [a, b, c, zero, zero, zero, zero, zero, d, e]
        : last === 4
          ? [a, b, c, d, zero, zero, zero, zero, zero, e]
          : [a, b, c, d, e, zero, zero, zero, zero, f]
  return Uint8Array.of(system, ...body, check)
}
