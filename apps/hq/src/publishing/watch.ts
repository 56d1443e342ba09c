import type { z } from 'zod'
import { fail, ok, type Result } from '@kairos/shared/result'
import { MINUTE, SECOND, type Clock, type Ms } from '@kairos/shared/time'
import type { HqDoor } from '../import/hq-door.ts'
import type { Output } from '../import/progress-display.ts'
import { ask, type Refusal } from './hq-at-hand.ts'

const EVERY_ON_TERMINAL: Ms = 0.2 * SECOND
const EVERY_ELSEWHERE: Ms = 2 * SECOND
/** HQ may be restarted meanwhile; what is under way goes on where it was. */
const AWAY_AT_MOST: Ms = MINUTE

export type Watched<T> = {
  path: string
  schema: z.ZodType<T>
  /** How far it is, in one line, and whether that is its end. */
  line: (answer: T) => { line: string; ended: boolean }
  /** What to know if HQ stays away. */
  away: string
}

/** Shows how far something at HQ is, on one line of a terminal, until it has ended. */
export async function watch<T>(
  door: HqDoor,
  clock: Clock,
  out: Output,
  { path, schema, line: lineOf, away }: Watched<T>,
): Promise<Result<void, Refusal>> {
  const terminal = out.isTTY === true
  const every = terminal ? EVERY_ON_TERMINAL : EVERY_ELSEWHERE
  let heard = clock.now()
  for (;;) {
    const answer = await ask(door, clock, { method: 'GET', path }, schema)
    if (answer.ok) {
      heard = clock.now()
      const { line, ended } = lineOf(answer.value)
      if (ended) {
        out.write(`${terminal ? '\r\u001B[K' : ''}${line}\n`)
        return ok(undefined)
      }
      out.write(terminal ? `\r\u001B[K${line.slice(0, (out.columns ?? 80) - 1)}` : `${line}\n`)
    } else if (clock.now() - heard > AWAY_AT_MOST) {
      return fail([...answer.error, away])
    }
    await new Promise<void>((wake) => {
      clock.at(clock.now() + every, wake)
    })
  }
}
