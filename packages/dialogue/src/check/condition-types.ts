import { Environment, type ASTNode, type ParseResult } from '@marcbachmann/cel-js'
import { z } from 'zod'
import { customerSchema, memoryEntrySchema, runSchema } from '@kairos/shared/customer'
import { eventSchema, profileSchema } from '@kairos/shared/event'
import type { ChainSource, EventKind } from '../language.ts'

/** What a condition at one place of a playbook can see. Everywhere it sees the customer, and what time it is. */
export type Sight = {
  /** The kind of event there is; `none` where there is none, `any` where it cannot be told. */
  event: EventKind | 'none' | 'any'
  /** Whether there is a run, and whether it is about something or may be. */
  run: 'none' | 'about nothing' | 'about something'
  /** Whether the ending of another run begins this. */
  ended: boolean
}

type JsonSchema = z.core.JSONSchema.JSONSchema

/** The fields of an object of the shared language, from its schema: there is no second list of them. */
const fieldsOf = (schema: z.ZodType): Record<string, JsonSchema | boolean> =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }).properties ?? {}

const EVENT_FIELDS = new Map(
  eventSchema.options.map((option): [string, Record<string, JsonSchema | boolean>] => [
    option.shape.type.value,
    fieldsOf(option),
  ]),
)
const [TALLY, BY_KEY] = memoryEntrySchema.options

/** The customer as conditions see her: her profile, and what the policy has done for her. */
function customerFields(): Record<string, JsonSchema | boolean> {
  const { mode, incentives } = fieldsOf(customerSchema)
  return { ...fieldsOf(profileSchema), ...(mode && { mode }), ...(incentives && { incentives }) }
}

/** Registers an object and what is inside it as types of the condition language; gives the type's name. */
function registerObject(types: Environment, name: string, fields: Record<string, JsonSchema | boolean>): string {
  const known = Object.entries(fields).map(([key, field]): [string, string] => [
    key,
    typeOf(types, `${name}_${key}`, field),
  ])
  types.registerType(name, { fields: Object.fromEntries(known) })
  return name
}

function typeOf(types: Environment, name: string, schema: JsonSchema | boolean): string {
  if (typeof schema === 'boolean') return 'dyn'
  // What comes from JSON is a double, whole or not.
  if (schema.type === 'number' || schema.type === 'integer') return 'double'
  if (schema.type === 'boolean') return 'bool'
  if (schema.type === 'string') return 'string'
  if (typeof schema.const === 'string') return 'string'
  if (schema.type === 'array') {
    const { items } = schema
    return items === undefined || Array.isArray(items) ? 'list' : `list<${typeOf(types, name, items)}>`
  }
  if (schema.type === 'object' && schema.properties) return registerObject(types, name, schema.properties)
  if (schema.type === 'object' && schema.additionalProperties !== undefined)
    return `map<string, ${typeOf(types, name, schema.additionalProperties)}>`
  return 'dyn'
}

const stand = () => 0

/** The arithmetic that conditions run with, for its types only. */
function baseTypes(): Environment {
  const types = new Environment({ unlistedVariablesAreDyn: false })
  for (const operator of ['+', '-', '*', '/', '%'])
    types.registerOperator(`double ${operator} int`, stand).registerOperator(`int ${operator} double`, stand)
  return types.registerOperator('double % double', stand).registerOperator('double == int', () => true)
}

function typesOf(chain: ChainSource, sight: Sight): Environment {
  const types = baseTypes()
  registerObject(types, 'Tally', fieldsOf(TALLY))
  registerObject(types, 'ByKey', fieldsOf(BY_KEY))
  registerObject(types, 'Person', customerFields())
  const memory = Object.entries(chain.memory).map(([name, { by }]) => [name, by === undefined ? 'Tally' : 'ByKey'])
  types.registerType('Memory', { fields: Object.fromEntries(memory) })
  const { about, ...run } = fieldsOf(runSchema)
  const runFields =
    sight.run === 'none' ? {} : sight.run === 'about nothing' || about === undefined ? run : { ...run, about }
  registerObject(types, 'Run', runFields)
  registerObject(types, 'Ended', sight.ended ? fieldsOf(runSchema) : {})
  registerObject(types, 'Event', EVENT_FIELDS.get(sight.event) ?? {})
  return types
    .registerVariable('customer', 'Person')
    .registerVariable('memory', 'Memory')
    .registerVariable('run', 'Run')
    .registerVariable('ended', 'Ended')
    .registerVariable('event', sight.event === 'any' ? 'dyn' : 'Event')
    .registerVariable('now', 'double')
}

/** A chain's types are made once for each sight: a playbook has many conditions. */
const made = new WeakMap<ChainSource, Map<string, Environment>>()

/** Parses with the types of what can be seen there; absent when it is no expression at all. */
export function parseTyped(source: string, chain: ChainSource, sight: Sight): ParseResult | undefined {
  const ofChain = made.get(chain) ?? new Map<string, Environment>()
  made.set(chain, ofChain)
  const key = `${sight.event}/${sight.run}/${sight.ended}`
  const types = ofChain.get(key) ?? typesOf(chain, sight)
  ofChain.set(key, types)
  try {
    return types.parse(source)
  } catch {
    // It has been named by the compiler (K202).
    return undefined
  }
}

/** What a chain's memory, a kind of event, and so on can be asked for, for an author to choose from. */
export function fieldsIn(root: string, chain: ChainSource, sight: Sight): string[] {
  if (root === 'memory') return Object.keys(chain.memory)
  if (root === 'customer') return Object.keys(customerFields())
  if (root === 'event') return Object.keys(EVENT_FIELDS.get(sight.event) ?? {})
  if (root === 'ended' && sight.ended) return Object.keys(fieldsOf(runSchema))
  return []
}

/** All parts of an expression, the whole included. */
export function* partsOf(node: ASTNode): Generator<ASTNode> {
  yield node
  const nested: unknown[] = [node.args]
  for (const part of nested) {
    if (isNode(part)) yield* partsOf(part)
    // Arguments come as lists, and lists of lists.
    else if (Array.isArray(part)) nested.push(...part)
  }
}

const isNode = (part: unknown): part is ASTNode =>
  typeof part === 'object' && part !== null && 'op' in part && 'args' in part && 'range' in part

/** Whether an event of this kind carries a field. */
export const hasField = (kind: EventKind, field: string): boolean => Object.hasOwn(EVENT_FIELDS.get(kind) ?? {}, field)
