import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesOf, textOf } from '../ascii.ts'
import { passesGs1Check, upcAOf } from './check-digit.ts'
import { gs1Elements } from './gs1.ts'
import { interpret } from './interpret.ts'

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from('0123456789')), minLength: length, maxLength: length })

/** GS1's check digit, written another way than the reader's. */
function checked(body: string): string {
  const sum = Array.from(body)
    .toReversed()
    .reduce((all, digit, at) => all + Number(digit) * (at % 2 === 0 ? 3 : 1), 0)
  return body + String((1000 - sum) % 10)
}
const read = (aim: string, text: string) => {
  const code = interpret(bytesOf(aim), bytesOf(text))
  return code && `${code.symbology} ${textOf(code.text)}`
}
const elements = (text: string) =>
  gs1Elements(bytesOf(text))
    ?.map(({ ai, value }) => `(${ai})${textOf(value)}`)
    .join('')

describe('symbologies', () => {
  test.each([
    [']E0', '5901234123457', 'ean13 5901234123457'],
    [']E0', '0036000291452', 'upcA 036000291452'],
    [']E0', '036000291452', 'upcA 036000291452'],
    [']E0', '04252614', 'upcE 04252614'],
    [']E4', '96385074', 'ean8 96385074'],
    [']E3', '590123412345712', 'ean13 5901234123457'],
    [']E3', '590123412345712345', 'ean13 5901234123457'],
    [']Q0', 'https://example.com', 'qr https://example.com'],
    [']Q1', 'M1', 'qr M1'],
    [']C0', 'ABC-1', 'code128 ABC-1'],
    [']A0', 'ABC', 'code39 ABC'],
    [']F0', 'A1A', 'codabar A1A'],
    [']I0', '1234', 'itf 1234'],
    [']d1', 'x', 'dataMatrix x'],
    [']L0', 'x', 'pdf417 x'],
    [']z0', 'x', 'aztec x'],
    [']X0', 'x', 'other x'],
    ['', '5901234123457', 'ean13 5901234123457'],
    ['', '96385074', 'ean8 96385074'],
    ['', 'hello', 'other hello'],
    ['', ']Q0in front', 'qr in front'],
    [']C1', '0109521234543213', 'gs1 0109521234543213'],
  ])('%s %s', (aim, text, said) => {
    expect(read(aim, text)).toBe(said)
  })

  test.each([
    ['a wrong check digit', ']E0', '5901234123458'],
    ['too few digits', ']E0', '59012341234'],
    ['letters', ']E4', '9638507A'],
    ['an add-on alone', ']E1', '12'],
    ['nothing', ']Q0', ''],
    ['GS1 data that are none', ']C1', '0109521234543214'],
  ])('%s is no code', (_what, aim, text) => {
    expect(read(aim, text)).toBeUndefined()
  })

  test('every article’s check digit holds, and a wrong digit anywhere is noticed', () => {
    fc.assert(
      fc.property(digits(12), fc.nat(12), fc.integer({ min: 1, max: 9 }), (body, at, by) => {
        const ean = checked(`5${body.slice(1)}`)
        expect(read(']E0', ean)).toBe(`ean13 ${ean}`)
        const wrong = ean.slice(0, at) + String((Number(ean[at]) + by) % 10) + ean.slice(at + 1)
        expect(passesGs1Check(bytesOf(wrong))).toBe(false)
      }),
    )
  })

  test('UPC-E stands for the UPC-A with its zeros (GS1 General Specifications, 5.2.2.4)', () => {
    const cases = {
      '04252614': '042100005264',
      '01234565': '012345000065',
      '01278938': '012700000898',
      '01234840': '012340000080',
    }
    for (const [short, long] of Object.entries(cases))
      expect(textOf(upcAOf(bytesOf(short)) ?? new Uint8Array())).toBe(long.slice(0, 11) + short.at(-1))
    expect(upcAOf(bytesOf('24252614'))).toBeUndefined()
  })
})

describe('GS1 elements', () => {
  test.each([
    ['0109521234543213', '(01)09521234543213'],
    ['010952123454321317261231', '(01)09521234543213(17)261231'],
    ['010952123454321310ABC\u001d21X1', '(01)09521234543213(10)ABC(21)X1'],
    ['\u001d10LOT', '(10)LOT'],
    ['0109521234543213\u001d3103000123', '(01)09521234543213(3103)000123'],
    ['392215\u001d8005000199', '(3922)15(8005)000199'],
    ['8018395212345432100004', '(8018)395212345432100004'],
    ['9912/ab', '(99)12/ab'],
  ])('%j', (text, said) => {
    expect(elements(text)).toBe(said)
  })

  test.each([
    ['an unknown identifier', '0509521234543213'],
    ['a value that is cut off', '01095212345432'],
    ['a lot that is too long', `10${'x'.repeat(21)}`],
    ['a lot of nothing', '10'],
    ['letters in a date', '1726123A'],
    ['an identifier that is cut off', '310'],
    ['letters in an identifier', '31A3000123'],
    ['nothing', ''],
    ['more elements than any code', '2001'.repeat(33)],
  ])('%s is no element', (_what, text) => {
    expect(elements(text)).toBeUndefined()
  })

  test('what is put together is taken apart', () => {
    const words = fc.string({ unit: fc.constantFrom(...Array.from('ABCxyz019-/')), minLength: 1, maxLength: 20 })
    const fixed = fc.oneof(
      digits(13).map((body) => ['01', checked(body)] as const),
      digits(6).map((date) => ['17', date] as const),
      digits(2).map((variant) => ['20', variant] as const),
      digits(17).map((body) => ['8018', checked(body)] as const),
    )
    const open = fc.tuple(fc.constantFrom('10', '21', '240', '91'), words)
    const all = fc.array(fc.oneof(fixed, open), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(all, (list) => {
        const isOpen = (ai: string) => ['10', '21', '240', '91'].includes(ai)
        const text = list
          .map(([ai, value], at) => ai + value + (isOpen(ai) && at < list.length - 1 ? '\u001d' : ''))
          .join('')
        expect(elements(text)).toBe(list.map(([ai, value]) => `(${ai})${value}`).join(''))
      }),
    )
  })

  test('any bytes are read or refused, and never throw', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => void gs1Elements(bytes)))
  })
})
