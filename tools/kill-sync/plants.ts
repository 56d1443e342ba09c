import type { Ledger } from './ledger.ts'
import { checksOf, type Check, type Left } from './end-state.ts'

/** What would be wrong with a sync that fails, each to be found by the check whose name says so. */
const PLANTS: { name: string; where: 'HQ' | 'hub'; sql: string; foundBy: string }[] = [
  {
    // Some of them, because one may be of those that got no answer, and need not be there.
    name: 'confirmed showings that are lost',
    where: 'HQ',
    sql: `delete from events where seq in (select seq from events where type = 'shown' order by seq desc limit 20)`,
    foundBy: 'confirmed',
  },
  {
    name: 'a showing that is there twice',
    where: 'HQ',
    sql: `insert into events (id, customer, at, type, body, folded)
          select id || 'x', customer, at, type, json_set(body, '$.id', id || 'x'), 1 from events where type = 'shown' limit 1`,
    foundBy: 'confirmed',
  },
  {
    name: 'two facts of a hub that changed places',
    where: 'HQ',
    sql: `update events set seq = -seq where seq = (select max(seq) from events where type = 'visit')`,
    foundBy: 'order',
  },
  {
    name: 'an event that was folded twice',
    where: 'HQ',
    sql: `update customers set document = json_set(document, '$.memory.purchases.n', 1 + document ->> '$.memory.purchases.n')
          where id = (select min(id) from customers where id not in (select owner from aliases))`,
    foundBy: 'fresh fold',
  },
  {
    name: 'a document that did not reach its store',
    where: 'hub',
    sql: `update bases set document = json_set(document, '$.now', 1) where customer = (select min(customer) from bases)`,
    foundBy: 'row by row',
  },
  {
    name: 'a customer whom the store should not have',
    where: 'hub',
    sql: `insert into bases (customer, document) select customer || '-copy', document from bases limit 1`,
    foundBy: 'row by row',
  },
  {
    name: 'a fact that was never sent',
    where: 'hub',
    sql: `update outbox set confirmed = 0 where seq = (select max(seq) from outbox)`,
    foundBy: 'row by row',
  },
]

/** Whether the checks see what they are there to see: each mistake is made in the databases, looked for, and undone. */
export async function plantedProblems(left: Left, ledger: Ledger): Promise<Check> {
  const problems: string[] = []
  // A hub that was hardly ever open has recorded nothing that could be missing.
  const facts = ({ database }: Left['hubs'][number]) =>
    Number(database.prepare('select count(*) from outbox').pluck().get())
  const [hub] = left.hubs.toSorted((a, b) => facts(b) - facts(a))
  for (const { name, where, sql, foundBy } of PLANTS) {
    const database = where === 'HQ' ? left.hq : hub?.database
    if (!database) continue
    database.exec('begin')
    const { changes } = database.prepare(sql).run()
    const found = (await checksOf(left, ledger)).find((check) => check.name.includes(foundBy))
    database.exec('rollback')
    if (changes === 0 || !found || found.problems.length === 0) problems.push(`${name} was planted and not found`)
  }
  return { name: `the checks find each of ${PLANTS.length} planted mistakes`, problems }
}
