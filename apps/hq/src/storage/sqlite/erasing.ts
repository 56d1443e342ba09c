import type { Cleaning } from '@kairos/shared/cleaning'
import { erasedName } from '@kairos/shared/erased'
import type { SqliteDatabase } from '@kairos/shared/database'
import { customerIdSchema, storeIdSchema, type CustomerId, type StoreId } from '@kairos/shared/ids'
import type { Ms } from '@kairos/shared/time'
import type { Erasure } from '../storage.ts'
import type { Aliases } from './aliases.ts'
import type { Counters } from './counters.ts'
import type { Feed } from './feed.ts'

export type Erasing = ReturnType<typeof erasingIn>

/** Erasure (rule S8): nothing of her stays, but for what her ids have become, by which later facts are known. */
export function erasingIn(
  database: SqliteDatabase,
  { aliases, counters, feed, cleaning }: { aliases: Aliases; counters: Counters; feed: Feed; cleaning: Cleaning },
) {
  const remember = database.prepare<[string, number, string]>(
    'insert into erased (name, at, who) values (?, ?, ?) on conflict do nothing',
  )
  const isErased = database.prepare<[string], { at: number }>('select at from erased where name = ?')
  const any = database.prepare('select 1 from erased limit 1')
  const known = database.prepare<[string], { n: number }>('select 1 as n from customers where id = ?')
  const names = database.prepare<[], { id: string }>(
    `select id from customers union select alias from aliases union select customer from subscriptions
     union select customer from events where seq in (select event from arrivals)`,
  )
  const heldBy = database.prepare<[string], { store: string }>(
    'select store from subscriptions where customer = ? order by store',
  )
  const effects = database.prepare<[string], { status: string; channel: string }>(
    `select status, channel from effects where customer = ? and status in ('due', 'paused')`,
  )
  const reportedBy = database.prepare<[string], { store: string; named: string }>(
    `select distinct store, named from arrivals
     where store is not null and named is not null and event in (select seq from events where customer = ?)`,
  )
  const unqueue = database.prepare<[string]>(
    'delete from arrivals where event in (select seq from events where customer = ?)',
  )
  const drop = ['events', 'identities', 'interests', 'journal', 'effects'].map((table) =>
    database.prepare<[string]>(`delete from ${table} where customer = ?`),
  )
  const dropDocument = database.prepare<[string]>('delete from customers where id = ?')
  // That a hub's number is set aside has to stay, or it would be asked for again.
  const blank = database.prepare<[string]>(
    `update set_aside set body = '{}', why = 'erased' where json_valid(body) and json_extract(body, '$.event.customer') = ?`,
  )
  // Whoever goes over all customers has come as far as to the one before her.
  const stepBack = ['occasions', 'sweep'].map((table) =>
    database.prepare<[string]>(
      `update ${table} set after = coalesce((select max(id) from customers where id < after), '') where after = ?`,
    ),
  )
  const pending = database.prepare<[], { store: string; customer: string }>(
    `select store, customer from subscriptions where gone = 'erased' order by store`,
  )
  const listed = database.prepare<[], { name: string; at: number; who: string }>(
    'select name, at, who from erased order by at desc, name',
  )

  const knows = (id: CustomerId): boolean => any.get() !== undefined && isErased.get(erasedName(id)) !== undefined

  function eraseOne(id: CustomerId, at: Ms, who: string): StoreId[] {
    for (const { status, channel } of effects.all(id)) counters.add(`${status}:${channel}`, -1)
    for (const each of stepBack) each.run(id)
    // Her facts that wait to be folded will be in no document that would tell their hubs of them.
    const told: { store: string; named: string }[] = reportedBy.all(id)
    unqueue.run(id)
    blank.run(id)
    for (const each of drop) each.run(id)
    counters.add('customers', -dropDocument.run(id).changes)
    remember.run(erasedName(id), at, who)
    told.push(...heldBy.all(id).map(({ store }) => ({ store, named: id })))
    for (const { store, named } of told) feed.gone(storeIdSchema.parse(store), customerIdSchema.parse(named), 'erased')
    return told.map(({ store }) => storeIdSchema.parse(store))
  }

  const erase = database.transaction((ids: readonly CustomerId[], at: Ms, who: string): Set<StoreId> | undefined => {
    const [owner] = ids
    // Since her names were read, a stranger may have turned out to be her: nothing may stay that tells of both.
    if (owner !== undefined && aliases.namesOf(aliases.ownerOf(owner)).some((name) => !ids.includes(name)))
      return undefined
    const stores = ids.flatMap((id) => eraseOne(id, at, who))
    for (const id of ids) aliases.forget(id)
    cleaning.begin()
    return new Set(stores)
  })

  return {
    knows,
    /** All ids that she goes by, her own first; none if nobody is known by this one. */
    namesOf(id: CustomerId): CustomerId[] {
      const owner = aliases.ownerOf(id)
      return known.get(owner) || heldBy.get(owner) ? aliases.namesOf(owner) : []
    },
    /** Those among these names that this database has not erased, and whom it knows: it was restored from a backup. */
    left(erasedNames: readonly string[]): CustomerId[] {
      const missing = new Set(erasedNames.filter((name) => !isErased.get(name)))
      if (missing.size === 0) return []
      return names
        .all()
        .map(({ id }) => customerIdSchema.parse(id))
        .filter((id) => missing.has(erasedName(id)))
    },
    /** Of customers whom this database has never known only the names are kept. */
    remember(erasedNames: readonly string[], at: Ms, who: string): void {
      for (const name of erasedNames) remember.run(name, at, who)
    },
    erase: (ids: readonly CustomerId[], at: Ms, who: string): Set<StoreId> | undefined => erase(ids, at, who),
    list(): Erasure[] {
      const waiting = Map.groupBy(pending.all(), ({ customer }) => erasedName(customerIdSchema.parse(customer)))
      return listed.all().map(({ name, at, who }) => ({
        name,
        at,
        who,
        waiting: (waiting.get(customerIdSchema.parse(name)) ?? []).map(({ store }) => storeIdSchema.parse(store)),
      }))
    },
  }
}
