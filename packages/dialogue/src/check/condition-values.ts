import type { ASTNode } from '@marcbachmann/cel-js'
import type { ChainSource } from '../language.ts'
import { partsOf } from './condition-types.ts'
import type { PlacedCondition } from './conditions.ts'
import { choice, type Report } from './reporter.ts'

/** What a field can be, where the chain or the shared language has a closed list of it. */
function vocabularyOf(field: string, { sight }: PlacedCondition, chain: ChainSource): readonly string[] | undefined {
  switch (field) {
    case 'customer.tier':
      return chain.tiers.length > 0 ? chain.tiers : undefined
    case 'customer.mode':
      return ['normal', ...Object.keys(chain.policy.modes)]
    case 'customer.home':
    case 'event.store':
      return Object.keys(chain.stores)
    case 'event.zone':
      return Object.keys(chain.zones)
    case 'event.strength':
      return ['held', 'claimed']
    case 'event.purpose':
      return ['marketing']
    case 'event.type':
      return sight.event === 'any' || sight.event === 'none' ? undefined : [sight.event]
    default:
      return undefined
  }
}

/** `event.store` from its tree; nothing for what is not a plain field. */
function fieldOf(node: ASTNode): string | undefined {
  if (node.op !== '.' || node.args[0].op !== 'id') return undefined
  return `${node.args[0].args}.${node.args[1]}`
}

function textsIn(node: ASTNode): string[] {
  const values = node.op === 'list' ? node.args : [node]
  return values.flatMap((value) => (value.op === 'value' && typeof value.args === 'string' ? [value.args] : []))
}

/** A condition that waits for a store, a tier or a kind that there is none of waits for ever. */
export function checkValues(condition: PlacedCondition, ast: ASTNode, chain: ChainSource, report: Report): void {
  for (const part of partsOf(ast)) {
    if (part.op !== '==' && part.op !== '!=' && part.op !== 'in') continue
    const [left, right] = part.args
    const field = fieldOf(left) ?? fieldOf(right)
    const known = field === undefined ? undefined : vocabularyOf(field, condition, chain)
    const wrong = known && [...textsIn(left), ...textsIn(right)].find((value) => !known.includes(value))
    if (field === undefined || known === undefined || wrong === undefined) continue
    report('K206', condition.path, `${field} is never "${wrong}"`, `It is ${choice(known)}.`)
  }
}
