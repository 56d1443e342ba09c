import { areDigits, isDigit, textOf } from '../ascii.ts'
import { passesGs1Check } from './check-digit.ts'

/** What one application identifier announces: so many characters, digits only or not. */
type Rule = { ai: number; least: number; most: number; isDigits: boolean; isChecked: boolean }

/** FNC1 where it separates elements: scanners send it as the group separator. */
const SEPARATOR = 0x1d
const MOST_ELEMENTS = 32

const digits = (ai: number, length: number): Rule => ({
  ai,
  least: length,
  most: length,
  isDigits: true,
  isChecked: false,
})
const checked = (ai: number, length: number): Rule => ({ ...digits(ai, length), isChecked: true })
const upTo = (ai: number, most: number): Rule => ({ ai, least: 1, most, isDigits: false, isChecked: false })
const digitsUpTo = (ai: number, most: number, least = 1): Rule => ({
  ai,
  least,
  most,
  isDigits: true,
  isChecked: false,
})

/**
 * Application identifiers by their leading characters (GS1 General Specifications, 3.2; `n` stands for the digit that
 * places the decimal point). What shops and loyalty schemes meet is here; an unknown one ends the reading.
 */
const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['00', checked(2, 18)],
  ['01', checked(2, 14)],
  ['02', checked(2, 14)],
  ['10', upTo(2, 20)],
  ...['11', '12', '13', '15', '16', '17'].map((ai): [string, Rule] => [ai, digits(2, 6)]),
  ['20', digits(2, 2)],
  ['21', upTo(2, 20)],
  ['22', upTo(2, 20)],
  ['235', upTo(3, 28)],
  ...['240', '241', '250', '251', '400', '401', '403'].map((ai): [string, Rule] => [ai, upTo(3, 30)]),
  ['242', digitsUpTo(3, 6)],
  ['243', upTo(3, 20)],
  ['253', { ...upTo(3, 30), least: 13 }],
  ['254', upTo(3, 20)],
  ['255', digitsUpTo(3, 25, 13)],
  ['30', digitsUpTo(2, 8)],
  ['37', digitsUpTo(2, 8)],
  ...['31', '32', '33', '34', '35', '36'].map((ai): [string, Rule] => [ai, digits(4, 6)]),
  ...['390', '392'].map((ai): [string, Rule] => [ai, digitsUpTo(4, 15)]),
  ...['391', '393'].map((ai): [string, Rule] => [ai, digitsUpTo(4, 18, 4)]),
  ['394', digits(4, 4)],
  ['395', digits(4, 6)],
  ['402', checked(3, 17)],
  ...['410', '411', '412', '413', '414', '415', '416', '417'].map((ai): [string, Rule] => [ai, checked(3, 13)]),
  ['420', upTo(3, 20)],
  ['421', upTo(3, 12)],
  ['422', digits(3, 3)],
  ['7003', digits(4, 10)],
  ...['8017', '8018'].map((ai): [string, Rule] => [ai, checked(4, 18)]),
  ['8005', digits(4, 6)],
  ['8008', digitsUpTo(4, 12, 8)],
  ['8019', digitsUpTo(4, 10)],
  ['8020', upTo(4, 25)],
  ['8110', upTo(4, 70)],
  ['8112', upTo(4, 70)],
  ['8200', upTo(4, 70)],
  ['90', upTo(2, 30)],
  ...['91', '92', '93', '94', '95', '96', '97', '98', '99'].map((ai): [string, Rule] => [ai, upTo(2, 90)]),
])

/** One element: its application identifier, and its value as a view. `isChecked`: it ends in a check digit that holds. */
export type Element = { ai: string; value: Uint8Array; isChecked: boolean }

function ruleAt(data: Uint8Array, at: number): Rule | undefined {
  const start = textOf(data.subarray(at, at + 4))
  return RULES.get(start.slice(0, 2)) ?? RULES.get(start.slice(0, 3)) ?? RULES.get(start)
}

/**
 * The elements of GS1 data (without the AIM identifier); absent where they are not as the application identifiers
 * have it, check digits included. Never throws, never copies.
 */
export function gs1Elements(data: Uint8Array): Element[] | undefined {
  const elements: Element[] = []
  let at = data[0] === SEPARATOR ? 1 : 0
  while (at < data.length) {
    const rule = ruleAt(data, at)
    if (!rule || elements.length >= MOST_ELEMENTS) return undefined
    const aiBytes = data.subarray(at, at + rule.ai)
    const start = at + rule.ai
    const isFixed = rule.least === rule.most
    const found = data.indexOf(SEPARATOR, start)
    const end = isFixed ? start + rule.most : found === -1 ? data.length : found
    const value = data.subarray(start, end)
    const length = end - start
    if (end > data.length || length < rule.least || length > rule.most) return undefined
    if (aiBytes.length !== rule.ai || !aiBytes.every(isDigit)) return undefined
    if (rule.isDigits ? !areDigits(value) : value.includes(SEPARATOR)) return undefined
    if (rule.isChecked && !passesGs1Check(value)) return undefined
    elements.push({ ai: textOf(aiBytes), value, isChecked: rule.isChecked })
    // A separator also ends an element of fixed length, though none is needed there.
    at = data[end] === SEPARATOR ? end + 1 : end
  }
  return elements.length > 0 ? elements : undefined
}
