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
import { newToken, secretsIn, type Random } from '@kairos/shared/tokens'
import { openOrRescue } from './storage/rescue.ts'
import { sqliteReplica } from './storage/sqlite-replica.ts'

const secretsSchema = z.object({ screen: z.string().min(20), tablet: z.string().min(20), till: z.string().min(20) })
export type HubTokens = z.infer<typeof secretsSchema>

type Kept = {
  database: SqliteDatabase
  storage: HubStorage
  whose: (hash: IdentityHash) => CustomerId | undefined
  library: PlaybookLibrary
  tokens: HubTokens
  replica: HubReplica
}

/** What a hub keeps in its data folder, and what it sees of its customers with it. */
export function kept(data: string, random: Random, log: FastifyBaseLogger): Kept {
  const database = openOrRescue(join(data, 'hub.sqlite'), (words) => log.error(words))
  const { storage, whose } = sqliteReplica(database)
  const library = new PlaybookLibrary()
  for (const playbook of storage.playbooks()) library.add(playbook)
  const tokens = secretsIn(join(data, 'secrets.json'), secretsSchema, () => ({
    screen: newToken(random),
    tablet: newToken(random),
    till: newToken(random),
  }))
  // Before the first playbook there are no documents to fold into, and nothing is recognised.
  const replica = new HubReplica(
    storage,
    epochSchema.parse(random(8).toString('hex')),
    (customer, event) => (library.has ? advance(library, customer, event).customer : customer),
    (id) => firstDocument(library, id),
    (fact, error) => log.error({ epoch: fact.epoch, n: fact.n, error }, 'a fact cannot be folded; it changes nothing'),
  )
  return { database, storage, whose, library, tokens, replica }
}
