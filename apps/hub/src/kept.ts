import { join } from 'node:path'
import type { FastifyBaseLogger } from 'fastify'
import { z } from 'zod'
import { advance, firstDocument } from '@kairos/dialogue/advance'
import { PlaybookLibrary } from '@kairos/dialogue/library'
import { HubReplica } from '@kairos/replica/hub-replica'
import type { HubStorage } from '@kairos/replica/hub-storage'
import type { SqliteDatabase } from '@kairos/shared/database'
import { epochSchema, type CustomerId } from '@kairos/shared/ids'
import type { IdentityHash } from '@kairos/shared/identity'
import { Paced } from '@kairos/shared/paced'
import type { Clock, Ms } from '@kairos/shared/time'
import { holdFolder } from '@kairos/shared/held-folder'
import { newToken, secretsIn, type Random } from '@kairos/shared/tokens'
import { Disk } from './storage/disk.ts'
import { openOrStandIn, takesAgain } from './storage/stand-in.ts'
import { sqliteReplica } from './storage/sqlite-replica.ts'

/** Between two slices of a large file: screens have the machine meanwhile. */
const PAUSE_IN_CLEANING: Ms = 50

const secretsSchema = z.object({ screen: z.string().min(20), tablet: z.string().min(20), till: z.string().min(20) })
export type HubTokens = z.infer<typeof secretsSchema>

type Kept = {
  database: SqliteDatabase
  storage: HubStorage
  whose: (hash: IdentityHash) => CustomerId | undefined
  library: PlaybookLibrary
  tokens: HubTokens
  replica: HubReplica
  disk: Disk
  /** Its disk took nothing at the start: there is nobody in the database that is open, and nothing of it stays. */
  isIll: boolean
  /** Tries whether the disk takes something again. True if the hub is to be started again with what it has there. */
  tryDisk: () => boolean
  /** For the log, said once where it is the disk's fault. */
  failed: (error: unknown) => void
  /** Does what writes, where nobody waits for it: a disk that does not take it is noted. */
  attempt: (change: () => void) => void
  /** Bytes of the erased are overwritten in a large file; `close` closes the file, too. */
  cleaning: { isUnderWay: () => boolean; close: () => Promise<void> }
}

export type KeptWorld = { clock: Clock; random: Random; log: FastifyBaseLogger }

export type KeptListeners = {
  /** The disk did not take something, which changes what screens may say. */
  refused: () => void
  /** Somebody is gone, or goes by another name: visits, too, are not what they were. */
  gone: () => void
}

/** What a hub keeps in its data folder, and what it sees of its customers with it. */
export function kept(data: string, { clock, random, log }: KeptWorld, { refused, gone }: KeptListeners): Kept {
  const say = (words: string) => log.error(words)
  const disk = new Disk(say)
  function failed(error: unknown): void {
    if (disk.refused(error)) refused()
    else log.error(error)
  }
  function attempt(change: () => void): void {
    try {
      change()
    } catch (error) {
      failed(error)
    }
  }
  const folder = holdFolder(data)
  const file = join(data, 'hub.sqlite')
  const { database, ill } = openOrStandIn(file, say)
  const isIll = ill !== undefined
  if (isIll) disk.refused(ill)
  const { storage, whose, cleaning } = sqliteReplica(database, {
    unclean: () => cleaner.begin(),
    changed(customer) {
      replica.forget(customer)
      if (customer === undefined) gone()
    },
  })
  const cleaner = new Paced({ clock, pause: PAUSE_IN_CLEANING, failed, batch: async () => !cleaning.next() })
  // Where the last start was ended before.
  cleaner.begin()
  async function close(): Promise<void> {
    await cleaner.close()
    database.close()
    cleaning.close()
    folder.letGo()
  }
  function tryDisk(): boolean {
    if (isIll) return takesAgain(file)
    try {
      if (disk.isUnwritable) disk.writing(() => storage.savePaused(storage.paused()))
    } catch (error) {
      failed(error)
    }
    return false
  }
  const library = new PlaybookLibrary()
  for (const playbook of storage.playbooks()) library.add(playbook)
  const tokens = secretsIn(join(data, 'secrets.json'), secretsSchema, () => ({
    screen: newToken(random),
    tablet: newToken(random),
    till: newToken(random),
  }))
  // Before the first playbook there are no documents to fold into, and nothing is recognised.
  const replica: HubReplica = new HubReplica(
    storage,
    epochSchema.parse(random(8).toString('hex')),
    (customer, event) => (library.has ? advance(library, customer, event).customer : customer),
    (id) => firstDocument(library, id),
    (fact, error) => log.error({ epoch: fact.epoch, n: fact.n, error }, 'a fact cannot be folded; it changes nothing'),
    () => (database.inTransaction || !library.has ? undefined : library.current),
  )
  return {
    database,
    storage,
    whose,
    library,
    tokens,
    replica,
    disk,
    isIll,
    tryDisk,
    failed,
    attempt,
    cleaning: { isUnderWay: () => cleaning.isUnderWay, close },
  }
}
