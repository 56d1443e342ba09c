import { parse } from 'yaml'
import { DAY, type Ms } from '@kairos/shared/time'
import { Candidates } from './candidates.ts'
import type { Compiler, PlaybookFiles } from './compile.ts'
import {
  eventKindSchema,
  type ChainSource,
  type Channel,
  type PolicySource,
  type Text,
  type Transition,
} from './language.ts'
import { waitKey } from './names.ts'
import { NORMAL_MODE, type Dialogue, type Playbook, type Remembered, type Restraint, type Wait } from './playbook.ts'
import { timeOfDay, ZONES_FILE, zonesSchema, type ZoneRules } from './time-zones.ts'

/** Groups by keys; the order within a group is the one of the files' names, everywhere. */
function group<T>(members: Iterable<T>, keysOf: (member: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const member of members) {
    for (const key of keysOf(member)) {
      const group = groups.get(key)
      if (group) group.push(member)
      else groups.set(key, [member])
    }
  }
  return groups
}

const candidates = (dialogues: readonly Dialogue[], keysOf: (dialogue: Dialogue) => readonly string[]) =>
  new Map([...group(dialogues, keysOf)].map(([key, members]) => [key, new Candidates(members)]))

const isEventKind = (when: Transition['when']): boolean => eventKindSchema.options.some((kind) => kind === when)

/** The kinds of event that move the number a transition looks at. */
function movedBy({ begins }: Dialogue, chain: ChainSource): string[] {
  if (begins.when !== 'reaches' && begins.when !== 'nears' && begins.when !== 'drops') return []
  const entry = chain.memory[begins.memory]
  return entry ? [entry.of] : []
}

function keyOfEnding({ begins }: Dialogue): string[] {
  return begins.when === 'ended' ? [`${begins.dialogue}/${begins.how}`] : []
}

function keyOfAnswer({ begins }: Dialogue): string[] {
  return begins.when === 'answered' ? [`${begins.dialogue}/${begins.step}/${begins.response}`] : []
}

const restraintOf = (
  { caps, rest, silent }: { caps: PolicySource['caps']; rest?: Ms | undefined; silent: Channel[] },
  noIncentives: boolean,
): Restraint => ({
  caps: caps.map(({ channel, most, per }) => ({ channel, most, per })),
  rest,
  silent: new Set(silent),
  noIncentives,
})

function modesOf({ modes, ...normal }: PolicySource): Map<string, Restraint> {
  const others = Object.entries(modes).map(([name, mode]): [string, Restraint] => [
    name,
    restraintOf(mode, mode.noIncentives),
  ])
  return new Map([[NORMAL_MODE, restraintOf(normal, false)], ...others])
}

function zonesIn(text: string): Record<string, ZoneRules> | undefined {
  try {
    return zonesSchema.safeParse(parse(text)).data
  } catch {
    return undefined
  }
}

/** The zone rules that came with the playbook. */
export function readZones(files: PlaybookFiles, compiler: Compiler): ReadonlyMap<string, ZoneRules> {
  const text = files[ZONES_FILE]
  if (text === undefined) return new Map()
  const zones = zonesIn(text)
  if (zones) return new Map(Object.entries(zones))
  compiler.report('K301', [], `${ZONES_FILE} is not as Kairos writes it`, 'Leave it out: publishing writes it anew.')
  return new Map()
}

const namesOf = (entries: Record<string, { name: Text }>): Record<string, Text> =>
  Object.fromEntries(Object.entries(entries).map(([key, { name }]) => [key, name]))

function waitsOf(dialogues: readonly Dialogue[]): Map<string, Wait> {
  const waits = [
    ...group(dialogues, ({ begins }) => {
      const key = waitKey(begins)
      return key === undefined ? [] : [key]
    }),
  ].flatMap(([key, members]): [string, Wait][] => {
    const [{ begins, beginsWhere } = {}] = members
    if (begins?.when !== 'absence' && begins?.when !== 'date') return []
    return [[key, { key, begins, where: beginsWhere, dialogues: new Candidates(members) }]]
  })
  return new Map(waits)
}

/** Puts the compiled parts together, with every dialogue filed under what can begin it. */
export function assemble(
  version: number,
  chain: ChainSource,
  compiler: Compiler,
  dialogues: ReadonlyMap<string, Dialogue>,
  zoneRules: ReadonlyMap<string, ZoneRules>,
): Playbook {
  const compileNames = (names: Record<string, Text>, ...where: string[]) =>
    new Map(Object.entries(names).map(([name, text]) => [name, compiler.text(text, ...where, name)]))
  const remembered = Object.entries(chain.memory).map(([name, source]): Remembered => ({
    name,
    source,
    where: compiler.condition(source.where, 'memory', name, 'where'),
  }))
  const all = [...dialogues.values()]
  const { quiet } = chain.policy
  const waits = waitsOf(all)
  const modes = modesOf(chain.policy)
  return {
    version,
    chain,
    dialogues,
    beginsOn: candidates(all, ({ begins }) => (isEventKind(begins.when) ? [begins.when] : [])),
    beginsOnMeasure: candidates(all, (dialogue) => movedBy(dialogue, chain)),
    waits,
    absences: group(waits.values(), ({ begins }) => (begins.when === 'absence' ? [begins.of] : [])),
    dates: [...waits.values()].filter(({ begins }) => begins.when === 'date'),
    beginsAfter: group(all, keyOfEnding),
    beginsOnAnswer: group(all, keyOfAnswer),
    memory: new Map(Object.entries(chain.memory)),
    memorySince: new Map(remembered.map(({ name }) => [name, version])),
    remembersOf: group(remembered, ({ source }) => [source.of]),
    windowed: remembered.flatMap(({ name, source: { window } }) => (window === undefined ? [] : [{ name, window }])),
    modes,
    lookBack: Math.max(
      0,
      ...[...modes.values()].flatMap(({ caps, rest = 0 }) => [rest, ...caps.map(({ per }) => per)]),
    ),
    quiet: quiet && { from: timeOfDay(quiet.from), to: timeOfDay(quiet.to) % DAY },
    zoneRules,
    categories: compileNames(chain.categories, 'categories'),
    zones: compileNames(namesOf(chain.zones), 'zones'),
    incentives: compileNames(namesOf(chain.incentives), 'incentives'),
    general: chain.general.map((slide, at) => compiler.slide(slide, 'general', at)),
  }
}
