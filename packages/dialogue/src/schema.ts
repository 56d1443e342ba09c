import { z } from 'zod'
import { chainSchema, dialogueSchema } from './language.ts'
import { CHAIN_WORDS, DIALOGUE_WORDS } from './schema-words.ts'

export type JsonSchema = z.core.JSONSchema.JSONSchema

/** What a key means, or nothing; by the longest end of its path that has words. */
function wordsFor(path: readonly string[], words: Readonly<Record<string, string>>): string | undefined {
  for (let from = 0; from < path.length; from++) {
    const end = path.slice(from)
    const found = words[end.join('.')] ?? words[end.map((part) => part.replace(/\[.*\]/, '')).join('.')]
    if (found !== undefined) return found
  }
  return undefined
}

/** The shapes that a value may have; one shape by itself is the only one. */
export const shapesOf = (schema: JsonSchema): JsonSchema[] => {
  const shapes = schema.oneOf ?? schema.anyOf
  return shapes ? shapes.flatMap((shape) => (isSchema(shape) ? shapesOf(shape) : [])) : [schema]
}

export const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null

/** Tells apart the shapes of a transition: by what `when` says. */
export function shapeName(shape: JsonSchema): string | undefined {
  const when = shape.properties?.['when']
  if (!isSchema(when)) return undefined
  return typeof when.const === 'string' ? when.const : 'event'
}

/** The schema with its keys explained, and a list of those that nobody has explained. */
function explain(
  schema: JsonSchema,
  words: Readonly<Record<string, string>>,
  path: readonly string[],
  unexplained: string[],
): JsonSchema {
  const explained = { ...schema }
  const within = (value: unknown, ...further: string[]): JsonSchema =>
    isSchema(value) ? explain(value, words, [...path, ...further], unexplained) : {}
  const among = (shapes: readonly unknown[]) =>
    shapes.filter(isSchema).map((shape) => {
      const name = shapeName(shape)
      const last = path.at(-1)
      const at = name === undefined || last === undefined ? path : [...path.slice(0, -1), `${last}[${name}]`]
      return explain(shape, words, at, unexplained)
    })
  if (schema.oneOf) explained.oneOf = among(schema.oneOf)
  if (schema.anyOf) explained.anyOf = among(schema.anyOf)
  if (isSchema(schema.items) && !Array.isArray(schema.items)) explained.items = within(schema.items, '*')
  if (isSchema(schema.additionalProperties)) explained.additionalProperties = within(schema.additionalProperties, '*')
  if (schema.properties) {
    explained.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([key, value]) => {
        const description = wordsFor([...path, key], words)
        if (description === undefined) unexplained.push([...path, key].join('.'))
        return [key, { ...(description === undefined ? {} : { description }), ...within(value, key) }]
      }),
    )
  }
  return explained
}

export type Explained = { schema: JsonSchema; unexplained: string[] }

function schemaFor(source: z.ZodType, title: string, description: string, words: Readonly<Record<string, string>>) {
  const unexplained: string[] = []
  const bare = z.toJSONSchema(source, { io: 'input', unrepresentable: 'any' })
  const schema: JsonSchema = { title, description, ...explain(bare, words, [], unexplained) }
  return { schema, unexplained }
}

/** JSON Schema of a file in `dialogues/`, for editors and for the reference. */
export const dialogueJsonSchema = (): Explained =>
  schemaFor(dialogueSchema, 'A dialogue', 'One file in dialogues/ of a Kairos playbook.', DIALOGUE_WORDS)

/** JSON Schema of `chain.yaml`. */
export const chainJsonSchema = (): Explained =>
  schemaFor(chainSchema, 'A chain', 'The file chain.yaml of a Kairos playbook.', CHAIN_WORDS)
