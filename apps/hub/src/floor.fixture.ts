import { advance, newCustomer } from '@kairos/dialogue/advance'
import { PlaybookLibrary } from '@kairos/dialogue/library'
import { HubReplica } from '@kairos/replica/hub-replica'
import type { SqliteDatabase } from '@kairos/shared/database'
import { epochSchema, storeIdSchema, type CustomerId } from '@kairos/shared/ids'
import { Floor } from './floor.ts'
import { Lent } from './lent.ts'
import { grantedIn } from './storage/granted.ts'
import { sqliteReplica } from './storage/sqlite-replica.ts'
import { visitsIn } from './storage/visits.ts'

/** The floor of a store called hall, on real storage; every look at the clock takes a second. */
export function floorOn(
  database: SqliteDatabase,
  files: Record<string, string>,
  customerOf: () => CustomerId | undefined,
): Floor {
  const playbooks = new PlaybookLibrary()
  const added = playbooks.add({ version: 1, files })
  if (!added.ok) throw new Error(JSON.stringify(added.error))
  let now = Date.UTC(2026, 0, 5, 10)
  return new Floor({
    store: storeIdSchema.parse('hall'),
    key: { hex: '00'.repeat(32) },
    playbooks,
    replica: new HubReplica(
      sqliteReplica(database).storage,
      epochSchema.parse('aaaaaaaaaaaaaaaa'),
      (customer, event) => advance(playbooks, customer, event).customer,
      (id) => newCustomer(playbooks, id),
    ),
    visits: visitsIn(database),
    lent: new Lent(playbooks, grantedIn(database)),
    customerOf,
    ask: async () => 'no answer',
    mute: () => undefined,
    together: (change) => database.transaction(change)(),
    now: () => (now += 1000),
    changed: () => {},
    recorded: () => {},
  })
}
