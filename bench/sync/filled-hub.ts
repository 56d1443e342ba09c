import { openHubDatabase } from '@kairos/hub/storage/open'
import { sqliteReplica } from '@kairos/hub/storage/sqlite-replica'
import { epochSchema } from '@kairos/shared/ids'
import type { ChainKey } from '@kairos/shared/identity'
import { hashesOf, type Customers } from './customers.ts'

const ROWS = 5000
const EPOCH = epochSchema.parse('e'.repeat(16))

/** So many customers in a hub's database, by its own storage, without a line to HQ. */
export function fillHub(file: string, customers: Customers, count: number, key: ChainKey): void {
  const database = openHubDatabase(file)
  const { storage } = sqliteReplica(database)
  for (let from = 0; from < count; from += ROWS) {
    const rows = Array.from({ length: Math.min(ROWS, count - from) }, (_, index) => {
      const n = from + index
      return { change: n + 1, customer: customers.idOf(n), identities: hashesOf(n, key), text: customers.documentOf(n) }
    })
    storage.apply({ rows, cursor: from + rows.length, more: true }, EPOCH)
  }
  database.close()
}
