import { VARIABLES } from './templates.ts'
import { chainJsonSchema, dialogueJsonSchema, isSchema, shapeName, shapesOf, type JsonSchema } from './schema.ts'

const DURATION = '^[1-9]\\d{0,4}[smhdw]$'
const NAME = '^[a-z][a-z0-9-]{0,39}$'
const TIME_OF_DAY = '^([01]\\d|2[0-3]):[0-5]\\d$'
/** Keys whose text is a condition; their schema says no more than that they are text. */
const CONDITIONS = new Set(['where', 'for', 'if'])

const isText = (shapes: readonly JsonSchema[]): boolean =>
  shapes.length === 2 && shapes[0]?.type === 'string' && isSchema(shapes[1]?.additionalProperties)

function stringInWords(key: string, { enum: values, const: only, pattern }: JsonSchema): string {
  if (values) return values.map((value) => `\`${String(value)}\``).join(', ')
  if (only !== undefined) return `\`${String(only)}\``
  if (pattern === DURATION) return 'a length of time'
  if (pattern === NAME) return 'a name'
  if (pattern === TIME_OF_DAY) return 'a time of day'
  return CONDITIONS.has(key) ? 'a condition' : 'text'
}

function numberInWords({ minimum, exclusiveMinimum, maximum, const: only }: JsonSchema): string {
  if (only !== undefined) return `\`${String(only)}\``
  const least = minimum ?? (typeof exclusiveMinimum === 'number' ? exclusiveMinimum + 1 : undefined)
  if (maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER)
    return least === undefined ? 'a number' : `a number from ${least}`
  return `${least ?? 0} to ${maximum}`
}

/** What may stand at a key, in words. */
function valueInWords(key: string, schema: JsonSchema): string {
  const shapes = shapesOf(schema)
  if (isText(shapes)) return 'a text'
  const words = shapes.map((shape) => {
    if (shape.type === 'string') return stringInWords(key, shape)
    if (shape.type === 'number' || shape.type === 'integer') return numberInWords(shape)
    if (shape.type === 'boolean') return '`true` or `false`'
    if (shape.type === 'array' && isSchema(shape.items) && !Array.isArray(shape.items))
      return shape.items.type === 'object' ? 'a list; see below' : `a list of: ${valueInWords(key, shape.items)}`
    if (isSchema(shape.additionalProperties)) {
      const each = valueInWords(key, shape.additionalProperties)
      return each === 'see below' ? 'by name; see below' : `by name: ${each}`
    }
    return 'see below'
  })
  return [...new Set(words)].join(', or ')
}

function standing(key: string, parent: JsonSchema, schema: JsonSchema): string {
  if (parent.required?.includes(key)) return 'needed'
  const { default: usual } = schema
  return ['string', 'number', 'boolean'].includes(typeof usual)
    ? `\`${JSON.stringify(usual).replaceAll('"', '')}\``
    : ''
}

const cell = (text: string): string => text.replaceAll('|', '\\|')

function table(shape: JsonSchema): string[] {
  const rows = Object.entries(shape.properties ?? {}).flatMap(([key, value]) => {
    if (!isSchema(value)) return []
    const cells = [`\`${key}\``, valueInWords(key, value), standing(key, shape, value), value.description ?? '']
    return [`| ${cells.map(cell).join(' | ')} |`]
  })
  return ['| key | what may stand there | if left out | what it means |', '| --- | --- | --- | --- |', ...rows, '']
}

/** The objects at a key, however deep they lie in lists and names. */
function objectsAt(schema: JsonSchema, path: string): { shape: JsonSchema; path: string }[] {
  return shapesOf(schema).flatMap((shape) => {
    if (shape.properties) return [{ shape, path }]
    if (isSchema(shape.items) && !Array.isArray(shape.items)) return objectsAt(shape.items, `${path}.*`)
    return isSchema(shape.additionalProperties) ? objectsAt(shape.additionalProperties, `${path}.*`) : []
  })
}

function headingOf(path: string, shape: JsonSchema, alone: boolean): string {
  const name = shapeName(shape)
  if (alone) return `### \`${path}\``
  if (name === undefined) return `### \`${path}\` with \`${shape.required?.[0] ?? ''}\``
  return `### \`${path}\` ${name === 'event' ? 'on an event' : `with \`when: ${name}\``}`
}

/** One table for each object of the language, from the outermost in. */
function sections(schema: JsonSchema, path: string, known: Set<string>): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    if (!isSchema(value)) return []
    const objects = objectsAt(value, path === '' ? key : `${path}.${key}`)
    return objects.flatMap(({ shape, path: at }) => {
      const shown = table(shape)
      const heading = headingOf(at, shape, objects.length === 1)
      // The same shape under another path is told once, where it came first.
      const same = JSON.stringify(shape.properties)
      if (known.has(same)) return [heading, '', 'As above.', '']
      known.add(same)
      return [heading, '', ...shown, ...sections(shape, at, known)]
    })
  })
}

const part = (title: string, schema: JsonSchema): string[] => [
  `## ${title}`,
  '',
  ...table(schema),
  ...sections(schema, '', new Set()),
]

/** `docs/authors/reference.md`. */
export const referencePage = (): string =>
  [
    '# Reference: every key',
    '',
    'Made from the schema of the language; the [language by example](language.md) explains how the keys go together.',
    '',
    '- **a name**: lower-case letters, digits and dashes, beginning with a letter, at most 40.',
    '- **a text**: one text in the chain’s own language, or one for each language: `{ en: Hello, de: Guten Tag }`. Liquid inside; it may say ' +
      `${VARIABLES.map((name) => `\`{{ ${name} }}\``).join(', ')}.`,
    '- **a length of time**: `30s`, `15m`, `12h`, `7d` or `4w`. A day is 24 hours, always.',
    '- **a condition**: CEL over `customer`, `memory`, `event`, `run`, `ended` and `now`. What is not known makes it false.',
    '- `*` stands for any name, or for each of a list.',
    '',
    ...part('A dialogue: `dialogues/<name>.yaml`', dialogueJsonSchema().schema),
    ...part('The chain: `chain.yaml`', chainJsonSchema().schema),
  ].join('\n')
