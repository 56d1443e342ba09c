import type { Clock, Ms } from './time.ts'

/** Node's timers overflow beyond 2^31-1 ms and then fire at once. */
const LONGEST_TIMER: Ms = 2 ** 31 - 1

/** The machine's own clock. Only an app's main hands it out. */
export const systemClock: Clock = {
  now: () => Date.now(),
  at(at, then) {
    let timer: ReturnType<typeof setTimeout>
    const arm = () => {
      const wait = at - Date.now()
      timer = wait > LONGEST_TIMER ? setTimeout(arm, LONGEST_TIMER) : setTimeout(then, Math.max(0, wait))
    }
    arm()
    return () => clearTimeout(timer)
  },
}
