import { parse } from 'csv-parse/sync'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csvLine, CsvReader, type CsvRecord } from './csv-records.ts'

const read = (text: string, delimiter = ','): CsvRecord[] => {
  const reader = new CsvReader(delimiter)
  return [...text.split('\n').flatMap((line) => reader.push(line)), ...reader.end()]
}

describe('CSV records', () => {
  test('are read as csv-parse reads them, whatever well-formed fields hold', () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', '£'), maxLength: 6 })
    // A single empty field would be a blank line, which is no record.
    const rows = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { maxLength: 6 })
    fc.assert(
      fc.property(rows, (rows) => {
        const text = rows.map((row) => csvLine(row)).join('\n')
        const theirs: string[][] = parse(text, { relax_column_count: true, skip_empty_lines: true })
        expect(read(text).map(({ fields }) => fields)).toEqual(theirs)
        expect(read(text).map(({ fields }) => fields)).toEqual(rows)
      }),
    )
  })

  test('never lose a line, whatever the text', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n'), maxLength: 60 })
    fc.assert(
      fc.property(text, (text) => {
        const lines = text.split('\n')
        const records = read(text)
        const begins = new Set(records.map(({ line }) => line))
        expect(begins.size).toBe(records.length)
        for (const [index, line] of lines.entries()) {
          if (line !== '' && !begins.has(index + 1)) {
            // A line that begins no record is inside one that was opened before it and read whole.
            const before = records.filter((each) => each.line <= index).at(-1)
            expect(before?.broken).toBeUndefined()
            expect(before?.fields.some((field) => field.includes('\n'))).toBe(true)
          }
        }
      }),
    )
  })

  test('a quotation mark that is never closed costs its own line only', () => {
    const lines = Array.from({ length: 200 }, (_, n) => `${n},x`)
    const records = read(['a,b', '"open,1', ...lines].join('\n'))
    expect(records).toHaveLength(202)
    expect(records[1]).toEqual({ line: 2, fields: ['"open,1'], broken: 'a quotation mark is opened and not closed' })
    expect(records[2]).toEqual({ line: 3, fields: ['0', 'x'] })
  })

  test('text after a closing quotation mark costs its own line only; one inside a field stands for itself', () => {
    expect(read('"a"b,c\n12" ruler,d\n\n"x\ny",z')).toEqual([
      { line: 1, fields: ['"a"b,c'], broken: 'text follows a closing quotation mark' },
      { line: 2, fields: ['12" ruler', 'd'] },
      { line: 4, fields: ['x\ny', 'z'] },
    ])
  })
})
