import { checkChainFile, checkUnused } from './check/chain.ts'
import { isError } from './check/codes.ts'
import { checkConditions, conditionsOf } from './check/conditions.ts'
import { checkLists } from './check/lists.ts'
import { checkNames } from './check/names.ts'
import { reporter } from './check/reporter.ts'
import { checkRestraint } from './check/restraint.ts'
import { checkSteps } from './check/steps.ts'
import { checkTexts, textsOf } from './check/texts.ts'
import { checkAcross } from './check/together.ts'
import type { ChainSource, DialogueSource } from './language.ts'
import type { Finding } from './finding.ts'
import type { SourceFile } from './read.ts'

/** All that can be said about one dialogue without the others, warnings included. */
export function findingsOfDialogue(file: SourceFile<DialogueSource>, chain: ChainSource): Finding[] {
  const { report, findings } = reporter(file)
  checkSteps(file.source, report)
  checkNames(file.source, chain, report)
  checkConditions(conditionsOf(file.source, chain), chain, report)
  checkTexts(textsOf(file.source), chain, report)
  checkLists(file.source, chain, report)
  checkRestraint(file.source, chain, report)
  return findings
}

/** All that can be said about the chain's file without the dialogues, warnings included. */
export function findingsOfChain(chain: SourceFile<ChainSource>): Finding[] {
  const { report, findings } = reporter(chain)
  checkChainFile(chain.source, report)
  return findings
}

/** All that can be said about the dialogues together, once each of them could be read; warnings included. */
export function findingsTogether(
  chain: SourceFile<ChainSource>,
  dialogues: readonly SourceFile<DialogueSource>[],
): Finding[] {
  const { report, findings } = reporter(chain)
  checkUnused(
    chain.source,
    dialogues.map(({ source }) => source),
    report,
  )
  return [...findings, ...checkAcross(dialogues, chain.source)]
}

/** What keeps a dialogue from being published. */
export const checkDialogue = (file: SourceFile<DialogueSource>, chain: ChainSource): Finding[] =>
  findingsOfDialogue(file, chain).filter(isError)

/** What keeps a playbook from being published though each of its dialogues could be. */
export const checkTogether = (
  chain: SourceFile<ChainSource>,
  dialogues: readonly SourceFile<DialogueSource>[],
): Finding[] => [...findingsOfChain(chain), ...findingsTogether(chain, dialogues)].filter(isError)
