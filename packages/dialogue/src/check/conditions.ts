import type { ASTNode } from '@marcbachmann/cel-js'
import { eventKindSchema, type ChainSource, type DialogueSource, type EventKind } from '../language.ts'
import { fieldsIn, parseTyped, partsOf, type Sight } from './condition-types.ts'
import { ownValue } from '../memory.ts'
import { choice, type Path, type Report } from './reporter.ts'
import { checkValues } from './condition-values.ts'

export type PlacedCondition = { source: string; path: Path; sight: Sight }

const isEventKind = (when: string): when is EventKind => eventKindSchema.options.some((kind) => kind === when)

/** Every condition of a dialogue, with what it can see where it stands. */
export function conditionsOf(dialogue: DialogueSource, chain: ChainSource): PlacedCondition[] {
  const { begins, goal } = dialogue
  const placed: PlacedCondition[] = []
  const add = (source: string | undefined, path: Path, event: Sight['event'], run: Sight['run'], ended = false) => {
    if (source !== undefined) placed.push({ source, path, sight: { event, run, ended } })
  }
  const run = isAboutSomething(dialogue) ? 'about something' : 'about nothing'
  const begun = beginningEvent(dialogue, chain)
  // An absence's condition is about what puts it off.
  const looked = begins.when === 'absence' ? begins.of : begun
  if ('where' in begins) add(begins.where, ['begins', 'where'], looked, 'none')
  add(dialogue.for, ['for'], begun, 'none', begins.when === 'ended')
  add(goal.where, ['goal', 'where'], goal.when, run)
  for (const [name, step] of Object.entries(dialogue.steps)) {
    if (!('branch' in step)) continue
    step.branch.forEach((fork, n) => add(fork.if, ['steps', name, 'branch', n, 'if'], 'none', run))
  }
  return placed
}

/** The event behind a beginning. What passing time or another dialogue begins has none. */
export function beginningEvent({ begins }: DialogueSource, chain: ChainSource): Sight['event'] {
  if (isEventKind(begins.when)) return begins.when
  if (!('memory' in begins)) return 'none'
  return ownValue(chain.memory, begins.memory)?.of ?? 'any'
}

/** A dialogue that another began is about what that one was about, and one begun by any key is about that key. */
function isAboutSomething({ about, begins }: DialogueSource): boolean {
  if (about !== undefined || begins.when === 'ended' || begins.when === 'answered') return true
  return 'key' in begins && begins.key === 'any'
}

/** What conditions name is there, and is compared with its like. */
export function checkConditions(conditions: readonly PlacedCondition[], chain: ChainSource, report: Report): void {
  for (const condition of conditions) {
    const { source, path, sight } = condition
    const parsed = parseTyped(source, chain, sight)
    if (!parsed) continue
    const { error, type } = parsed.check()
    if (error) {
      const [what] = error.message.split('\n')
      if (error.code === 'no_such_key') reportUnknown(condition, error.node, chain, report)
      else if (error.code !== 'unknown_variable') report('K202', path, inWords(what ?? ''), 'Compare like with like.')
      continue
    }
    if (type !== undefined && type !== 'bool' && type !== 'dyn')
      report('K202', path, `it gives ${typeInWords(type)}, not yes or no`, 'Compare it with something.')
    checkAsked(condition, parsed.ast, chain, report)
    checkSums(condition, parsed.ast, report)
    checkValues(condition, parsed.ast, chain, report)
  }
}

const typeInWords = (type: string | undefined): string =>
  type === 'string' ? 'text' : type === 'double' || type === 'int' ? 'a number' : `a ${type}`

/** "no such overload: double > string" says little to an author. */
function inWords(message: string): string {
  const [, left, operator, right] = /^no such overload: (\S+) (\S+) (\S+)$/.exec(message) ?? []
  if (left === undefined) return message
  return `"${operator}" between ${typeInWords(left)} and ${typeInWords(right)}`
}

const textOf = (source: string, node: { range: { start: number; end: number } }): string =>
  source.slice(node.range.start, node.range.end)

function reportUnknown(
  { source, path, sight }: PlacedCondition,
  node: unknown,
  chain: ChainSource,
  report: Report,
): void {
  const name = isSelection(node) ? textOf(source, node) : source
  const root = isSelection(node) && node.args[0].op === 'id' ? node.args[0].args : ''
  const known = fieldsIn(root, chain, sight)
  if (root === 'run' && sight.run === 'none') report('K203', path, `"${name}": there is no run yet`, 'Take it out.')
  else if (name === 'run.about')
    report('K203', path, 'this dialogue is about nothing in particular', 'Add "about", or take run.about out.')
  else if (root === 'ended' && !sight.ended)
    report(
      'K203',
      path,
      `"${name}": no run has ended here`,
      'It is there in the "for" of a dialogue that begins with "ended".',
    )
  else if (root === 'event' && sight.event === 'none')
    report('K203', path, `"${name}": there is no event here`, 'Ask memory or the customer.')
  else if (root === 'event')
    report('K203', path, `a ${sight.event} has no "${name.slice(6)}"`, `It has ${choice(known)}.`)
  else report('K203', path, `there is no "${name}"`, known.length > 0 ? `There is ${choice(known)}.` : 'Take it out.')
}

type Selection = Extract<ASTNode, { op: '.' }>
const isSelection = (node: unknown): node is Selection =>
  typeof node === 'object' && node !== null && 'op' in node && node.op === '.' && 'range' in node && 'args' in node

/** The types do not look into `has()`, which is made for what may be absent; but it has to exist somewhere. */
function checkAsked(condition: PlacedCondition, ast: ASTNode, chain: ChainSource, report: Report): void {
  for (const part of partsOf(ast)) {
    if (part.op !== 'call' || part.args[0] !== 'has') continue
    const asked = part.args[1][0]
    if (!asked) continue
    const parsed = parseTyped(textOf(condition.source, asked), chain, condition.sight)
    const error = parsed?.check().error
    if (error?.code === 'no_such_key')
      reportUnknown({ ...condition, source: textOf(condition.source, asked) }, error.node, chain, report)
  }
}

/**
 * The condition language adds a whole number on the left to what comes from JSON as if both were whole, and then finds
 * nothing equal to it.
 */
function checkSums({ source, path }: PlacedCondition, ast: ASTNode, report: Report): void {
  for (const part of partsOf(ast)) {
    if (part.op !== '==' && part.op !== '!=') continue
    const wrong = [...partsOf(part)].find((each) => isSum(each) && isWhole(each.args[0]) && !isWhole(each.args[1]))
    if (!wrong) continue
    report(
      'K204',
      path,
      `"${textOf(source, wrong)}" begins with a whole number, and is then equal to nothing`,
      'Write the number on the right: memory.visits.n + 1.',
    )
    return
  }
}

type Sum = Extract<ASTNode, { op: '+' | '-' | '*' | '/' | '%' }>
const isSum = (node: ASTNode): node is Sum => ['+', '-', '*', '/', '%'].includes(node.op)

function isWhole(node: ASTNode): boolean {
  if (node.op === 'value') return typeof node.args === 'bigint'
  if (node.op === 'rcall' || node.op === 'call') return node.args[0] === 'size'
  return isSum(node) && isWhole(node.args[0]) && isWhole(node.args[1])
}
