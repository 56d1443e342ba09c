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

/**
 * SQLite's cache in KB, and how many pages of its log are written back to the file at once: with what head office sends,
 * which nobody waits for.
 */
const MOSTLY = { cache: 16_000, pages: 300 }
/** A log of so many pages is written back with whatever is recorded, too: without the line nothing else comes. */
const LONGEST_LOG = 4000
/**
 * While everything is read, its trees are written to all over. What the cache does not hold is written several times in
 * one large slice. Each small slice leaves some 40 pages in the log; the more are written back at once, the longer the hub
 * is kept, and each time costs a sync: of 1,000, 200, 100 and 50, the slowest cards were fastest with 100.
 */
const WHILE_READING = { cache: 64_000, pages: 100 }

/**
 * The last document that HQ sent of each customer, the hashes she is recognised by, and the reading from zero that is
 * under way. What changes together is in one transaction: the caller's, or its own.
 */
export function basesOf(database: SqliteDatabase) {
  const read = database.prepare<[string], { document: string }>('select document from bases where customer = ?')
  // Of one reading the later change is the newer document; of another reading, any is.
  const save = database.prepare<[{ customer: string; document: string; reading: number; change: number }]>(
    `insert into bases (customer, document, reading, change) values (@customer, @document, @reading, @change)
     on conflict (customer) do update
       set document = excluded.document, reading = excluded.reading, change = excluded.change
       where excluded.change >= bases.change or excluded.reading <> bases.reading`,
  )
  const forgetIdentity = database.prepare<[string]>('delete from identities where hash = ?')
  const forgetIdentities = database.prepare<[string]>('delete from identities where customer = ?')
  const identitiesOf = database.prepare<[string], { hash: string }>(
    'select hash from identities where customer = ? order by hash',
  )
  const saveIdentity = database.prepare<[string, string]>(
    'insert into identities (hash, customer) values (?, ?) on conflict (hash) do update set customer = excluded.customer',
  )
  const changeOf = database.prepare<[string, number], { change: number }>(
    'select change from bases where customer = ? and reading = ?',
  )
  const count = database.prepare<[], { n: number }>('select count(*) as n from bases')
  const unnamed = database.prepare<[number, number], { customer: string }>(
    'select customer from bases where reading < ? order by reading limit ?',
  )
  const remove = database.prepare<[string]>('delete from bases where customer = ?')
  const after = database.prepare<[string, number], { customer: string; document: string }>(
    'select customer, document from bases where customer > ? order by customer limit ?',
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
  let pages = MOSTLY.pages
  const writeBack = (from: number) => void database.pragma(`wal_autocheckpoint = ${from}`)
  const writeAs = (how: typeof MOSTLY): void => {
    database.pragma(`cache_size = -${how.cache}`)
    pages = how.pages
  }
  writeBack(LONGEST_LOG)
  /** Makes changes that nobody waits for: with them the log is written back. */
  const unhurried = <T>(change: () => T): T => {
    writeBack(pages)
    try {
      return change()
    } finally {
      writeBack(LONGEST_LOG)
    }
  }
  writeAs(state().is ? WHILE_READING : MOSTLY)

  const forget = (customer: string): void => {
    forgetIdentities.run(customer)
    remove.run(customer)
  }
  const removeUnnamed = database.transaction((most: number): boolean => {
    const reading = state()
    if (reading.is !== 'removing') return false
    const rows = unnamed.all(reading.n, most)
    for (const { customer } of rows) forget(customer)
    if (rows.length === most) return true
    put({ n: reading.n, done: 0, bytes: 0 })
    writeAs(MOSTLY)
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
      if (save.run({ customer, change, document: documentText(row), reading: current }).changes === 0) return false
      // Mostly they are what they were.
      const had = identitiesOf.all(customer).map(({ hash }) => hash)
      for (const hash of had) if (!identities.some((each) => each === hash)) forgetIdentity.run(hash)
      for (const hash of identities) if (!had.includes(hash)) saveIdentity.run(hash, customer)
      return true
    },
    /** She is gone from this store's feed; false if that is older than the document that is here. */
    gone({ customer, change }: GoneRow): boolean {
      if ((changeOf.get(customer, current)?.change ?? 0) > change) return false
      forget(customer)
      return true
    },
    forget,
    unhurried,
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
      writeAs(WHILE_READING)
    },
    reading(): Reading | undefined {
      const { is, ...reading } = state()
      return is && { ...reading, is }
    },
    removeUnnamed: (most: number): boolean => unhurried(() => removeUnnamed(most)),
    count: (): number => count.get()?.n ?? 0,
    after: (customer: string, most: number): Held[] =>
      after.all(customer, most).map(({ customer, document }) => ({
        customer: customerIdSchema.parse(customer),
        document: JSON.parse(document) as unknown,
        identities: identitiesOf.all(customer).map(({ hash }) => hash),
      })),
    compared: (): Ms | undefined => {
      const row = readMeta.get('compared')
      return row && msSchema.parse(Number(row.value))
    },
    saveCompared: (at: Ms): void => void saveMeta.run('compared', at),
  }
}
