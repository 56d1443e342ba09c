import { ENDINGS, type ChainSource, type DialogueSource } from './language.ts'
import type { Finding } from './finding.ts'
import type { SourceFile } from './read.ts'

type Report = (code: string, path: readonly string[], what: string, todo: string) => void

const isEnding = (next: string) => ENDINGS.some((ending) => ending === next)

/** What can be said about a dialogue by its shape alone: every response has a next step, silence included (rule E4). */
export function checkDialogue(file: SourceFile<DialogueSource>, chain: ChainSource): Finding[] {
  const findings: Finding[] = []
  const report: Report = (code, path, what, todo) => {
    const line = file.lineOf(path)
    findings.push({ code, file: file.file, ...(line === undefined ? {} : { line }), where: path.join('.'), what, todo })
  }
  checkSteps(file.source, report)
  checkMemory(file.source, chain, report)
  return findings
}

function checkSteps(dialogue: DialogueSource, report: Report): void {
  const names = new Set(Object.keys(dialogue.steps))
  const checkNext = (path: readonly string[], next: string) => {
    if (!names.has(next) && !isEnding(next))
      report('K102', path, `there is no step "${next}"`, `Name a step, or one of ${ENDINGS.join(', ')}.`)
  }
  if (!names.has(dialogue.first))
    report('K103', ['first'], `there is no step "${dialogue.first}"`, 'Name the step that the dialogue begins with.')
  for (const [name, step] of Object.entries(dialogue.steps)) {
    if (isEnding(name)) report('K104', ['steps', name], `"${name}" names an ending`, 'Give the step another name.')
    if (step.silence === undefined)
      report('K101', ['steps', name], 'silence has no next step', 'Add silence: { after: 7d, next: over }.')
    else checkNext(['steps', name, 'silence', 'next'], step.silence.next)
    for (const [response, { next }] of Object.entries(step.asks)) {
      checkNext(['steps', name, 'asks', response, 'next'], next)
    }
  }
  // Without a first step nothing is reached, which is one mistake and not as many as there are steps.
  const reached = names.has(dialogue.first) ? reachedFrom(dialogue) : names
  for (const name of names) {
    if (!reached.has(name))
      report('K105', ['steps', name], 'nothing leads to this step', 'Lead a response to it, or take it out.')
  }
}

/** The steps that some chain of responses leads to: steps that lead only to each other are not among them. */
function reachedFrom({ first, steps }: DialogueSource): Set<string> {
  const reached = new Set([first])
  // A set hands out what is added while it is being read.
  for (const name of reached) {
    const step = steps[name]
    for (const { next } of Object.values(step?.asks ?? {})) reached.add(next)
    if (step?.silence) reached.add(step.silence.next)
  }
  return reached
}

function checkMemory(dialogue: DialogueSource, chain: ChainSource, report: Report): void {
  if (dialogue.about === undefined) return
  const entry = chain.memory[dialogue.about.most]
  if (entry?.by === undefined)
    report(
      'K106',
      ['about', 'most'],
      `memory has no "${dialogue.about.most}" that counts by a key`,
      'Name a memory entry of chain.yaml that has a "by".',
    )
}
