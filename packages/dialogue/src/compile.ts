import { fail, ok, type Result } from '@kairos/shared/result'
import { checkDialogue, checkTogether } from './check.ts'
import { compileCondition, type Condition } from './conditions.ts'
import { gateOf } from './gate.ts'
import type { Finding } from './finding.ts'
import { chainSchema, dialogueSchema, needsDay, type DialogueSource, type StepSource, type Text } from './language.ts'
import { assemble, readZones } from './assemble.ts'
import type { Dialogue, Playbook, Response, SlideText, Step } from './playbook.ts'
import { readSource, type SourceFile } from './read.ts'
import { compileText, type CompiledText } from './templates.ts'

/** A playbook's files, name to text: `chain.yaml` and `dialogues/*.yaml`. */
export type PlaybookFiles = Readonly<Record<string, string>>

const CHAIN_FILE = 'chain.yaml'

/** Gathers findings while compiling one file, so that an author sees all of them at once. */
export class Compiler {
  readonly findings: Finding[]
  readonly #file: SourceFile<unknown>
  readonly #language: string

  constructor(findings: Finding[], file: SourceFile<unknown>, language: string) {
    this.findings = findings
    this.#file = file
    this.#language = language
  }

  report(code: string, path: readonly (string | number)[], what: string, todo: string): void {
    const line = this.#file.lineOf(path)
    const found = { code, file: this.#file.file, where: path.join('.'), what, todo }
    this.findings.push(line === undefined ? found : { ...found, line })
  }

  text(source: Text, ...path: (string | number)[]): CompiledText {
    const text = compileText(source, this.#language)
    if (text.ok) return text.value
    this.report('K201', path, text.error, 'Mend the template.')
    return { fallback: this.#language, byLanguage: new Map(), names: new Set() }
  }

  slide(source: { title: Text; body: Text; picture?: string | undefined }, ...path: (string | number)[]): SlideText {
    return {
      title: this.text(source.title, ...path, 'title'),
      body: this.text(source.body, ...path, 'body'),
      picture: source.picture === undefined ? undefined : this.text(source.picture, ...path, 'picture'),
    }
  }

  condition(source: string | undefined, ...path: (string | number)[]): Condition | undefined {
    if (source === undefined) return undefined
    const condition = compileCondition(source)
    if (condition.ok) return condition.value
    this.report('K202', path, condition.error, 'Conditions are CEL over customer, memory, event, run, ended and now.')
    return () => false
  }
}

function compileStep(compiler: Compiler, name: string, source: StepSource): Step {
  const onReaching = { name, grants: source.grants, mode: source.mode }
  if ('branch' in source) {
    const branches = source.branch.map(({ if: condition, next }, at) => ({
      if: compiler.condition(condition, 'steps', name, 'branch', at, 'if') ?? (() => false),
      next,
    }))
    return { is: 'branch', ...onReaching, branches, otherwise: source.otherwise }
  }
  const responses = new Map<string, Response>()
  for (const [response, ask] of Object.entries(source.asks)) {
    const path = ['steps', name, 'asks', response]
    responses.set(response, {
      name: response,
      label: compiler.text(ask.label, ...path, 'label'),
      next: ask.next,
      thanks: ask.thanks === undefined ? undefined : compiler.slide(ask.thanks, ...path, 'thanks'),
    })
  }
  const { message } = source
  return {
    is: 'say',
    ...onReaching,
    wait: typeof source.wait === 'object' ? { ahead: source.wait.ahead ?? 0 } : (source.wait ?? 0),
    channel: source.channel,
    heldOnly: source.heldOnly,
    zones: source.zones && new Set<string>(source.zones),
    service: source.purpose === 'service',
    thisVisit: source.visit === 'this',
    message: compiler.slide(message, 'steps', name, 'message'),
    list: (message.list ?? []).map((line, at) => compiler.text(line, 'steps', name, 'message', 'list', at)),
    public:
      message.public === undefined ? undefined : compiler.slide(message.public, 'steps', name, 'message', 'public'),
    responses,
    // Absent silence is a finding (K101), so this stand-in never runs.
    silence: source.silence ?? { after: 0, next: 'over' },
  }
}

function compileDialogue(compiler: Compiler, source: DialogueSource): Dialogue {
  const { begins } = source
  return {
    name: source.dialogue,
    source,
    begins,
    beginsWhere: 'where' in begins ? compiler.condition(begins.where, 'begins', 'where') : undefined,
    audience: compiler.condition(source.for, 'for'),
    gate: source.for === undefined ? undefined : gateOf(source.for),
    goalWhere: compiler.condition(source.goal.where, 'goal', 'where'),
    again: source.again,
    needsDay: needsDay(source),
    steps: new Map(Object.entries(source.steps).map(([name, step]) => [name, compileStep(compiler, name, step)])),
  }
}

/**
 * Compiles a playbook. With any finding there is no playbook: what has an error cannot be published.
 */
export function compilePlaybook(version: number, files: PlaybookFiles): Result<Playbook, Finding[]> {
  const chain = readSource(CHAIN_FILE, files[CHAIN_FILE] ?? '', chainSchema)
  if (!chain.ok) return chain
  const { language } = chain.value.source
  const findings: Finding[] = []
  const dialogues = new Map<string, Dialogue>()
  const sources: SourceFile<DialogueSource>[] = []
  let unread = false
  for (const file of Object.keys(files)
    .filter((name) => /^dialogues\/[^/]+\.ya?ml$/.test(name))
    .toSorted()) {
    const read = readSource(file, files[file] ?? '', dialogueSchema)
    if (!read.ok) {
      findings.push(...read.error)
      unread = true
      continue
    }
    const { source } = read.value
    sources.push(read.value)
    findings.push(...checkDialogue(read.value, chain.value.source))
    const compiler = new Compiler(findings, read.value, language)
    if (dialogues.has(source.dialogue))
      compiler.report(
        'K107',
        ['dialogue'],
        `another file has a dialogue "${source.dialogue}" too`,
        'Give one of them another name.',
      )
    dialogues.set(source.dialogue, compileDialogue(compiler, source))
  }
  // A dialogue that cannot be read is not missing.
  if (!unread) findings.push(...checkTogether(chain.value, sources))
  const compiler = new Compiler(findings, chain.value, language)
  const playbook = assemble(version, chain.value.source, compiler, dialogues, readZones(files, compiler))
  return findings.length > 0 ? fail(findings) : ok(playbook)
}
