import { z } from 'zod'
import { findingInWords } from '@kairos/dialogue/finding'
import { fail, ok, type Problem, type Result } from '@kairos/shared/result'
import type { Clock } from '@kairos/shared/time'
import { askHq, type Question } from '../import/ask-hq.ts'
import type { HqDoor } from '../import/hq-door.ts'
import { problemLine } from '../import/totals.ts'
import { findingsAnswerSchema } from './messages.ts'

const problemSchema = z.object({ problem: z.string() })

/** The lines to print for what went wrong. */
export type Refusal = readonly string[]
export const refusalOf = (problem: Problem): Refusal => [problemLine(problem)]

/** Asks HQ one thing and reads the answer; what HQ refuses comes back as lines to print, findings one a line. */
export async function ask<T>(
  door: HqDoor,
  clock: Clock,
  question: Omit<Question, 'body'> & { body?: object },
  schema: z.ZodType<T>,
  /** Put before the files' names in findings. */
  folder = '',
): Promise<Result<T, Refusal>> {
  const { body, ...rest } = question
  const answer = await askHq(door, clock, { ...rest, body: body === undefined ? undefined : JSON.stringify(body) })
  if (typeof answer === 'string') {
    const todo = 'Start HQ, or say where it is (--data <folder>, or --hq <URL> and KAIROS_TOKEN).'
    return fail(refusalOf({ code: 'hq-away', what: `HQ cannot be reached (${answer})`, where: door.url, todo }))
  }
  if (answer.status === 401)
    return fail(
      refusalOf({ code: 'hq-token', what: 'HQ does not accept the token', todo: 'Check KAIROS_TOKEN or --data.' }),
    )
  const said = read(answer.text)
  if (answer.status === 200) {
    const parsed = schema.safeParse(said)
    if (parsed.success) return ok(parsed.data)
  }
  const findings = findingsAnswerSchema.safeParse(said)
  if (findings.success)
    return fail(
      findings.data.findings.map(({ line, file, ...found }) =>
        findingInWords({ ...found, file: `${folder}${file}`, ...(line === undefined ? {} : { line }) }),
      ),
    )
  const problem = problemSchema.safeParse(said)
  const what = problem.success ? problem.data.problem : answer.text.slice(0, 300)
  return fail(refusalOf({ code: 'hq-refused', what: `HQ refused (${answer.status}): ${what}` }))
}

function read(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
