import type { ChainSource, DialogueSource, SaySource } from '../language.ts'
import { hasField } from './condition-types.ts'
import { beginningEvent } from './conditions.ts'
import { ownValue } from '../memory.ts'
import { choice, type Report } from './reporter.ts'

/** What a dialogue names outside itself is there: memory, incentives, modes. */
export function checkNames(dialogue: DialogueSource, chain: ChainSource, report: Report): void {
  checkAbout(dialogue, chain, report)
  checkMeasure(dialogue, chain, report)
  const incentives = Object.keys(chain.incentives)
  const modes = ['normal', ...Object.keys(chain.policy.modes)]
  for (const [name, step] of Object.entries(dialogue.steps)) {
    const { grants, mode } = step
    if ('zones' in step) checkZones(name, step, chain, report)
    if (grants !== undefined && !incentives.includes(grants))
      report('K302', ['steps', name, 'grants'], `there is no incentive "${grants}"`, `Name ${choice(incentives)}.`)
    if (mode !== undefined && !modes.includes(mode))
      report('K303', ['steps', name, 'mode'], `there is no mode "${mode}"`, `Name ${choice(modes)}.`)
  }
}

/** Only a screen is somewhere; a step that names a part that the store does not have is never said. */
function checkZones(name: string, { zones = [], channel }: SaySource, chain: ChainSource, report: Report): void {
  if (channel !== 'screen')
    report(
      'K117',
      ['steps', name, 'zones'],
      `"${channel}" is in no part of the store`,
      'Take "zones" out, or say it on a screen.',
    )
  const known = Object.keys(chain.zones)
  const at = zones.findIndex((zone) => !known.includes(zone))
  if (at !== -1)
    report('K314', ['steps', name, 'zones', at], `there is no zone "${zones[at]}"`, `Name ${choice(known)}.`)
}

function checkAbout(dialogue: DialogueSource, chain: ChainSource, report: Report): void {
  const { about } = dialogue
  if (about === undefined) return
  if ('event' in about) {
    const kind = beginningEvent(dialogue, chain)
    if (kind === 'any' || (kind !== 'none' && hasField(kind, about.event))) return
    const what =
      kind === 'none' ? `no event begins this, so there is no "${about.event}"` : `a ${kind} has no "${about.event}"`
    report('K114', ['about', 'event'], what, 'Name a field of the event that begins the dialogue, or a memory entry.')
    return
  }
  if (ownValue(chain.memory, about.most)?.by !== undefined) return
  report(
    'K106',
    ['about', 'most'],
    `memory has no "${about.most}" that counts by a key`,
    'Name a memory entry of chain.yaml that has a "by".',
  )
}

/** The number that a transition looks at. */
function checkMeasure({ begins }: DialogueSource, chain: ChainSource, report: Report): void {
  if (begins.when !== 'reaches' && begins.when !== 'nears' && begins.when !== 'drops') return
  const entry = ownValue(chain.memory, begins.memory)
  if (!entry) {
    const names = Object.keys(chain.memory)
    report('K110', ['begins', 'memory'], `memory has no "${begins.memory}"`, `Name ${choice(names)} of chain.yaml.`)
    return
  }
  if (entry.by === undefined && begins.key !== undefined)
    report('K111', ['begins', 'key'], `"${begins.memory}" does not count by a key`, 'Take "key" out.')
  if (entry.by !== undefined && begins.key === undefined)
    report(
      'K111',
      ['begins'],
      `"${begins.memory}" has one number for each ${entry.by}, and none is named`,
      'Add "key", or "key: any" for whichever moved.',
    )
  if (begins.when === 'nears' && begins.within >= begins.at)
    report(
      'K115',
      ['begins', 'within'],
      'everybody is near from the beginning, so nobody ever comes near',
      'Make "within" smaller than "at".',
    )
  if (begins.when === 'drops' && entry.window === undefined)
    report(
      'K112',
      ['begins', 'memory'],
      `"${begins.memory}" has no window, and a count that only grows never drops`,
      `Give memory.${begins.memory} in chain.yaml a window, such as 60d.`,
    )
}
