import { Environment, type ASTNode } from '@marcbachmann/cel-js'
import { fail, ok, type Result } from '@kairos/shared/result'

/** What a condition may look at. Absent parts are empty maps, so that `has()` works on them. */
export type Scope = { customer: object; memory: object; event: object; run: object; ended: object; now: number }

/** A compiled condition. What is unknown (memory not there yet) makes it false, never an error (rule E11). */
export type Condition = (scope: Scope) => boolean

const environment = new Environment({ unlistedVariablesAreDyn: false })
  .registerVariable('customer', 'dyn')
  .registerVariable('memory', 'dyn')
  .registerVariable('event', 'dyn')
  .registerVariable('run', 'dyn')
  .registerVariable('ended', 'dyn')
  .registerVariable('now', 'double')

/**
 * CEL keeps whole numbers apart from doubles and adds neither to the other. All of ours come from JSON
 * and are doubles, while an author writes `memory.visits.n % 5 == 0`: without these such a condition
 * would compile and be false for ever.
 */
const arithmetic: Record<string, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
}
for (const [operator, apply] of Object.entries(arithmetic)) {
  const handle = (a: unknown, b: unknown) => apply(Number(a), Number(b))
  environment.registerOperator(`double ${operator} int`, handle).registerOperator(`int ${operator} double`, handle)
}
environment
  .registerOperator('double % double', (a: number, b: number) => a % b)
  // Its mirror, and the unequal ones, follow from it.
  .registerOperator('double == int', (a: number, b: bigint) => a === Number(b))

/** The syntax of an expression; undefined where it has none. */
export function syntaxOf(source: string): ASTNode | undefined {
  try {
    return environment.parse(source).ast
  } catch {
    return undefined
  }
}

/** Compiles a CEL expression; the failure is in the reader's words. */
export function compileCondition(source: string): Result<Condition, string> {
  let parsed
  try {
    parsed = environment.parse(source)
  } catch (error) {
    return fail(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error))
  }
  const checked = parsed.check()
  if (!checked.valid) return fail(checked.error?.message.split('\n')[0] ?? 'not a valid condition')
  if (checked.type !== 'bool' && checked.type !== 'dyn') return fail(`gives ${checked.type}, not true or false`)
  return ok((scope) => {
    const { stackTraceLimit } = Error
    try {
      // What is not there is common, and a stack that nobody reads costs more than all the rest of an evaluation.
      Error.stackTraceLimit = 0
      return parsed(scope) === true
    } catch {
      // An expression that reaches into what is not there has no answer; no answer begins nothing.
      return false
    } finally {
      Error.stackTraceLimit = stackTraceLimit
    }
  })
}
