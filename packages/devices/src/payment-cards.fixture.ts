import * as fc from 'fast-check'
import type { DeviceEvent } from './device-event.ts'

export const LOYALTY = [{ prefix: '77', digits: 12 }]

export const digits = (least: number, most = least) =>
  fc.string({ unit: fc.constantFrom(...Array.from('0123456789')), minLength: least, maxLength: most })

/** Completes a number with its check digit (ISO/IEC 7812-1, annex B), written another way than the guard's. */
export function withCheckDigit(number: string): string {
  const sum = Array.from(number)
    .toReversed()
    .map((digit, at) => (at % 2 === 0 ? ([0, 2, 4, 6, 8, 1, 3, 5, 7, 9][Number(digit)] ?? 0) : Number(digit)))
    .reduce((total, each) => total + each, 0)
  return number + String((10 - (sum % 10)) % 10)
}

/** The first digits and lengths of the great networks (ISO/IEC 7812; the networks' own publications). */
export const BRANDS: [brand: string, prefix: string, length: number][] = [
  ['Visa', '4', 16],
  ['Visa', '4', 13],
  ['Visa', '4', 19],
  ['Mastercard', '51', 16],
  ['Mastercard', '55', 16],
  ['Mastercard', '2221', 16],
  ['Mastercard', '2720', 16],
  ['American Express', '34', 15],
  ['American Express', '37', 15],
  ['Discover', '6011', 16],
  ['Discover', '65', 16],
  ['Diners Club', '36', 14],
  ['Diners Club', '305', 14],
  ['JCB', '3528', 16],
  ['JCB', '3589', 16],
  ['UnionPay', '62', 19],
  ['UnionPay', '81', 16],
  ['Maestro', '5018', 12],
  ['Maestro', '6759', 18],
  ['Mir', '2200', 16],
]

/** A payment card's number of any brand. */
export const paymentNumber = fc
  .constantFrom(...BRANDS)
  .chain(([, prefix, length]) => digits(length - prefix.length - 1).map((rest) => withCheckDigit(prefix + rest)))

/** Printed in groups of four, as one run, or with other separators. */
export const printed = (number: fc.Arbitrary<string>) =>
  fc
    .tuple(number, fc.constantFrom('', ' ', '-', '.'))
    .map(([text, separator]) => text.replaceAll(/(.{4})(?=.)/g, `$1${separator}`))

const LEAST_LEAK = 8

/** Every digit that events let out, one event's from the next's kept apart; keys run on as they stand on the glass. */
function letOut(events: readonly DeviceEvent[]): string {
  let out = ''
  for (const event of events) {
    if (event.is !== 'key') out += `|${JSON.stringify(event)}|`
    else if (event.key === 'erase') out = out.replace(/[\d\u2022]$/, '')
    else out += event.key === 'enter' ? '|' : event.key === 'hidden' ? '\u2022' : event.key
  }
  return out
}

/** Eight digits of a number, one after the other, that are in the events, whatever stands between them; absent where there are none. */
export function leaked(number: string, events: readonly DeviceEvent[]): string | undefined {
  const out = letOut(events)
    .replaceAll(/(?<=\d)[^\d|](?=\d)/g, '')
    .normalize('NFKC')
  for (let at = 0; at + LEAST_LEAK <= number.length; at++) {
    const part = number.slice(at, at + LEAST_LEAK)
    if (out.includes(part)) return part
  }
  return undefined
}
