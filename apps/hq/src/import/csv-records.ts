/**
 * CSV as RFC 4180 has it, read line by line so that a broken row costs one line.
 * A general parser that meets an opened and never closed quotation mark takes the rest of the file for
 * one field, in memory; here a record may span a bounded number of lines, and reading goes on right
 * after the line that broke. The tests hold this reader against csv-parse.
 */

/** A field with line breaks in it may span this many lines; beyond, its first line counts as broken. */
const MAX_LINES_PER_RECORD = 50

export type CsvRecord = {
  /** The line on which the record begins, from 1. */
  line: number
  fields: string[]
  /** Why the record could not be read; `fields` then holds the raw line alone. */
  broken?: string
}

type Split = { state: 'whole'; fields: string[] } | { state: 'open' } | { state: 'broken' }

/** Splits one record. `open`: the text ends inside quotation marks. `broken`: text follows a closing one. */
export function splitRecord(text: string, delimiter: string): Split {
  if (!text.includes('"')) return { state: 'whole', fields: text.split(delimiter) }
  const fields: string[] = []
  let from = 0
  for (;;) {
    if (text[from] !== '"') {
      const end = text.indexOf(delimiter, from)
      fields.push(text.slice(from, end < 0 ? undefined : end))
      if (end < 0) return { state: 'whole', fields }
      from = end + 1
      continue
    }
    let close = text.indexOf('"', from + 1)
    while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2)
    if (close < 0) return { state: 'open' }
    fields.push(text.slice(from + 1, close).replaceAll('""', '"'))
    if (close + 1 === text.length) return { state: 'whole', fields }
    if (text[close + 1] !== delimiter) return { state: 'broken' }
    from = close + 2
  }
}

/** Lines in, records out. Blank lines between records are no records. */
export class CsvReader {
  readonly #delimiter: string
  /** Lines of the record being read, and those to be read again after a broken one. */
  #held: string[] = []
  #line = 0

  constructor(delimiter: string) {
    this.#delimiter = delimiter
  }

  /** Takes one line without its line break; gives the records that it completes (mostly one). */
  push(line: string): CsvRecord[] {
    this.#held.push(line)
    return this.#take(false)
  }

  end(): CsvRecord[] {
    return this.#take(true)
  }

  #take(last: boolean): CsvRecord[] {
    const records: CsvRecord[] = []
    while (this.#held.length > 0) {
      const record = this.#next(last)
      if (record === undefined) break
      if (record !== 'blank') records.push(record)
    }
    return records
  }

  #next(last: boolean): CsvRecord | 'blank' | undefined {
    const [first = ''] = this.#held
    const line = this.#line + 1
    if (first === '') {
      this.#drop(1)
      return 'blank'
    }
    // Lines read again after a broken record are joined one by one, as they were the first time.
    for (let lines = 1; lines <= this.#held.length; lines += 1) {
      const split = splitRecord(lines === 1 ? first : this.#held.slice(0, lines).join('\n'), this.#delimiter)
      if (split.state === 'whole') {
        this.#drop(lines)
        return { line, fields: split.fields }
      }
      if (split.state === 'broken') return this.#broken(line, first, 'text follows a closing quotation mark')
    }
    if (last || this.#held.length >= MAX_LINES_PER_RECORD) {
      return this.#broken(line, first, 'a quotation mark is opened and not closed')
    }
    return undefined
  }

  #broken(line: number, text: string, broken: string): CsvRecord {
    this.#drop(1)
    return { line, fields: [text], broken }
  }

  #drop(lines: number): void {
    this.#held.splice(0, lines)
    this.#line += lines
  }
}

/** One row as CSV text, quoted where it must be. */
export const csvLine = (fields: readonly (string | number)[]): string =>
  fields.map((field) => (/[",\n\r]/.test(`${field}`) ? `"${`${field}`.replaceAll('"', '""')}"` : field)).join(',')
