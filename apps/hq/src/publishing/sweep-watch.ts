import { summarySchema, type SweepProgress } from '@kairos/shared/hq-views'
import { fail, ok, type Result } from '@kairos/shared/result'
import { MINUTE, SECOND, type Clock, type Ms } from '@kairos/shared/time'
import type { HqDoor } from '../import/hq-door.ts'
import { counted, type Output } from '../import/progress-display.ts'
import { ask, type Refusal } from './hq-at-hand.ts'

const EVERY_ON_TERMINAL: Ms = 0.2 * SECOND
const EVERY_ELSEWHERE: Ms = 2 * SECOND
/** HQ may be restarted meanwhile; the sweep goes on where it was. */
const AWAY_AT_MOST: Ms = MINUTE

export const sweepLine = ({ done, of }: SweepProgress): string =>
  `Filling memory: ${counted(done)} of ${counted(of)} customers (${of === 0 ? 100 : Math.floor((100 * done) / of)} %)`

/** Shows how far the sweep is, on one line of a terminal, until it has ended. */
export async function watchSweep(door: HqDoor, clock: Clock, out: Output): Promise<Result<void, Refusal>> {
  const terminal = out.isTTY === true
  const every = terminal ? EVERY_ON_TERMINAL : EVERY_ELSEWHERE
  let heard = clock.now()
  for (;;) {
    const summary = await ask(door, clock, { method: 'GET', path: '/v1/summary' }, summarySchema)
    if (summary.ok) {
      heard = clock.now()
      const { sweep } = summary.value
      if (!sweep) {
        out.write(`${terminal ? '\r\u001B[K' : ''}All memory is filled.\n`)
        return ok(undefined)
      }
      out.write(terminal ? `\r\u001B[K${sweepLine(sweep).slice(0, (out.columns ?? 80) - 1)}` : `${sweepLine(sweep)}\n`)
    } else if (clock.now() - heard > AWAY_AT_MOST) {
      return fail([...summary.error, 'The version is published; the sweep goes on when HQ runs again.'])
    }
    await new Promise<void>((wake) => {
      clock.at(clock.now() + every, wake)
    })
  }
}
