import { fail, ok, type Result } from '@kairos/shared/result'
import { checkDialogue } from './check.ts'
import { compileCondition, type Condition } from './conditions.ts'
import type { Finding } from './finding.ts'
import {
  chainSchema,
  dialogueSchema,
  type ChainSource,
  type DialogueSource,
  type StepSource,
  type Text,
} from './language.ts'
import type { Dialogue, Playbook, Response, SlideText, Step } from './playbook.ts'
import { readSource, type SourceFile } from './read.ts'
import { compileText, type CompiledText } from './templates.ts'

/** A playbook's files, name to text: `chain.yaml` and `dialogues/*.yaml`. */
export type PlaybookFiles = Readonly<Record<string, string>>

const CHAIN_FILE = 'chain.yaml'

/** Gathers findings while compiling one file, so that an author sees all of them at once. */
class Compiler {
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
    return { fallback: this.#language, byLanguage: new Map() }
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
    this.report('K202', path, condition.error, 'Conditions are CEL over customer, memory, event, run and now.')
    return () => false
  }
}

function compileStep(compiler: Compiler, name: string, source: StepSource): Step {
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
    name,
    channel: source.channel,
    heldOnly: source.heldOnly,
    message: compiler.slide(message, 'steps', name, 'message'),
    public:
      message.public === undefined ? undefined : compiler.slide(message.public, 'steps', name, 'message', 'public'),
    responses,
    // Absent silence is a finding (K101), so this stand-in never runs.
    silence:
      source.silence === undefined
        ? { after: 0, next: 'over' }
        : { after: source.silence.after, next: source.silence.next },
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
    goalWhere: compiler.condition(source.goal.where, 'goal', 'where'),
    again: source.again,
    steps: new Map(Object.entries(source.steps).map(([name, step]) => [name, compileStep(compiler, name, step)])),
  }
}

/** Groups dialogues by what begins them; the order is the one of the files' names, everywhere. */
function group(dialogues: Iterable<Dialogue>, key: (dialogue: Dialogue) => string | undefined) {
  const groups = new Map<string, Dialogue[]>()
  for (const dialogue of dialogues) {
    const name = key(dialogue)
    if (name === undefined) continue
    const group = groups.get(name)
    if (group) group.push(dialogue)
    else groups.set(name, [dialogue])
  }
  return groups
}

function assemble(version: number, chain: ChainSource, compiler: Compiler, dialogues: ReadonlyMap<string, Dialogue>) {
  const compileNames = (names: Record<string, Text>, where: string) =>
    new Map(Object.entries(names).map(([name, text]) => [name, compiler.text(text, where, name)]))
  const zoneNames = Object.fromEntries(Object.entries(chain.zones).map(([zone, { name }]) => [zone, name]))
  const caps = new Map<string, { most: number; per: number }[]>()
  for (const { channel, most, per } of chain.policy.caps) {
    caps.set(channel, [...(caps.get(channel) ?? []), { most, per }])
  }
  return {
    version,
    chain,
    dialogues,
    beginsOn: group(dialogues.values(), ({ begins }) =>
      begins.when === 'absence' || begins.when === 'ended' ? undefined : begins.when,
    ),
    absences: [...dialogues.values()].filter(({ begins }) => begins.when === 'absence'),
    beginsAfter: group(dialogues.values(), ({ begins }) =>
      begins.when === 'ended' ? `${begins.dialogue}/${begins.how}` : undefined,
    ),
    memory: new Map(Object.entries(chain.memory)),
    caps,
    categories: compileNames(chain.categories, 'categories'),
    zones: compileNames(zoneNames, 'zones'),
    general: chain.general.map((slide, at) => compiler.slide(slide, 'general', at)),
  } satisfies Playbook
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
  for (const file of Object.keys(files)
    .filter((name) => /^dialogues\/[^/]+\.ya?ml$/.test(name))
    .toSorted()) {
    const read = readSource(file, files[file] ?? '', dialogueSchema)
    if (!read.ok) {
      findings.push(...read.error)
      continue
    }
    const { source } = read.value
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
  const playbook = assemble(version, chain.value.source, new Compiler(findings, chain.value, language), dialogues)
  return findings.length > 0 ? fail(findings) : ok(playbook)
}
