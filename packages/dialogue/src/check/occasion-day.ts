import type { ChainSource, DialogueSource } from '../language.ts'
import { compileText } from '../templates.ts'
import { beginningEvent } from './conditions.ts'
import type { Path, Report } from './reporter.ts'
import { textsOf } from './texts.ts'

/** Whether a run may know the day of an occasion: an occasion began it, or began what went before it. */
function mayKnowDay(
  dialogue: DialogueSource,
  byName: ReadonlyMap<string, DialogueSource>,
  chain: ChainSource,
): boolean {
  const seen = new Set<DialogueSource>()
  for (let each: DialogueSource | undefined = dialogue; each && !seen.has(each);) {
    seen.add(each)
    const { begins }: DialogueSource = each
    const event = beginningEvent(each, chain)
    if (event === 'occasion' || event === 'any') return true
    each = 'dialogue' in begins ? byName.get(begins.dialogue) : undefined
    // A dialogue that is not there has its own finding.
    if ('dialogue' in begins && each === undefined) return true
  }
  return false
}

/** Where a dialogue counts on the day of an occasion. */
function placesOf(dialogue: DialogueSource, chain: ChainSource): Path[] {
  const waits = Object.entries(dialogue.steps).flatMap(([name, step]): Path[] =>
    'wait' in step && typeof step.wait === 'object' ? [['steps', name, 'wait']] : [],
  )
  const texts = textsOf(dialogue).flatMap(({ text, path }) => {
    const compiled = compileText(text, chain.language)
    return compiled.ok && compiled.value.names.has('occasion.on') ? [path] : []
  })
  return [...(dialogue.expires === 'occasion' ? [['expires']] : []), ...waits, ...texts]
}

/** What no occasion begins has no day to count back from, to end with, or to name. */
export function checkOccasionDay(
  dialogue: DialogueSource,
  byName: ReadonlyMap<string, DialogueSource>,
  chain: ChainSource,
  report: Report,
): void {
  if (mayKnowDay(dialogue, byName, chain)) return
  for (const path of placesOf(dialogue, chain))
    report(
      'K116',
      path,
      'no occasion begins this, so there is no day of one',
      'Begin with "when: occasion", or take it out.',
    )
}
