import { MINUTE, type Cancel, type Clock, type Ms } from '@kairos/shared/time'

/** Many changes within one turn are shown once. */
export function refresher(show: () => void): () => void {
  let waiting = false
  return () => {
    if (waiting) return
    waiting = true
    setImmediate(() => {
      waiting = false
      show()
    })
  }
}

/** What time alone changes (a message whose deadline passed, a visit that ended) is looked at once a minute. */
export function everyMinute(clock: Clock, then: () => void): () => void {
  let cancel: Cancel | undefined
  const arm = () => {
    cancel = clock.at(clock.now() + MINUTE, () => {
      then()
      arm()
    })
  }
  arm()
  return () => cancel?.()
}

/** Lets everybody else have a turn, for so long; 0 for one turn. */
export const waitingOn =
  (clock: Clock) =>
  (time: Ms): Promise<void> =>
    new Promise((turn) => {
      if (time > 0) clock.at(clock.now() + time, turn)
      else setImmediate(turn)
    })
