import type { ASTNode } from '@marcbachmann/cel-js'
import { isGateField, type Gate } from './candidates.ts'
import { syntaxOf } from './conditions.ts'

/**
 * What a condition demands of one field of the profile, where it is false for everybody whose field has another
 * value: `customer.home == 'harbour'`, alone or as one part of an `&&`.
 */
export function gateOf(condition: string): Gate | undefined {
  const syntax = syntaxOf(condition)
  return syntax && gateIn(syntax)
}

function gateIn(node: ASTNode): Gate | undefined {
  if (node.op === '&&') return gateIn(node.args[0]) ?? gateIn(node.args[1])
  if (node.op !== '==') return undefined
  const [left, right] = node.args
  return equality(left, right) ?? equality(right, left)
}

function equality(field: ASTNode, literal: ASTNode): Gate | undefined {
  if (field.op !== '.' || literal.op !== 'value' || typeof literal.args !== 'string') return undefined
  const [of, name] = field.args
  if (of.op !== 'id' || of.args !== 'customer' || !isGateField(name)) return undefined
  return { field: name, value: literal.args }
}
