import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LSR118_DESCRIPTOR } from '../models/pos-scanner.ts'
import { MSR_DESCRIPTOR } from '../models/pos-msr.ts'
import { bytesAt, inputFields, valueAt, writeValue } from './fields.ts'
import { parseReportDescriptor, usageOf } from './report-descriptor.ts'

const parse = (hex: string) => parseReportDescriptor(Uint8Array.from(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex')))
const fieldsIn = (hex: string) =>
  parse(hex).fields.map(({ usage, bitOffset, bitSize, count }) => [usage.toString(16), bitOffset, bitSize, count])

describe('report descriptors', () => {
  test('a scanner’s, as the LSR118 lays it out', () => {
    const descriptor = parseReportDescriptor(LSR118_DESCRIPTOR)
    expect(descriptor).toMatchObject({
      applications: [usageOf(0x8c, 2)],
      isNumbered: true,
      reports: [{ kind: 'input', id: 2, bytes: 64 }],
      problems: [],
    })
    const at = (page: number, id: number) => inputFields(descriptor, usageOf(page, id))[0]
    expect(at(0x01, 0x3b)).toMatchObject({ bitOffset: 8, bitSize: 8, count: 1 })
    expect(at(0x8c, 0xfd)).toMatchObject({ bitOffset: 32, bitSize: 8, count: 1 })
    expect(at(0x8c, 0xfe)).toMatchObject({ bitOffset: 40, bitSize: 8, count: 56 })
    expect(at(0x8c, 0xff)).toMatchObject({ bitOffset: 63 * 8, bitSize: 1, count: 1 })
  })

  test('a keyboard’s: flags, padding, lights, and an array of keys', () => {
    const keyboard = parse(`05010906a101 0507 19e0 29e7 1500 2501 7501 9508 8102 9501 7508 8103
      9505 7501 0508 1901 2905 9102 9501 7503 9103 9506 7508 1500 2565 0507 1900 2965 8100 c0`)
    expect(keyboard.reports).toEqual([
      { kind: 'input', id: 0, bytes: 8 },
      { kind: 'output', id: 0, bytes: 1 },
    ])
    expect(keyboard.fields.at(-1)).toMatchObject({
      isArray: true,
      usage: usageOf(7, 0),
      lastUsage: usageOf(7, 0x65),
      bitOffset: 16,
      count: 6,
    })
    expect(keyboard.fields.filter(({ kind }) => kind === 'output')).toHaveLength(5)
    expect(keyboard.applications).toEqual([usageOf(1, 6)])
  })

  test('push and pop bring back what is global, and nothing that is local', () => {
    expect(fieldsIn('0601ff 7508 9501 0901 8102 a4 0602ff 7510 9502 0902 8102 b4 0903 8102')).toEqual([
      ['ff010001', 0, 8, 1],
      ['ff020002', 8, 16, 2],
      ['ff010003', 40, 8, 1],
    ])
  })

  test('a usage takes its page from the main item; one of four bytes brings its own', () => {
    expect(fieldsIn('0501 7508 9502 0930 0b31000200 0509 8102')).toEqual([
      ['90030', 0, 8, 1],
      ['20031', 8, 8, 1],
    ])
  })

  test('the last usage is that of all elements left; of alternatives the first counts', () => {
    expect(fieldsIn('0501 7508 9504 0930 0931 8102')).toEqual([
      ['10030', 0, 8, 1],
      ['10031', 8, 8, 3],
    ])
    expect(fieldsIn('0501 7508 9502 a901 0930 0931 a900 0932 8102')).toEqual([
      ['10030', 0, 8, 1],
      ['10032', 8, 8, 1],
    ])
  })

  test('reports of different ids and kinds have offsets of their own', () => {
    expect(fieldsIn('0501 7508 9501 8501 0930 8102 8502 0931 8102 8501 0932 8102 0933 b102')).toEqual([
      ['10030', 8, 8, 1],
      ['10031', 8, 8, 1],
      ['10032', 16, 8, 1],
      ['10033', 8, 8, 1],
    ])
  })

  test('long items are skipped', () => {
    expect(fieldsIn('0501 fe03aa010203 7508 9501 0930 8102')).toEqual([['10030', 0, 8, 1]])
  })

  test.each([
    ['cut off', '0501 7508 06ff', /byte 4 is cut off/],
    ['a long item cut off', 'fe10aa', /long item at byte 0/],
    ['a pop too many', 'b4', /pop without a push/],
    ['an end too many', 'c0', /never began/],
    ['no end', 'a101', /never end/],
    ['report id 0', '8500', /no report id/],
    ['a report id of two bytes', '860001', /no report id/],
    ['pushes without end', 'a4'.repeat(40), /more than 16 pushes/],
    ['collections without end', 'a100'.repeat(40), /16 deep/],
    ['a report too long', '7508 97ffffff7f 8102', /longer than any report/],
    ['fields without end', '0509 7501 96ff0f 1900 2aff0f 8102', /more than 1024 fields/],
    ['usages without end', '0901'.repeat(300), /more than 256 usages/],
  ])('%s is said in words', (_what, hex, words) => {
    expect(parse(hex).problems.join()).toMatch(words)
  })

  test('what stands before a fault is still there', () => {
    expect(parse('0501 7508 9501 0930 8102 b4').fields).toHaveLength(1)
  })

  test('any bytes are read within limits, and never throw', () => {
    const items = fc.array(
      fc.oneof(
        fc.constantFrom(
          [0x05, 0x8c],
          [0x75, 8],
          [0x95, 4],
          [0x81, 2],
          [0x81, 0],
          [0xa1, 1],
          [0xc0],
          [0xa4],
          [0xb4],
          [0x09, 0xfe],
        ),
        fc.array(fc.nat(255), { minLength: 1, maxLength: 5 }),
      ),
      { maxLength: 200 },
    )
    fc.assert(
      fc.property(items, (bytes) => {
        const { fields, reports } = parseReportDescriptor(Uint8Array.from(bytes.flat()))
        expect(fields.length).toBeLessThanOrEqual(1024)
        for (const { bytes: length } of reports) expect(length).toBeLessThanOrEqual(16384)
        for (const { kind, reportId, bitOffset, bitSize, count } of fields) {
          const report = reports.find((each) => each.kind === kind && each.id === reportId)
          expect(bitOffset + bitSize * count).toBeLessThanOrEqual((report?.bytes ?? 0) * 8)
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('too many bytes are not read at all', () => {
    const { fields, problems } = parseReportDescriptor(new Uint8Array(5000))
    expect(fields).toEqual([])
    expect(problems[0]).toMatch(/5000 bytes/)
  })
})

describe('fields', () => {
  test('what is written is read, and nothing beside it changes', () => {
    const where = fc.record({
      bitOffset: fc.nat(70),
      bitSize: fc.integer({ min: 1, max: 32 }),
      count: fc.integer({ min: 1, max: 3 }),
    })
    fc.assert(
      fc.property(
        where,
        fc.nat(2),
        fc.nat(0xffffffff),
        fc.uint8Array({ minLength: 24, maxLength: 24 }),
        (at, nth, value, report) => {
          const field = {
            kind: 'input' as const,
            reportId: 0,
            usage: 1,
            lastUsage: 1,
            isArray: false,
            application: 0,
            ...at,
          }
          const element = nth % at.count
          const fitting = value % 2 ** at.bitSize
          const before = report.slice()
          const old = valueAt(report, field, element) ?? 0
          writeValue(report, field, fitting, element)
          expect(valueAt(report, field, element)).toBe(fitting)
          writeValue(report, field, old, element)
          expect(report).toEqual(before)
        },
      ),
    )
  })

  test('bits are counted from the least significant one, bytes from the first', () => {
    const field = {
      kind: 'input' as const,
      reportId: 0,
      usage: 1,
      lastUsage: 1,
      isArray: false,
      application: 0,
      count: 1,
    }
    expect(valueAt(Uint8Array.of(0b1010_0000, 0b0000_0011), { ...field, bitOffset: 5, bitSize: 5 })).toBe(0b11101)
    expect(valueAt(Uint8Array.of(0x34, 0x12), { ...field, bitOffset: 0, bitSize: 16 })).toBe(0x1234)
  })

  test('what is not there is absent', () => {
    const [track1] = inputFields(parseReportDescriptor(MSR_DESCRIPTOR), usageOf(0x8e, 0x21))
    if (!track1) throw new Error('no track')
    expect(valueAt(new Uint8Array(4), track1)).toBeUndefined()
    expect(valueAt(new Uint8Array(300), track1, track1.count)).toBeUndefined()
    expect(bytesAt(new Uint8Array(10), track1)).toBeUndefined()
    expect(bytesAt(new Uint8Array(300), { ...track1, bitOffset: 9 })).toBeUndefined()
  })
})
