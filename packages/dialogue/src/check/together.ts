import { waitsOnShelf, type ChainSource, type DialogueSource } from '../language.ts'
import type { SourceFile } from '../read.ts'
import { ownValue } from '../memory.ts'
import { checkOccasionDay } from './occasion-day.ts'
import { choice, reporter, type Report } from './reporter.ts'
import { reachedFrom } from './roads.ts'

type DialogueFile = SourceFile<DialogueSource>

/** What dialogues say of one another. */
export function checkAcross(dialogues: readonly DialogueFile[], chain: ChainSource) {
  const byName = new Map(dialogues.map((file) => [file.source.dialogue, file.source]))
  return dialogues.flatMap((file, n) => {
    const { report, findings } = reporter(file)
    checkBeginsAfter(file.source, byName, report)
    checkOccasionDay(file.source, byName, chain, report)
    const rival = dialogues.slice(0, n).find(({ source }) => areRivals(source, file.source))
    if (rival)
      report(
        'K404',
        ['dialogue'],
        `"${rival.source.dialogue}" begins just so, on the same surface, with priority ${file.source.priority} too`,
        'Give the one that matters more a higher "priority".',
      )
    return findings
  })
}

function checkBeginsAfter(
  { begins }: DialogueSource,
  byName: ReadonlyMap<string, DialogueSource>,
  report: Report,
): void {
  if (begins.when !== 'ended' && begins.when !== 'answered') return
  const before = byName.get(begins.dialogue)
  if (!before)
    return report(
      'K401',
      ['begins', 'dialogue'],
      `there is no dialogue "${begins.dialogue}"`,
      `Name ${choice([...byName.keys()])}.`,
    )
  if (begins.when === 'answered') return checkAnswer(before, begins, report)
  const comes = begins.how === 'won' || (begins.how === 'over' && before.expires !== undefined)
  if (!comes && !reachedFrom(before, [before.first]).has(begins.how))
    report(
      'K403',
      ['begins', 'how'],
      `"${begins.dialogue}" never ends as ${begins.how}`,
      `Lead a response there to ${begins.how}, or begin after another ending.`,
    )
}

function checkAnswer(
  before: DialogueSource,
  { step: name, response }: { step: string; response: string },
  report: Report,
): void {
  const step = ownValue(before.steps, name)
  const asks = step === undefined || 'branch' in step ? {} : step.asks
  if (step === undefined)
    report(
      'K402',
      ['begins', 'step'],
      `"${before.dialogue}" has no step "${name}"`,
      `Name ${choice(Object.keys(before.steps))}.`,
    )
  else if (!Object.hasOwn(asks, response))
    report(
      'K402',
      ['begins', 'response'],
      `step "${name}" of "${before.dialogue}" asks for no "${response}"`,
      `Name ${choice(Object.keys(asks))}.`,
    )
}

/** Whether two dialogues would stand side by side before the same customer, and nothing says which comes first. */
function areRivals(one: DialogueSource, other: DialogueSource): boolean {
  if (one.priority !== other.priority || JSON.stringify(one.begins) !== JSON.stringify(other.begins)) return false
  // Two audiences may well have nobody in common; only the author can tell.
  if (one.for !== other.for) return false
  const [first, second] = [ownValue(one.steps, one.first), ownValue(other.steps, other.first)]
  if (!first || !second || 'branch' in first || 'branch' in second) return false
  return first.channel === second.channel && waitsOnShelf(first.channel)
}
