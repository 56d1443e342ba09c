import { fileURLToPath } from 'node:url'
import type { PlaybookLibrary } from '@kairos/dialogue/library'
import { readPlaybookFolder } from '@kairos/hq/playbook-folder'
import type { EventType } from '@kairos/shared/event'
import type { PublishedPlaybook } from '@kairos/shared/wire/hq-hub'

const FILES = readPlaybookFolder(fileURLToPath(new URL('../../playbooks/marlow-finch', import.meta.url)))
const COUNTED: readonly EventType[] = ['visit', 'response', 'shown', 'walked', 'left', 'profile', 'consent']

const SET_ASIDE = 'dialogues/set-aside.yaml'
/** What the stores and HQ together may grant, so few that all of them run out. */
const INCENTIVE = 'incentives: { taster: { name: A taster, value: 100, cost: 50, expires: 30d, budget: 4 } }'

/** Marlow & Finch's own playbook, with an incentive to share, as it was published for the so-manieth time. */
export const playbookFiles = (edition: number): Record<string, string> => ({
  ...FILES,
  'chain.yaml': `${FILES['chain.yaml']}\n${INCENTIVE}\n# edition ${edition}\n`,
  [SET_ASIDE]: `${FILES[SET_ASIDE]}`.replace('  offer:\n', '  offer:\n    grants: taster\n'),
})

/** Adds a version that counts every kind of event in memory, so that a fact folded twice shows in a document. */
export function addPlaybook(playbooks: PlaybookLibrary, published: PublishedPlaybook): void {
  const added = playbooks.add(published)
  if (!added.ok) throw new Error(JSON.stringify(added.error))
  const remembers = added.value.remembersOf as unknown as Map<string, { name: string; source: object }[]>
  for (const of of COUNTED) remembers.set(of, [...(remembers.get(of) ?? []), { name: `${of}Count`, source: { of } }])
}
