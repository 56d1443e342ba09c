import { z } from 'zod'
import { fail, ok, type Problem, type Result } from '@kairos/shared/result'
import { SECOND, type Clock, type Ms } from '@kairos/shared/time'
import { askHq, type Answer } from './ask-hq.ts'
import { batchBody, type Batch } from './batches.ts'
import type { HqDoor } from './hq-door.ts'
import { importProgressSchema, type ImportProgress } from './progress.ts'

/** Pauses between attempts; after the last of them an import gives up. */
const PAUSES: readonly Ms[] = [0.5, 1, 2, 4, 8, 15, 15, 15].map((seconds) => seconds * SECOND)
/** As much of HQ's own words as is shown. */
const WORDS = 300

const progressAnswer = z.object({ progress: importProgressSchema })
const storedAnswer = z.object({ stored: z.int().nonnegative(), duplicates: z.int().nonnegative() })
export type Stored = z.infer<typeof storedAnswer>

/**
 * HQ's imports over HTTP. Every request may be repeated: events that HQ has count as duplicates, and progress
 * only moves on. What passes (no connection, 5xx, 429) is tried again with longer and longer pauses.
 */
export class HqImports {
  readonly #door: HqDoor
  readonly #clock: Clock
  readonly #say: (words: string) => void

  constructor(door: HqDoor, clock: Clock, say: (words: string) => void) {
    this.#door = door
    this.#clock = clock
    this.#say = say
  }

  /** What HQ has of this import; undefined: nothing. */
  async progress(id: string): Promise<Result<ImportProgress | undefined>> {
    const answer = await this.#ask('GET', id)
    if (!answer.ok) return answer
    if (answer.value.status === 404) return ok(undefined)
    const read = this.#read(answer.value, progressAnswer)
    return read.ok ? ok(read.value.progress) : read
  }

  /** Sends one batch; HQ stores its events and its progress in one transaction. */
  async store(id: string, batch: Batch): Promise<Result<Stored>> {
    const answer = await this.#ask('POST', id, batchBody(batch))
    return answer.ok ? this.#read(answer.value, storedAnswer) : answer
  }

  #read<T>({ status, text }: Answer, schema: z.ZodType<T>): Result<T> {
    if (status !== 200) return fail(refusal(status, text))
    try {
      const parsed = schema.safeParse(JSON.parse(text))
      if (parsed.success) return ok(parsed.data)
    } catch {
      // Not JSON at all: the same answer as for JSON of another shape.
    }
    return fail({
      code: 'hq-answer',
      what: `HQ's answer cannot be understood: ${text.slice(0, WORDS)}`,
      todo: 'Is this the address of a Kairos HQ of the same version?',
    })
  }

  async #ask(method: 'GET' | 'POST', id: string, body?: string): Promise<Result<Answer>> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await askHq(this.#door, this.#clock, { method, path: `/v1/imports/${id}`, body })
      const passing = typeof answer === 'string' || answer.status >= 500 || answer.status === 429
      if (!passing) return ok(answer)
      const why = typeof answer === 'string' ? `HQ cannot be reached (${answer})` : `HQ answers ${answer.status}`
      const pause = PAUSES[attempt - 1]
      if (pause === undefined) {
        return fail({
          code: 'hq-away',
          what: `${why}, tried ${attempt} times`,
          where: this.#door.url,
          todo: 'Nothing is lost. When HQ runs again, run the same command: it goes on where HQ stopped.',
        })
      }
      this.#say(`${why}; trying again in ${pause / SECOND} s (attempt ${attempt + 1} of ${PAUSES.length + 1}).`)
      await new Promise<void>((wake) => {
        this.#clock.at(this.#clock.now() + pause, wake)
      })
    }
  }
}

function refusal(status: number, text: string): Problem {
  const said = text.slice(0, WORDS)
  if (status === 401 || status === 403) {
    return { code: 'hq-token', what: `HQ does not accept the token (${status})`, todo: 'Check KAIROS_TOKEN or --data.' }
  }
  if (status === 409) {
    return {
      code: 'hq-gap',
      what: 'HQ has less of this import than it had confirmed (was it restored from a backup?)',
      todo: 'Run the same command again: it goes on from what HQ has now.',
    }
  }
  return { code: 'hq-refused', what: `HQ refused the batch (${status}): ${said}`, todo: 'Nothing of it was stored.' }
}
