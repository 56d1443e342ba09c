import { z } from 'zod'
import { customerSchema, type Customer } from '@kairos/shared/customer'
import type { SqliteDatabase } from '@kairos/shared/database'
import { customerIdSchema, type CustomerId } from '@kairos/shared/ids'
import { msSchema, type Ms } from '@kairos/shared/time'
import type { DocumentRow, GoneRow } from '@kairos/shared/wire/hq-hub'
import { documentText, type Slice, type TextRow } from '@kairos/replica/bulk'
import type { Held } from '@kairos/replica/digest'
import type { Reading } from '@kairos/replica/reading'

export type Bases = ReturnType<typeof basesOf>

/** `n` is that of the last reading from zero; `is` is absent when it has ended and removed what it did not name. */
const readingSchema = z.object({
  n: z.int(),
  is: z.enum(['reading', 'removing']).optional(),
  done: z.int(),
  bytes: z.int(),
})

/** SQLite's own: so many pages of its log are written back to the file at once. */
const PAGES = 1000
/**
 * While everything is read, each slice leaves some 80 pages in the log; 1,000 at once kept the hub for 11 ms of processor
 * time, 200 keep it for 4, that of the slice included.
 */
const PAGES_WHILE_READING = 200

const identitiesSchema = z.array(z.string())
const identitiesIn = (row: { identities: string }): string[] => identitiesSchema.parse(JSON.parse(row.identities))

/**
 * The last document that HQ sent of each customer, the hashes she is recognised by, and the reading from zero that is
 * under way. What changes together is in one transaction: the caller's, or its own.
 */
export function basesOf(database: SqliteDatabase) {
  const read = database.prepare<[string], { document: string }>('select document from bases where customer = ?')
  // Of one reading the later change is the newer document; of another reading, any is.
  const save = database.prepare<
    [{ customer: string; document: string; reading: number; change: number; identities: string }]
  >(
    `insert into bases (customer, document, reading, change, identities)
     values (@customer, @document, @reading, @change, @identities)
     on conflict (customer) do update set document = excluded.document, reading = excluded.reading,
       change = excluded.change, identities = excluded.identities
       where excluded.change >= bases.change or excluded.reading <> bases.reading`,
  )
  // What a base names may be somebody else's by now: whose it is stands with the hash.
  const named = database.prepare<[string], { identities: string }>('select identities from bases where customer = ?')
  const ownerOf = database.prepare<[string], { customer: string }>('select customer from identities where hash = ?')
  const forgetIdentity = database.prepare<[string, string]>('delete from identities where hash = ? and customer = ?')
  const saveIdentity = database.prepare<[string, string]>(
    `insert into identities (hash, customer) values (?, ?)
     on conflict (hash) do update set customer = excluded.customer where customer <> excluded.customer`,
  )
  const changeOf = database.prepare<[string, number], { change: number }>(
    'select change from bases where customer = ? and reading = ?',
  )
  const count = database.prepare<[], { n: number }>('select count(*) as n from bases')
  const unnamed = database.prepare<[number, number], { customer: string }>(
    'select customer from bases where reading < ? order by reading limit ?',
  )
  const remove = database.prepare<[string]>('delete from bases where customer = ?')
  const after = database.prepare<[string, number], { customer: string; document: string; identities: string }>(
    'select customer, document, identities from bases where customer > ? order by customer limit ?',
  )
  const readMeta = database.prepare<[string], { value: string | number }>('select value from meta where key = ?')
  const saveMeta = database.prepare<[string, string | number]>(
    'insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value',
  )

  const state = (): z.infer<typeof readingSchema> => {
    const row = readMeta.get('reading')
    return row ? readingSchema.parse(JSON.parse(String(row.value))) : { n: 0, done: 0, bytes: 0 }
  }
  const put = (reading: z.infer<typeof readingSchema>) => saveMeta.run('reading', JSON.stringify(reading))
  let current = state().n
  const writeBackAt = (pages: number) => void database.pragma(`wal_autocheckpoint = ${pages}`)
  writeBackAt(state().is ? PAGES_WHILE_READING : PAGES)

  const namedBy = (customer: string): string[] => {
    const row = named.get(customer)
    return row ? identitiesIn(row) : []
  }
  const forget = (customer: string): void => {
    for (const hash of namedBy(customer)) forgetIdentity.run(hash, customer)
    remove.run(customer)
  }
  const removeUnnamed = database.transaction((most: number): boolean => {
    const reading = state()
    if (reading.is !== 'removing') return false
    const rows = unnamed.all(reading.n, most)
    for (const { customer } of rows) forget(customer)
    if (rows.length === most) return true
    put({ n: reading.n, done: 0, bytes: 0 })
    writeBackAt(PAGES)
    return false
  })

  return {
    base(customer: CustomerId): Customer | undefined {
      const row = read.get(customer)
      return row && customerSchema.parse(JSON.parse(row.document))
    },
    /** False for a document that is older than the one that is here. */
    save(row: DocumentRow | TextRow): boolean {
      const { customer, change, identities } = row
      const had = namedBy(customer)
      const base = { customer, change, document: documentText(row), reading: current }
      if (save.run({ ...base, identities: JSON.stringify(identities) }).changes === 0) return false
      for (const hash of had) if (!identities.some((each) => each === hash)) forgetIdentity.run(hash, customer)
      for (const hash of identities) saveIdentity.run(hash, customer)
      return true
    },
    /** She is gone from this store's feed; false if that is older than the document that is here. */
    gone({ customer, change }: GoneRow): boolean {
      if ((changeOf.get(customer, current)?.change ?? 0) > change) return false
      forget(customer)
      return true
    },
    forget,
    /** A batch of the feed has been applied; the last one of a reading ends it. */
    applied({ rows, more }: Slice, bytes: number): void {
      const reading = state()
      if (reading.is !== 'reading') return
      const so = { ...reading, done: reading.done + rows.length, bytes: reading.bytes + bytes }
      put(more ? so : { ...so, is: 'removing' })
    },
    /** Begins a reading of everything. */
    readAll(): void {
      const { n } = state()
      put({ n: n + 1, is: 'reading', done: 0, bytes: 0 })
      current = n + 1
      writeBackAt(PAGES_WHILE_READING)
    },
    reading(): Reading | undefined {
      const { is, ...reading } = state()
      return is && { ...reading, is }
    },
    removeUnnamed: (most: number): boolean => removeUnnamed(most),
    count: (): number => count.get()?.n ?? 0,
    after: (customer: string, most: number): Held[] =>
      after.all(customer, most).map((row) => ({
        customer: customerIdSchema.parse(row.customer),
        document: JSON.parse(row.document) as unknown,
        identities: identitiesIn(row).filter((hash) => ownerOf.get(hash)?.customer === row.customer),
      })),
    compared: (): Ms | undefined => {
      const row = readMeta.get('compared')
      return row && msSchema.parse(Number(row.value))
    },
    saveCompared: (at: Ms): void => void saveMeta.run('compared', at),
  }
}
