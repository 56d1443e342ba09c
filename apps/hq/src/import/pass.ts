import { basename } from 'node:path'
import { fail, ok, type Problem, type Result } from '@kairos/shared/result'
import { BadRows, SHOWN } from './bad-rows.ts'
import { Batches, type Batch } from './batches.ts'
import { CsvReader, type CsvRecord } from './csv-records.ts'
import type { Stored } from './hq-imports.ts'
import { Importing } from './importing.ts'
import { readLines, type LogFile } from './log-file.ts'
import type { Mapping } from './mapping.ts'
import type { ImportProgress } from './progress.ts'
import type { ProgressDisplay } from './progress-display.ts'
import { readHeader, rowClassifier, type Row } from './rows.ts'
import type { Sender } from './sender.ts'

export type Passed = { progress: ImportProgress; sent: Stored; badRows: number }

export type PassOptions = {
  file: LogFile
  mapping: Mapping
  /** Where the bad rows go. */
  report: string
  /** Rows that HQ has of this import. */
  had: number
  display: ProgressDisplay
  sender: Sender
}

/** What the header made known. */
type Reading = { classify: (record: CsvRecord) => Row; bad: BadRows }

/**
 * The second pass over the file: reads it, puts its rows into classes, gathers receipts and sends what HQ
 * does not have. Rows that HQ has are read and folded all the same, and not sent.
 */
export class Pass {
  readonly #options: PassOptions
  readonly #importing: Importing
  readonly #batches: Batches
  #reading: Reading | undefined

  constructor(options: PassOptions) {
    this.#options = options
    const { file, mapping, had } = options
    this.#importing = new Importing(mapping, { name: basename(file.path), bytes: file.bytes })
    this.#batches = new Batches(had)
  }

  /** Throws where the file cannot be read to its end; what was sent until then stays good. */
  async run(): Promise<Result<Passed, Problem[]>> {
    try {
      return await this.#run()
    } finally {
      await this.#options.sender.finish()
      this.#reading?.bad.close()
    }
  }

  async #run(): Promise<Result<Passed, Problem[]>> {
    const { sender, display, had, file } = this.#options
    for await (const { records, read } of this.#records()) {
      for (const record of records) {
        if (this.#reading === undefined) {
          const problems = this.#header(record)
          if (problems.length > 0) return fail(problems)
          continue
        }
        const batch = this.#row(this.#reading, record)
        if (this.#importing.rows === had) display.sending(read, had)
        const problem = batch === undefined ? undefined : await sender.send(batch)
        if (problem !== undefined) return fail([problem])
      }
      display.show(read, this.#importing.rows)
    }
    if (this.#reading === undefined) return fail([{ code: 'empty', what: 'the file is empty', where: file.path }])
    const last = this.#importing.end()
    const batch = this.#batches.add(last)
    const problem = (batch === undefined ? undefined : await sender.send(batch)) ?? (await sender.finish())
    if (problem !== undefined) return fail([problem])
    return ok({ progress: last.progress, sent: sender.sent, badRows: this.#reading.bad.count })
  }

  async *#records() {
    const { file, mapping } = this.#options
    const reader = new CsvReader(mapping.file.delimiter)
    for await (const { lines, read } of readLines(file, mapping.file.encoding)) {
      yield { records: lines.flatMap((line) => reader.push(line)), read }
    }
    yield { records: reader.end(), read: file.bytes }
  }

  #header(record: CsvRecord): Problem[] {
    const { mapping, report } = this.#options
    const positions = readHeader(mapping, record.fields)
    if (!positions.ok) return positions.error
    this.#reading = { classify: rowClassifier(mapping, positions.value), bad: new BadRows(report, record.fields) }
    return []
  }

  #row({ classify, bad }: Reading, record: CsvRecord): Batch | undefined {
    const row = classify(record)
    if (row.class === 'bad') {
      bad.add(record, row.reason)
      if (bad.count <= SHOWN) this.#options.display.say(`line ${record.line}: ${row.reason}`)
      if (bad.count === SHOWN + 1) this.#options.display.say(`Further bad rows go to ${bad.path} only.`)
    }
    const closed = this.#importing.row(row)
    return closed === undefined ? undefined : this.#batches.add(closed)
  }
}
