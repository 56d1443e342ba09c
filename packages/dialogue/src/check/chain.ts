import { shareOf } from '../budgets.ts'
import { type ChainSource, type DialogueSource, type MemorySource } from '../language.ts'
import { spanOf } from '../opening-hours.ts'
import { parseTyped, partsOf, hasField } from './condition-types.ts'
import { checkConditions, conditionsOf, type PlacedCondition } from './conditions.ts'
import type { Report } from './reporter.ts'
import { checkPolicy } from './restraint.ts'
import { checkTexts, textsOfChain } from './texts.ts'

/** What can be said about chain.yaml by itself. */
export function checkChainFile(chain: ChainSource, report: Report): void {
  for (const [name, entry] of Object.entries(chain.memory)) {
    if (entry.by !== undefined && !countsBy(entry))
      report(
        'K304',
        ['memory', name, 'by'],
        `a ${entry.of} has no ${entry.by}`,
        'Take "by" out, or count something else.',
      )
  }
  checkConditions(memoryConditions(chain), chain, report)
  checkTexts(textsOfChain(chain), chain, report)
  checkPolicy(chain, report)
  checkBudgets(chain, report)
  for (const [name, { category }] of Object.entries(chain.zones)) {
    if (category !== undefined && !Object.hasOwn(chain.categories, category))
      report('K310', ['zones', name, 'category'], `there is no category "${category}"`, 'Add it to "categories".')
  }
  for (const [name, { timeZone }] of Object.entries(chain.stores)) {
    if (!isTimeZone(timeZone))
      report('K311', ['stores', name, 'timeZone'], `nobody knows "${timeZone}"`, 'Write it as Europe/London.')
  }
  checkShelves(chain, report)
  checkHours(chain, report)
}

/** A code that stands on two shelves. */
function checkShelves(chain: ChainSource, report: Report): void {
  const seen = new Map<string, string>()
  for (const [zone, { codes }] of Object.entries(chain.zones)) {
    for (const [at, code] of codes.entries()) {
      const other = seen.get(code)
      if (other !== undefined)
        report('K316', ['zones', zone, 'codes', at], `"${code}" is a code of "${other}" already`, 'Take one out.')
      seen.set(code, zone)
    }
  }
}

/** Hours that are none, or that are written twice. */
function checkHours(chain: ChainSource, report: Report): void {
  for (const [store, { hours }] of Object.entries(chain.stores)) {
    if (!hours) continue
    const { except, ...week } = hours
    const days = [
      ...Object.entries(week).map(([day, spans]) => ({ path: [day], spans })),
      ...Object.entries(except).map(([date, spans]) => ({ path: ['except', date], spans })),
    ]
    for (const { path, spans } of days) {
      const at = firstWrong(spans)
      if (at !== undefined)
        report(
          'K317',
          ['stores', store, 'hours', ...path, at],
          `"${spans[at]}" ends before it begins, or before another of that day has ended`,
          'Write the earlier time first.',
        )
    }
  }
}

/** The first span that is none, or that another one runs into. */
function firstWrong(spans: readonly string[]): number | undefined {
  const wrong = spans.findIndex((span, at) => {
    const { from, to } = spanOf(span)
    const before = spans.slice(0, at).map(spanOf)
    return from >= to || before.some((other) => from < other.to && other.from < to)
  })
  return wrong === -1 ? undefined : wrong
}

/** A budget of which a store's share is nothing. */
function checkBudgets(chain: ChainSource, report: Report): void {
  for (const [name, { budget }] of Object.entries(chain.incentives)) {
    if (budget !== undefined && Object.keys(chain.stores).length > 0 && shareOf(chain, budget, 'store') === 0)
      report(
        'K315',
        ['incentives', name, 'budget'],
        `of ${budget} a store's share is none`,
        `Half of it is for ${Object.keys(chain.stores).length} stores: raise it.`,
      )
  }
}

/** A receipt's lines carry the categories. */
const countsBy = ({ of, by }: MemorySource): boolean =>
  by === undefined || hasField(of, by) || (by === 'category' && hasField(of, 'lines'))

function memoryConditions(chain: ChainSource): PlacedCondition[] {
  return Object.entries(chain.memory).flatMap(([name, { of, where }]) =>
    where === undefined
      ? []
      : [{ source: where, path: ['memory', name, 'where'], sight: { event: of, run: 'none' as const, ended: false } }],
  )
}

function isTimeZone(timeZone: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** Entries of chain.yaml that no dialogue uses. */
export function checkUnused(chain: ChainSource, dialogues: readonly DialogueSource[], report: Report): void {
  const used = new Set(dialogues.flatMap((dialogue) => memoryUsed(dialogue, chain)))
  const steps = dialogues.flatMap((dialogue) => Object.values(dialogue.steps))
  for (const condition of memoryConditions(chain)) memoryNamed(condition, chain, used)
  for (const name of Object.keys(chain.memory)) {
    if (!used.has(name)) report('K305', ['memory', name], 'nothing uses it', 'Use it, or take it out.')
  }
  for (const name of Object.keys(chain.incentives)) {
    if (!steps.some(({ grants }) => grants === name))
      report('K312', ['incentives', name], 'no step grants it', 'Let a step grant it, or take it out.')
  }
  for (const name of Object.keys(chain.policy.modes)) {
    if (!steps.some(({ mode }) => mode === name))
      report('K313', ['policy', 'modes', name], 'no step switches to it', 'Let a step switch to it, or take it out.')
  }
}

function memoryUsed(dialogue: DialogueSource, chain: ChainSource): string[] {
  const { about, begins } = dialogue
  const used = new Set<string>()
  if (about && 'most' in about) used.add(about.most)
  if ('memory' in begins) used.add(begins.memory)
  for (const condition of conditionsOf(dialogue, chain)) memoryNamed(condition, chain, used)
  return [...used]
}

/** Adds the entries that a condition names. One that asks for all of memory uses all of it. */
function memoryNamed({ source, sight }: PlacedCondition, chain: ChainSource, used: Set<string>): void {
  const parsed = parseTyped(source, chain, sight)
  if (!parsed) return
  for (const part of partsOf(parsed.ast)) {
    if (part.op === '.' && part.args[0].op === 'id' && part.args[0].args === 'memory') used.add(part.args[1])
    if (part.op === '[]' && part.args[0].op === 'id' && part.args[0].args === 'memory')
      for (const name of Object.keys(chain.memory)) used.add(name)
  }
}
