import { z } from 'zod'
import { erasedName, isErasedName } from '@kairos/shared/erased'
import type { SqliteDatabase } from '@kairos/shared/database'
import { customerIdSchema, type CustomerId, type Epoch } from '@kairos/shared/ids'
import type { GoneRow } from '@kairos/shared/wire/hq-hub'
import type { Bases } from './bases.ts'
import type { Outbox } from './outbox.ts'

const customersSchema = z.array(z.object({ customer: customerIdSchema }))

/** What a hub does when the feed says that a customer is gone (rules S7, S8, E18). In its caller's transaction. */
export function tombstonesOf(database: SqliteDatabase, bases: Bases, outbox: Outbox) {
  const known = database.prepare(
    'select customer from bases union select customer from outbox union select customer from visits',
  )
  const dropVisits = database.prepare<[string]>('delete from visits where customer = ?')
  // She may have been met under both names in one visit each; the one that is hers goes on.
  const endOthers = database.prepare<[string, string]>(
    `delete from visits where customer = ? and ended is null
     and exists (select 1 from visits other where other.customer = ? and other.ended is null)`,
  )
  const moveVisits = database.prepare<[string, string]>('update visits set customer = ? where customer = ?')

  /** A database restored from a backup may hold her still, while HQ keeps only what her id has become. */
  function meant({ customer }: GoneRow): CustomerId | undefined {
    if (!isErasedName(customer)) return customer
    const all = customersSchema.parse(known.all())
    return all.find((each) => erasedName(each.customer) === customer)?.customer
  }
  /** Nothing of her stays: no document, no fact, sent or not, no visit. */
  function erase(customer: CustomerId): void {
    bases.forget(customer)
    outbox.wipe(customer)
    dropVisits.run(customer)
  }
  function bury(row: GoneRow, epoch: Epoch, customer: CustomerId): void {
    if (row.gone === 'erased') return erase(customer)
    // What HQ has not folded yet stays to be sent, and is hers.
    if (!bases.gone(row)) return
    outbox.contained(row, epoch)
    if (row.gone !== 'merged' || row.into === undefined) return
    outbox.move(customer, row.into)
    endOthers.run(customer, row.into)
    moveVisits.run(row.into, customer)
  }

  return {
    bury(row: GoneRow, epoch: Epoch): void {
      const customer = meant(row)
      if (customer !== undefined) bury(row, epoch, customer)
    },
    erase,
  }
}
