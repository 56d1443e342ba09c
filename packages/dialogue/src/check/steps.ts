import { ENDINGS, type DialogueSource } from '../language.ts'
import { ownValue } from '../memory.ts'
import type { Report } from './reporter.ts'
import { isEnding, reachedFrom, roadsFrom } from './roads.ts'

/** Every response has a next step, silence included (rule E4), and every step is on some road that ends. */
export function checkSteps(dialogue: DialogueSource, report: Report): void {
  const names = new Set(Object.keys(dialogue.steps))
  if (!names.has(dialogue.first))
    report('K103', ['first'], `there is no step "${dialogue.first}"`, 'Name the step that the dialogue begins with.')
  for (const [name, step] of Object.entries(dialogue.steps)) {
    if (isEnding(name)) report('K104', ['steps', name], `"${name}" names an ending`, 'Give the step another name.')
    if (!('branch' in step) && step.silence === undefined)
      report('K101', ['steps', name], 'silence has no next step', 'Add silence: { after: 7d, next: over }.')
    for (const { to, path } of roadsFrom(name, step)) {
      if (!names.has(to) && !isEnding(to))
        report('K102', path, `there is no step "${to}"`, `Name a step, or one of ${ENDINGS.join(', ')}.`)
    }
    checkWait(dialogue, name, report)
  }
  checkReached(dialogue, names, report)
  checkBranchCircles(dialogue, report)
  checkWayOut(dialogue, report)
}

function checkWait({ steps, expires }: DialogueSource, name: string, report: Report): void {
  const step = ownValue(steps, name)
  // What is counted back from an occasion's day is not known before there is one.
  if (!step || 'branch' in step || typeof step.wait !== 'number' || typeof expires !== 'number') return
  if (step.wait < expires) return
  report(
    'K113',
    ['steps', name, 'wait'],
    'the run has expired before this message goes out',
    'Make "wait" shorter or "expires" longer.',
  )
}

function checkReached(dialogue: DialogueSource, names: ReadonlySet<string>, report: Report): void {
  // Without a first step nothing is reached, which is one mistake and not as many as there are steps.
  const reached = names.has(dialogue.first) ? reachedFrom(dialogue, [dialogue.first]) : names
  for (const name of names) {
    if (!reached.has(name))
      report('K105', ['steps', name], 'nothing leads to this step', 'Lead a response to it, or take it out.')
  }
}

/** A circle of steps that say nothing has nothing that waits. It is named once, at its first step. */
function checkBranchCircles({ steps }: DialogueSource, report: Report): void {
  const known = new Set<string>()
  for (const start of Object.keys(steps)) {
    const trail = [start]
    const seen = new Set<string>()
    let round = false
    for (let name = trail.pop(); name !== undefined; name = trail.pop()) {
      const step = ownValue(steps, name)
      if (!step || !('branch' in step) || seen.has(name)) continue
      seen.add(name)
      for (const { to } of roadsFrom(name, step)) {
        if (to === start) round = true
        trail.push(to)
      }
    }
    if (!round || known.has(start)) continue
    for (const name of seen) known.add(name)
    report(
      'K108',
      ['steps', start],
      'branches lead from here back to here without a wait',
      'Put a step that says something into the circle, or lead a branch out of it.',
    )
  }
}

/** Steps from which no road leads to an ending. Named once, where an author would look first. */
function checkWayOut(dialogue: DialogueSource, report: Report): void {
  if (dialogue.expires !== undefined) return
  for (const name of reachedFrom(dialogue, [dialogue.first])) {
    const step = ownValue(dialogue.steps, name)
    // A step that lacks silence, or leads nowhere, has its own finding.
    if (!step || [...reachedFrom(dialogue, [name])].some((each) => isEnding(each) || !leadsOn(dialogue, each))) continue
    report(
      'K109',
      ['steps', name],
      'nothing but the goal ends this: the steps from here on lead only to each other',
      'Lead a response or silence to an ending, or give the dialogue "expires".',
    )
    return
  }
}

function leadsOn({ steps }: DialogueSource, name: string): boolean {
  const step = ownValue(steps, name)
  return step !== undefined && ('branch' in step || step.silence !== undefined)
}
