import { ENDINGS, type DialogueSource, type StepSource } from '../language.ts'
import type { Ms } from '@kairos/shared/time'
import { ownValue } from '../memory.ts'
import type { Path } from './reporter.ts'

/** One way from a step to the next. */
export type Road = {
  to: string
  path: Path
  /** How long it takes to go: exact for silence and branches, not to be told for a response. */
  takes: Ms | undefined
}

export const isEnding = (next: string): boolean => ENDINGS.some((ending) => ending === next)

/** Every way out of a step. */
export function roadsFrom(name: string, step: StepSource): Road[] {
  const at = (...path: (string | number)[]): Path => ['steps', name, ...path]
  if ('branch' in step) {
    const forks = step.branch.map(({ next }, n) => ({ to: next, path: at('branch', n, 'next'), takes: 0 }))
    return [...forks, { to: step.otherwise, path: at('otherwise'), takes: 0 }]
  }
  const answers = Object.entries(step.asks).map(([response, { next }]) => ({
    to: next,
    path: at('asks', response, 'next'),
    takes: undefined,
  }))
  if (!step.silence) return answers
  return [...answers, { to: step.silence.next, path: at('silence', 'next'), takes: step.silence.after }]
}

/** The steps and endings that some chain of roads leads to, the ones it starts from included. */
export function reachedFrom(dialogue: DialogueSource, from: readonly string[]): Set<string> {
  const reached = new Set(from)
  // A set hands out what is added while it is being read.
  for (const name of reached) {
    const step = ownValue(dialogue.steps, name)
    if (step) for (const { to } of roadsFrom(name, step)) reached.add(to)
  }
  return reached
}
