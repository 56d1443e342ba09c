import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cloudEventSchema } from '@kairos/shared/cloudevents'
import { CsvReader } from './csv-records.ts'
import { Importing, type Closed } from './importing.ts'
import { examine, readLines } from './log-file.ts'
import { parseMapping } from './mapping.ts'
import { readHeader, rowClassifier, type Row } from './rows.ts'

const repository = fileURLToPath(new URL('../../../../', import.meta.url))
const file = join(process.env['KAIROS_DATA'] ?? join(repository, '../shared/data'), 'online_retail_uci.csv.gz')
const map = join(repository, 'playbooks/marlow-finch/imports/online-retail-uci.yaml')

/** The whole log through reader, classes and receipts. */
async function readAll(closedReceipt: (closed: Closed) => void, eachRow: (row: Row) => void) {
  const text = readFileSync(map, 'utf8')
  const mapping = parseMapping(text, map)
  if (!mapping.ok) throw new Error(JSON.stringify(mapping.error))
  const log = await examine(file, text)
  const reader = new CsvReader(',')
  const importing = new Importing(mapping.value, { name: 'uci', bytes: log.bytes })
  let classify: ReturnType<typeof rowClassifier> | undefined
  for await (const { lines } of readLines(log, 'utf-8')) {
    for (const record of lines.flatMap((line) => reader.push(line))) {
      if (classify === undefined) {
        const positions = readHeader(mapping.value, record.fields)
        if (!positions.ok) throw new Error(JSON.stringify(positions.error))
        classify = rowClassifier(mapping.value, positions.value)
        continue
      }
      const row = classify(record)
      eachRow(row)
      const closed = importing.row(row)
      if (closed !== undefined) closedReceipt(closed)
    }
  }
  const end = importing.end()
  closedReceipt(end)
  return end.progress
}

// The counts of the classes are those of the awk line in docs/import.md.
test.skipIf(!existsSync(file))(
  'UCI Online Retail (needs KAIROS_DATA): every row in its class, every line in an event',
  { timeout: 60_000 },
  async () => {
    const ids = new Set<string>()
    const parts: string[] = []
    const categories = new Map<string | undefined, number>()
    let lines = 0
    const progress = await readAll(
      ({ events }) => {
        for (const event of events) {
          ids.add(event.id)
          if (ids.size % 50 === 0) cloudEventSchema.parse(event)
          if ('lines' in event.data) lines += event.data.lines.length
          if ('receipt' in event.data && event.data.receipt.includes('+')) parts.push(event.data.receipt)
        }
      },
      (row) => {
        if (row.class !== 'purchase') return
        categories.set(row.line.category, (categories.get(row.line.category) ?? 0) + 1)
      },
    )
    expect(progress).toMatchObject({
      rows: 541_909,
      classes: { bad: 1_338, withoutCustomer: 133_742, cancellation: 8_905, purchase: 397_924 },
      purchases: 18_537,
      returns: 3_654,
      profiles: 4_372,
      parts: 1,
    })
    expect(lines).toBe(397_924 + 8_905)
    expect(ids.size).toBe(18_537 + 3_654 + 4_372)
    expect(parts).toEqual(['542806+2'])
    const known = ['tableware', 'home', 'gifts', 'toys', 'lighting', 'books', 'linen', 'garden', 'shoes', undefined]
    expect(new Set(categories.keys())).toEqual(new Set(known))
  },
)
