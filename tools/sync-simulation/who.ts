import { erasedName } from '@kairos/shared/erased'
import type { SqliteDatabase } from '@kairos/shared/database'
import { customerIdSchema, type CustomerId } from '@kairos/shared/ids'
import type { Identity } from '@kairos/shared/identity'
import { hashIdentity } from '@kairos/shared/identity-hash'
import { identityOfStranger, strangerId } from '@kairos/shared/stranger'
import type { World } from './world.ts'

/** Everybody holds one of the chain's own cards. */
export const cardOf = (customer: CustomerId): Identity => ({
  kind: 'card',
  value: `77${customer.replaceAll(/\D/g, '').padStart(10, '0')}`,
})

/** Whose facts those under an id are, as head office has it. */
export function ownerIn(database: SqliteDatabase, id: CustomerId): CustomerId {
  const alias = database.prepare<[string], { owner: CustomerId }>('select owner from aliases where alias = ?').get(id)
  if (alias) return alias.owner
  const hash = identityOfStranger(id)
  const owner =
    hash === undefined
      ? undefined
      : database.prepare<[string], { customer: CustomerId }>('select customer from identities where hash = ?').get(hash)
  return owner?.customer ?? id
}

export const ownerOf = ({ hq }: World, id: CustomerId): CustomerId => ownerIn(hq.database, id)

/** Whether head office has been told to erase her, under this name or another. */
export const isErased = ({ hq }: World, id: CustomerId): boolean =>
  hq.erasures.some(({ names }) => names.includes(erasedName(id)))

/** Rule S8: of an erased customer nothing is left, in no database. */
export function tracesOfErased(world: World): string[] {
  const { hq, hubs, customers, key } = world
  const erased = customers.filter((customer) => isErased(world, customer))
  const names = erased.flatMap((id) => {
    const hash = hashIdentity(key, cardOf(id))
    return isErased(world, customerIdSchema.parse(strangerId(hash))) ? [id, hash] : [id]
  })
  const databases: [string, SqliteDatabase][] = [
    ['HQ', hq.database],
    ...hubs.map(({ store, database }): [string, SqliteDatabase] => [store, database]),
  ]
  return databases.flatMap(([where, database]) => {
    const bytes = database.serialize()
    return names.flatMap((name) => (bytes.includes(name) ? [`${where} still has ${name}, who is erased`] : []))
  })
}
