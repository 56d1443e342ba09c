import { advance, newCustomer } from '@kairos/dialogue/advance'
import { PlaybookLibrary } from '@kairos/dialogue/library'
import { HubReplica } from '@kairos/replica/hub-replica'
import type { SqliteDatabase } from '@kairos/shared/database'
import { epochSchema, storeIdSchema, type CustomerId } from '@kairos/shared/ids'
import type { IdentityHash } from '@kairos/shared/identity'
import type { Ms } from '@kairos/shared/time'
import { Floor } from './floor.ts'
import type { Glass } from './glasses.ts'
import { Lent } from './lent.ts'
import { OnGlass } from './on-glass.ts'
import { grantedIn } from './storage/granted.ts'
import { sqliteReplica } from './storage/sqlite-replica.ts'
import { sessionsIn } from './storage/sessions.ts'
import { visitsIn } from './storage/visits.ts'

/** The floor of a store called hall, on real storage; every look at the clock takes a second. */
export const floorOn = (
  database: SqliteDatabase,
  files: Record<string, string>,
  customerOf: (hash: IdentityHash) => CustomerId | undefined,
): Floor => storeOn(database, files, customerOf).floor

/** The same, with what is on its glass. What is known of customers is remembered, as a hub does, unless it is not to be. */
export function storeOn(
  database: SqliteDatabase,
  files: Record<string, string>,
  customerOf: (hash: IdentityHash) => CustomerId | undefined,
  screens: Omit<Glass, 'visit'>[] = [],
  { remembers = true, playbooks = libraryOf(files) } = {},
) {
  let time = Date.UTC(2026, 0, 5, 10)
  const now = () => (time += 1000)
  const [visits, sessions] = [visitsIn(database), sessionsIn(database)]
  const { storage } = sqliteReplica(database, {
    unclean: () => {},
    changed(customer) {
      replica.forget(customer)
      if (customer === undefined) visits.forget()
    },
  })
  const replica: HubReplica = new HubReplica(
    storage,
    epochSchema.parse('aaaaaaaaaaaaaaaa'),
    (customer, event) => advance(playbooks, customer, event).customer,
    (id) => newCustomer(playbooks, id),
    undefined,
    () => (remembers && !database.inTransaction ? playbooks.current : undefined),
  )
  const floor = new Floor({
    store: storeIdSchema.parse('hall'),
    key: { hex: '00'.repeat(32) },
    playbooks,
    replica,
    visits,
    sessions,
    lent: new Lent(playbooks, grantedIn(database)),
    customerOf,
    ask: async () => 'no answer',
    mute: () => undefined,
    together: (change) => database.transaction(change)(),
    now,
    changed: () => {},
    recorded: () => {},
  })
  const onGlass = new OnGlass({ floor, visits, sessions, screens: () => screens, now })
  return { floor, onGlass, replica, storage, visits, playbooks, pass: (ms: Ms) => (time += ms), at: () => time }
}

function libraryOf(files: Record<string, string>): PlaybookLibrary {
  const playbooks = new PlaybookLibrary()
  const added = playbooks.add({ version: 1, files })
  if (!added.ok) throw new Error(JSON.stringify(added.error))
  return playbooks
}
