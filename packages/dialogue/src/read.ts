import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from 'yaml'
import type { z } from 'zod'
import { fail, ok, type Result } from '@kairos/shared/result'
import { closestIssues } from './check/closest-issues.ts'
import type { Finding } from './finding.ts'

type Path = readonly PropertyKey[]

/** One YAML file that keeps to its schema, and where in it each key stands. */
export type SourceFile<T> = { file: string; source: T; lineOf(path: Path): number | undefined }

/** Where a key of a map begins, or an item of a list. */
function placeOf(document: Document, path: Path): number | undefined {
  const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true)
  const pair = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1)) : undefined
  const node: unknown = pair ? pair.key : document.getIn(path, true)
  return isNode(node) ? node.range?.[0] : undefined
}

function lineFinder(document: Document, lines: LineCounter): (path: Path) => number | undefined {
  return (path) => {
    // A missing key has no place of its own: the nearest key above it is shown.
    for (let depth = path.length; depth > 0; depth--) {
      const place = placeOf(document, path.slice(0, depth))
      if (place !== undefined) return lines.linePos(place).line
    }
    return undefined
  }
}

/** A misspelt key is complained about at the map that holds it; an author looks for the key. */
const pathOf = (issue: z.core.$ZodIssue): Path =>
  issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path

/** Reads one file against a schema. Every failure is named with its line; nothing is repaired. */
export function readSource<S extends z.ZodType>(
  file: string,
  text: string,
  schema: S,
): Result<SourceFile<z.infer<S>>, Finding[]> {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  if (document.errors.length > 0) {
    return fail(
      document.errors.map((error) => ({
        code: 'K001',
        file,
        line: lines.linePos(error.pos[0]).line,
        where: '',
        what: error.message.split('\n')[0] ?? 'not YAML',
        todo: 'Mend the YAML.',
      })),
    )
  }
  const lineOf = lineFinder(document, lines)
  const parsed = schema.safeParse(document.toJS())
  if (parsed.success) return ok({ file, source: parsed.data, lineOf })
  return fail(
    closestIssues(parsed.error.issues).map((issue) => {
      const path = pathOf(issue)
      const line = lineOf(path)
      return {
        code: 'K002',
        file,
        ...(line === undefined ? {} : { line }),
        where: path.map(String).join('.'),
        what: issue.message,
        todo: 'See the language in the docs for what may stand here.',
      }
    }),
  )
}
