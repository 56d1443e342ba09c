import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decoderFor } from '../decode.ts'
import { parseReportDescriptor } from '../descriptor/report-descriptor.ts'
import { encodeMsr } from './pos-msr.ts'
import { encodeScan, JOIN_WITHIN, LONGEST_SCAN, LSR118_DESCRIPTOR, VIRTUAL_SCANNER } from './pos-scanner.ts'

const scanner = (descriptor: Uint8Array = LSR118_DESCRIPTOR) => {
  const decode = decoderFor(VIRTUAL_SCANNER, [], { descriptor })
  if (!decode) throw new Error('a scanner has a decoder')
  return decode
}
const LONG = 'https://example.com/m/'.padEnd(130, 'abcdefg')
const qr = (text: string) => ({ is: 'code', symbology: 'qr', text })

/** A descriptor that has the fields of a scan in any order, with or without an id, padding and a count. */
const anyLayout = fc
  .record({
    id: fc.option(fc.integer({ min: 1, max: 255 }), { nil: undefined }),
    room: fc.integer({ min: 1, max: 255 }),
    hasCount: fc.boolean(),
    order: fc.shuffledSubarray(['aim', 'data', 'count', 'flag', 'padding'] as const, { minLength: 5 }),
  })
  .map(({ id, room, hasCount, order }) => {
    const items = {
      aim: [0x05, 0x8c, 0x95, 3, 0x09, 0xfb, 0x09, 0xfc, 0x09, 0xfd, 0x81, 2],
      data: [0x05, 0x8c, 0x95, room, 0x09, 0xfe, 0x82, 2, 1],
      count: hasCount ? [0x05, 0x01, 0x95, 1, 0x09, 0x3b, 0x81, 2] : [],
      flag: [0x05, 0x8c, 0x75, 1, 0x95, 1, 0x09, 0xff, 0x81, 2, 0x95, 7, 0x81, 3, 0x75, 8],
      padding: [0x95, 2, 0x81, 3],
    }
    const body = order.flatMap((each) => items[each])
    return Uint8Array.of(0x05, 0x8c, 0x09, 2, 0xa1, 1, ...(id === undefined ? [] : [0x85, id]), 0x75, 8, ...body, 0xc0)
  })

describe('HID POS scanners', () => {
  test('a scan is read wherever the descriptor puts its fields, in as many parts as it takes', () => {
    const words = fc.string({ unit: fc.constantFrom(...Array.from('abcXYZ:/-')), minLength: 1, maxLength: 400 })
    fc.assert(
      fc.property(anyLayout, words, (descriptor, text) => {
        const decode = scanner(descriptor)
        const reports = encodeScan(text, ']Q0', parseReportDescriptor(descriptor))
        expect(reports.flatMap((report, index) => decode(report, index))).toEqual([qr(text)])
        expect(decode.due()).toBeUndefined()
      }),
    )
  })

  test('parts are joined as long as they follow each other closely; a scan that never ends is told once', () => {
    const decode = scanner()
    const [first, second, third] = encodeScan(LONG, ']Q0')
    if (!first || !second || !third) throw new Error('three parts')
    expect(decode(first.slice(), 0)).toEqual([])
    expect(decode(second.slice(), JOIN_WITHIN)).toEqual([])
    expect(decode(third.slice(), 2 * JOIN_WITHIN)).toEqual([qr(LONG)])
    decode(first.slice(), 5000)
    expect(decode.due()).toBe(5000 + JOIN_WITHIN + 1)
    expect(decode.quiet(5000 + JOIN_WITHIN)).toEqual([])
    expect(decode.quiet(5000 + JOIN_WITHIN + 1)).toEqual([{ is: 'unreadable' }])
    expect(decode.quiet(9000)).toEqual([])
  })

  test('a part that was lost spoils its own scan only', () => {
    const decode = scanner()
    const [first] = encodeScan(LONG, ']Q0')
    const [other] = encodeScan('5901234123457', ']E0')
    if (!first || !other) throw new Error('parts')
    decode(first.slice(), 0)
    expect(decode(other.slice(), 5)).toEqual([
      { is: 'unreadable' },
      { is: 'code', symbology: 'ean13', text: '5901234123457' },
    ])
    decode(first.slice(), 1000)
    const [whole] = encodeScan('next', ']Q0')
    expect(whole && decode(whole, 1000 + JOIN_WITHIN + 1)).toEqual([{ is: 'unreadable' }, qr('next')])
  })

  test('a count beyond the data, and a report that is cut short, are unreadable', () => {
    const decode = scanner()
    const [report] = encodeScan('abc', ']Q0')
    if (!report) throw new Error('a report')
    const bent = report.slice()
    bent[1] = 57
    expect(decode(bent, 0)).toEqual([{ is: 'unreadable' }])
    expect(decode(report.slice(0, 63), 0)).toEqual([{ is: 'unreadable' }])
    expect(decode(report.slice(0, 20), 0)).toEqual([{ is: 'unreadable' }])
    expect(decode(report, 0)).toEqual([qr('abc')])
  })

  test('a byte count that cuts a payment card’s number short lets none of it out', () => {
    const decode = scanner()
    const [report] = encodeScan('ABC:4111111111111111', ']Q0')
    if (!report) throw new Error('a report')
    report[1] = 14
    expect(decode(report, 0)).toEqual([{ is: 'paymentCard' }])
  })

  test('an oversize report is read as far as the descriptor goes; another report id is another matter', () => {
    const decode = scanner()
    const [report] = encodeScan('abc', ']Q0')
    if (!report) throw new Error('a report')
    expect(decode(Uint8Array.of(...report, 0xee, 0xee), 0)).toEqual([qr('abc')])
    report[0] = 3
    expect(decode(report, 0)).toEqual([])
  })

  test('a scan without end is dropped at its limit, and the next one is read', () => {
    const decode = scanner()
    const endless = encodeScan('x'.repeat(LONGEST_SCAN + 200), ']Q0')
    expect(endless.flatMap((report, index) => decode(report, index))).toEqual([{ is: 'unreadable' }])
    const longest = encodeScan('y'.repeat(LONGEST_SCAN), ']Q0')
    expect(longest.flatMap((report, index) => decode(report, index))).toEqual([qr('y'.repeat(LONGEST_SCAN))])
  })
})

test('stripe readers are read by usage too, with lengths or without', () => {
  const without = Uint8Array.from(
    Buffer.from(
      '058e0901a101150026ff00750895280922820201951e09218202010600ff09019504810 2c0'.replaceAll(' ', ''),
      'hex',
    ),
  )
  const decode = decoderFor({ vendorId: 1, productId: 1 }, [{ prefix: '77', digits: 12 }], { descriptor: without })
  const report = encodeMsr(['%A?', ';771234567890=0000?'], parseReportDescriptor(without))
  expect(report).toHaveLength(0x28 + 0x1e + 4)
  expect(decode?.(report, 0)).toEqual([{ is: 'card', value: '771234567890' }])
})
