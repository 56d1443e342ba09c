import { join } from 'node:path'
import { z } from 'zod'
import { storeIdSchema, type StoreId } from '@kairos/shared/ids'
import type { ChainKey } from '@kairos/shared/identity'
import { newToken, secretsIn, writeSecretFile, type Random } from '@kairos/shared/tokens'

const secretsSchema = z.object({
  /** Opens the console, the events' door and the import's. */
  console: z.string().min(20),
  /** The chain's secret for identities, hexadecimal. */
  chainKey: z.string().regex(/^[0-9a-f]{64}$/),
  stores: z.record(storeIdSchema, z.string().min(20)),
})
export type Secrets = { console: string; chainKey: ChainKey; stores: ReadonlyMap<StoreId, string> }

/**
 * HQ's secrets, made at its first start and kept in its data folder. For each store an enrolment file
 * is left beside them (`stores/<store>.json`) for whoever sets up its hub.
 */
export function hqSecrets(folder: string, stores: readonly StoreId[], random: Random): Secrets {
  const file = join(folder, 'secrets.json')
  const secrets = secretsIn(file, secretsSchema, () => ({
    console: newToken(random),
    chainKey: random(32).toString('hex'),
    stores: {},
  }))
  const known = new Map(Object.entries(secrets.stores))
  const all = new Map(stores.map((store) => [store, known.get(store) ?? newToken(random)]))
  if (stores.some((store) => !known.has(store))) {
    writeSecretFile(file, { ...secrets, stores: { ...secrets.stores, ...Object.fromEntries(all) } })
  }
  for (const [store, token] of all) {
    writeSecretFile(join(folder, 'stores', `${store}.json`), { store, token, chainKey: secrets.chainKey })
  }
  return {
    console: secrets.console,
    chainKey: { hex: secrets.chainKey },
    stores: all,
  }
}
