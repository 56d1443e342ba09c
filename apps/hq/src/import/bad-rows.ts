import { mkdirSync, openSync, closeSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { csvLine, type CsvRecord } from './csv-records.ts'

/** How many bad rows are also said on the terminal. */
export const SHOWN = 20
const FLUSH_AT = 64 * 1024

/**
 * The report of the rows that were not imported: line, reason, then the row's own columns. It is written anew
 * by every run that reads the file, so that it is whole even after a run that was killed. Rows hold customers'
 * numbers: only the owner may read it.
 */
export class BadRows {
  readonly path: string
  readonly #file: number
  #text = ''
  #count = 0

  constructor(path: string, header: readonly string[]) {
    mkdirSync(dirname(path), { recursive: true })
    this.path = path
    this.#file = openSync(path, 'w', 0o600)
    this.#write(['line', 'reason', ...header])
  }

  get count(): number {
    return this.#count
  }

  add(record: CsvRecord, reason: string): void {
    this.#count += 1
    this.#write([record.line, reason, ...record.fields])
  }

  close(): void {
    this.#flush()
    closeSync(this.#file)
  }

  #write(fields: readonly (string | number)[]): void {
    this.#text += `${csvLine(fields)}\n`
    if (this.#text.length >= FLUSH_AT) this.#flush()
  }

  #flush(): void {
    writeSync(this.#file, this.#text)
    this.#text = ''
  }
}
