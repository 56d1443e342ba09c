import { findingsOfChain, findingsOfDialogue, findingsTogether } from '../check.ts'
import { compilePlaybook, type PlaybookFiles } from '../compile.ts'
import type { Finding, RatedFinding } from '../finding.ts'
import { chainSchema, dialogueSchema } from '../language.ts'
import { readSource } from '../read.ts'
import { rated } from './codes.ts'

const CHAIN_FILE = 'chain.yaml'

const isDialogueFile = (name: string): boolean => /^dialogues\/[^/]+\.ya?ml$/.test(name)

/**
 * Everything that is wrong or doubtful with a playbook, in the order of its files and lines. What cannot be read is
 * told for every file, even where chain.yaml is broken; what depends on chain.yaml only when it can be read.
 */
export function checkPlaybook(files: PlaybookFiles): RatedFinding[] {
  const chain = readSource(CHAIN_FILE, files[CHAIN_FILE] ?? '', chainSchema)
  const read = Object.keys(files)
    .filter(isDialogueFile)
    .map((file) => readSource(file, files[file] ?? '', dialogueSchema))
  const dialogues = read.flatMap((each) => (each.ok ? [each.value] : []))
  const findings = read.flatMap((each) => (each.ok ? [] : each.error))
  if (chain.ok) {
    const compiled = compilePlaybook(1, files)
    findings.push(...(compiled.ok ? [] : compiled.error))
    findings.push(...dialogues.flatMap((file) => findingsOfDialogue(file, chain.value.source)))
    findings.push(...findingsOfChain(chain.value))
    // A dialogue that cannot be read is not missing.
    if (dialogues.length === read.length) findings.push(...findingsTogether(chain.value, dialogues))
  } else findings.push(...chain.error)
  return onceEach(findings).map(rated).toSorted(inOrder)
}

/** The compiler has told some of them already. */
function onceEach(findings: readonly Finding[]): Finding[] {
  const known = new Map(findings.map((finding) => [[finding.code, finding.file, finding.where].join(' '), finding]))
  return [...known.values()]
}

const inOrder = (a: Finding, b: Finding): number =>
  (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || (a.line ?? 0) - (b.line ?? 0) || (a.code < b.code ? -1 : 1)
