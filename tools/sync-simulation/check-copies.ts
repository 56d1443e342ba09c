import { digestOfFiles } from '@kairos/replica/playbook-digest'
import type { SimulatedHub } from './simulated-hub.ts'
import type { World } from './world.ts'

/**
 * A hub recognises whom it holds by the identities that HQ knows of her, and nobody else. Where a base was damaged away,
 * an identity may be left that is nobody's.
 */
export function identityProblems({ hq }: World, { database, store }: SimulatedHub): string[] {
  const here = database
    .prepare<[], { hash: string; customer: string }>(
      'select hash, customer from identities join bases using (customer) order by hash',
    )
    .all()
  const there = hq.rows<{ hash: string; customer: string }>(
    `select i.hash, i.customer from identities i join subscriptions s on s.customer = i.customer
     where s.store = ? and s.gone is null order by i.hash`,
    store,
  )
  const text = (rows: typeof here) => rows.map(({ hash, customer }) => `${hash.slice(0, 6)}=${customer}`).join(' ')
  return text(here) === text(there) ? [] : [`${store} knows identities ${text(here)}; HQ has ${text(there)} for it`]
}

/** Rule S10: every version that HQ has, a hub has with the same files; and it speaks from HQ's newest. */
export function playbookProblems({ hq }: World, { running, store }: SimulatedHub): string[] {
  const here = new Map(running?.storage.playbooks().map(({ version, files }) => [version, digestOfFiles(files)]))
  const there = hq.rows<{ version: number; digest: string }>('select version, digest from playbooks order by version')
  const problems = there
    .filter(({ version, digest }) => here.get(version) !== digest)
    .map(({ version }) => `${store} has another version ${version} of the playbook than HQ`)
  const current = running?.playbooks.current.version
  const newest = there.at(-1)?.version
  return current === newest
    ? problems
    : [...problems, `${store} speaks from version ${current}; HQ's newest is ${newest}`]
}
