import { z } from 'zod'
import type { SqliteDatabase } from '@kairos/shared/database'
import {
  customerIdSchema,
  screenIdSchema,
  visitIdSchema,
  zoneIdSchema,
  type CustomerId,
  type VisitId,
} from '@kairos/shared/ids'
import { identityStrengthSchema } from '@kairos/shared/identity'
import { msSchema, type Ms } from '@kairos/shared/time'

const visitSchema = z.object({
  visit: visitIdSchema,
  customer: customerIdSchema,
  began: msSchema,
  /** When anything was last heard of her. */
  active: msSchema,
  strength: identityStrengthSchema,
  /** The screen she was last recognised at. */
  screen: screenIdSchema,
  zone: zoneIdSchema.nullable(),
})
/** A customer's presence in the store, from first recognition to leaving. */
export type Visit = z.infer<typeof visitSchema>
export type Visits = ReturnType<typeof visitsIn>

const read = (row: unknown): Visit | undefined => (row === undefined ? undefined : visitSchema.parse(row))

/**
 * The visits under way, on disk, so that a restart of the hub forgets nobody who is in the store. All of them are asked
 * for with everything that happens, so what was read is kept, and only those are read again that were written since.
 */
export function visitsIn(database: SqliteDatabase) {
  const columns = 'visit, customer, began, active, strength, screen, zone'
  const under = database.prepare<[]>(`select ${columns} from visits where ended is null order by began`)
  const count = database.prepare<[], { n: number }>('select count(*) as n from visits where ended is null')
  const ofCustomer = database.prepare<[string]>(`select ${columns} from visits where customer = ? and ended is null`)
  const one = database.prepare<[string]>(`select ${columns} from visits where visit = ? and ended is null`)
  const whose = database.prepare<[string], { customer: string }>('select customer from visits where visit = ?')
  const save = database.prepare<[{ [K in keyof Visit]: Visit[K] }]>(
    `insert into visits (${columns}) values (@visit, @customer, @began, @active, @strength, @screen, @zone)
     on conflict (visit) do update set active = excluded.active, strength = excluded.strength,
       screen = excluded.screen, zone = excluded.zone`,
  )
  const end = database.prepare<[number, string]>('update visits set ended = ? where visit = ?')
  const forget = database.prepare<[number]>('delete from visits where ended < ?')

  const readOne = (id: VisitId): Visit | undefined => read(one.get(id))
  const readAll = (): Visit[] => under.all().map((row) => visitSchema.parse(row))
  let kept: Map<VisitId, Visit> | undefined
  const written = new Set<VisitId>()

  /** Those who are here, whoever came first before the others. */
  function current(): ReadonlyMap<VisitId, Visit> {
    kept ??= new Map(readAll().map((visit) => [visit.visit, visit]))
    for (const id of written) {
      const visit = readOne(id)
      if (visit) kept.set(id, visit)
      else kept.delete(id)
    }
    written.clear()
    return kept
  }

  return {
    count: (): number => count.get()?.n ?? 0,
    // What a transaction that is under way has written may be taken back: it is not kept.
    open: (): Visit[] => (database.inTransaction ? readAll() : [...current().values()]),
    one: (id: VisitId): Visit | undefined => (database.inTransaction ? readOne(id) : current().get(id)),
    /** Others than these methods have written. */
    forget: (): void => (kept = undefined),
    ofCustomer: (customer: CustomerId): Visit | undefined => read(ofCustomer.get(customer)),
    /** Whose a visit is, or was in the last day. */
    whose: (visit: VisitId): CustomerId | undefined => {
      const row = whose.get(visit)
      return row && customerIdSchema.parse(row.customer)
    },
    save(visit: Visit): void {
      written.add(visit.visit)
      save.run(visit)
    },
    end(visit: VisitId, at: Ms): void {
      written.add(visit)
      end.run(at, visit)
    },
    forgetBefore: (at: Ms): void => void forget.run(at),
  }
}
