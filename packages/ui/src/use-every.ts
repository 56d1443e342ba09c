import { useEffect, useEffectEvent } from 'react'
import type { Cancel, Ms } from '@kairos/shared/time'
import { useClock } from './clock-context.ts'

/** Calls `then` again and again while the component is there and `active`, by the page's own clock. */
export function useEvery(interval: Ms, active: boolean, then: () => void): void {
  const clock = useClock()
  const tick = useEffectEvent(then)
  useEffect(() => {
    if (!active) return undefined
    let cancel: Cancel
    const arm = () => {
      cancel = clock.at(clock.now() + interval, () => {
        tick()
        arm()
      })
    }
    arm()
    return () => cancel()
  }, [clock, interval, active])
}
