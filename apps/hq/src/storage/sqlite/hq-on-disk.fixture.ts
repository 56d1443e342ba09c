import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import type { Advanced, Input } from '@kairos/dialogue/advance'
import { document } from '@kairos/replica/contract/made-up'
import type { Customer } from '@kairos/shared/customer'
import type { SqliteDatabase } from '@kairos/shared/database'
import type { Event } from '@kairos/shared/event'
import { customerIdSchema, epochSchema, eventIdSchema, storeIdSchema, type CustomerId } from '@kairos/shared/ids'
import type { Fact } from '@kairos/shared/wire/hq-hub'
import type { HqStorage } from '../storage.ts'
import { openHqDatabase, storageIn } from './sqlite-storage.ts'

export const H1 = epochSchema.parse('1'.repeat(16))
export const A = epochSchema.parse('a'.repeat(16))
export const harbour = storeIdSchema.parse('harbour')
export const oldTown = storeIdSchema.parse('old-town')

type Opened = { database: SqliteDatabase; storage: HqStorage }
type HqOnDisk = { file: (name: string) => string; open: (name: string) => void; now: Opened }

/** A database in a folder of its own for each test; `open` opens another one in its place. */
export function hqOnDisk(): HqOnDisk {
  let folder = ''
  const file = (name: string) => join(folder, `${name}.sqlite`)
  const opened = (name: string): Opened => {
    const database = openHqDatabase(file(name))
    return { database, storage: storageIn(database) }
  }
  let now: Opened | undefined
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kairos-hq-'))
    now = opened('hq')
  })
  afterEach(() => {
    now?.database.close()
    rmSync(folder, { recursive: true })
  })
  return {
    file,
    open(name: string): void {
      now?.database.close()
      now = opened(name)
    },
    get now(): Opened {
      if (!now) throw new Error('only within a test')
      return now
    },
  }
}

export const profile = (id: string, customer: string, home?: string): Event => ({
  id: eventIdSchema.parse(id),
  customer: customerIdSchema.parse(customer),
  at: 1,
  received: 1,
  type: 'profile',
  profile: home === undefined ? {} : { home: storeIdSchema.parse(home) },
  identities: [],
})
export const fact = (n: number, id: string, customer: string, epoch = A): Fact => ({
  epoch,
  n,
  event: profile(id, customer),
  playbook: 1,
})
/** Counts folds in the document's own time; throws on events whose id says so. */
export const fold = (id: CustomerId, customer: Customer | undefined, input: Input, _granted?: unknown): Advanced => {
  if ('id' in input && input.id.includes('bad')) throw new Error(`cannot fold ${input.id}`)
  const before = customer ?? document(id)
  const { nextDue: _, ...rest } = before
  return { customer: { ...rest, now: before.now + ('id' in input ? 1 : 0) }, effects: [], happened: [] }
}
