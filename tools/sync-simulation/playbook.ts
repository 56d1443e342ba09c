import { fileURLToPath } from 'node:url'
import { compilePlaybook, type compilePlaybook as Compile } from '@kairos/dialogue/compile'
import { PlaybookLibrary } from '@kairos/dialogue/library'
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

const compiled = new Map<string, ReturnType<typeof Compile>>()

/**
 * Compiles so that every kind of event is counted in memory: a fact folded twice shows in a document. What was
 * compiled once serves all programs of all seeds.
 */
function compileOnce(version: number, files: Record<string, string>): ReturnType<typeof Compile> {
  const name = `${version} ${files['chain.yaml']?.slice(-20)}`
  const known = compiled.get(name)
  if (known) return known
  const playbook = compilePlaybook(version, files)
  if (!playbook.ok) throw new Error(JSON.stringify(playbook.error))
  const remembers = playbook.value.remembersOf as unknown as Map<string, { name: string; source: object }[]>
  for (const of of COUNTED) remembers.set(of, [...(remembers.get(of) ?? []), { name: `${of}Count`, source: { of } }])
  compiled.set(name, playbook)
  return playbook
}

/** A program's library of what it has on disk. */
export function libraryOf(published: readonly PublishedPlaybook[]): PlaybookLibrary {
  const library = new PlaybookLibrary(compileOnce)
  for (const each of published) library.add(each)
  return library
}
