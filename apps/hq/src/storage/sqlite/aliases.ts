import type { SqliteDatabase } from '@kairos/shared/database'
import { customerIdSchema, type CustomerId } from '@kairos/shared/ids'
import type { IdentityHash } from '@kairos/shared/identity'
import { identityOfStranger, strangerId } from '@kairos/shared/stranger'
import type { Ms } from '@kairos/shared/time'
import type { By } from '../storage.ts'

export type Aliases = ReturnType<typeof aliasesIn>

/** Who is meant by an id or an identity (rule E18): customers go by more names than one. */
export function aliasesIn(database: SqliteDatabase) {
  const findAlias = database.prepare<[string], { owner: string }>('select owner from aliases where alias = ?')
  const findIdentity = database.prepare<[string], { owner: string }>(
    'select customer as owner from identities where hash = ?',
  )
  const aliasesOf = database.prepare<[string], { alias: string }>('select alias from aliases where owner = ?')
  const identitiesOf = database.prepare<[string], { hash: IdentityHash }>(
    'select hash from identities where customer = ?',
  )
  const point = database.prepare<[string, string]>('update aliases set owner = ? where owner = ?')
  const add = database.prepare<[string, string, number, string, string]>(
    'insert into aliases (alias, owner, at, who, note) values (?, ?, ?, ?, ?)',
  )
  const forget = database.prepare<[string]>('delete from aliases where owner = ?')

  const ofIdentity = (hash: IdentityHash): CustomerId | undefined => {
    const row = findIdentity.get(hash)
    return row && customerIdSchema.parse(row.owner)
  }
  return {
    ofIdentity,
    /** Whose facts those under this id are: hers who has it, or hers whose other name it is. */
    ownerOf(id: CustomerId): CustomerId {
      const known = findAlias.get(id)
      if (known) return customerIdSchema.parse(known.owner)
      const hash = identityOfStranger(id)
      return (hash && ofIdentity(hash)) ?? id
    },
    /** All ids that mean her, her own first: also those that no store has met her by yet. */
    namesOf(owner: CustomerId): CustomerId[] {
      const aliases = aliasesOf.all(owner).map(({ alias }) => customerIdSchema.parse(alias))
      const strangers = identitiesOf.all(owner).map(({ hash }) => strangerId(hash))
      return [...new Set([owner, ...aliases, ...strangers])]
    },
    /** From here on `alias` is another name of `owner`, and so is whatever was one of hers. */
    add(alias: CustomerId, owner: CustomerId, at: Ms, { who, note }: By): void {
      point.run(owner, alias)
      add.run(alias, owner, at, who, note)
    },
    forget: (owner: CustomerId): void => void forget.run(owner),
  }
}
