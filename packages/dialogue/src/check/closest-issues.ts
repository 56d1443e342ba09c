import type { z } from 'zod'

type Issue = z.core.$ZodIssue

/**
 * What is wrong where one of several shapes was expected: the complaints of the shape that comes closest, each with its
 * own path. "Invalid input" at a whole step says nothing to an author who misspelt one key of it.
 */
export function closestIssues(issues: readonly Issue[]): Issue[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'invalid_union') return [issue]
    const shapes = issue.errors.map((each) => closestIssues(each))
    const [closest] = shapes.toSorted((a, b) => distance(a) - distance(b))
    if (!closest || closest.length === 0) return [issue]
    return closest.map((each) => ({ ...each, path: [...issue.path, ...each.path] }))
  })
}

/** A shape whose keys are there is nearer than one that knows none of them; each key too much counts by itself. */
const distance = (issues: readonly Issue[]): number =>
  issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0)
