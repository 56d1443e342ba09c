import { passesLuhn } from '@kairos/devices/payment-card'

/**
 * A quasigroup of order 10 without weak spots (H. M. Damm: Total anti-symmetrische Quasigruppen, Marburg 2004):
 * its check digit finds every single wrong digit and every swap of neighbours.
 */
const DAMM = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
]

const damm = (digits: string): string => {
  let interim = '0'
  for (const digit of digits) interim = DAMM[Number(interim)]?.[Number(digit)] ?? '0'
  return interim
}

/** Whether digits end in their own check digit. */
export const isChecked = (digits: string): boolean => /^\d+$/.test(digits) && damm(digits) === '0'

const MEMBERS = 9_000_000
/** Shares no divisor with MEMBERS, so that no two customers get the same number. */
const STRIDE = 7_919

const memberBase = (index: number, offset: number): string => `${1_000_000 + ((index * STRIDE + offset) % MEMBERS)}`

/** Eight digits, the last a check digit. Far too short for a payment card, which has 12 at the least. */
export function memberNumber(index: number, offset: number): string {
  if (index >= MEMBERS) throw new Error(`no more than ${MEMBERS} members`)
  const base = memberBase(index, offset)
  return base + damm(base)
}

/**
 * What a magnetic card's track holds: twelve digits, 77 in front, which no payment scheme uses. Payment cards
 * have 12 digits at the least (ISO/IEC 7812-1) and end in a Luhn digit; these never do.
 */
export function cardValue(index: number, offset: number): string {
  const base = `77${memberBase(index, offset + 4_500_000)}`
  for (let filler = index % 100; ; filler += 1) {
    const digits = `${base}${`${filler % 100}`.padStart(2, '0')}`
    const value = digits + damm(digits)
    if (!passesLuhn(new TextEncoder().encode(value))) return value
  }
}
