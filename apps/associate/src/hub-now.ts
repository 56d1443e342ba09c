import { useState } from 'react'
import { MINUTE, type Ms } from '@kairos/shared/time'
import { useClock } from '@kairos/ui/clock-context'
import { useEvery } from '@kairos/ui/use-every'
import type { TabletView } from './tablet-store.ts'

/** The hub's time now, as far as this tablet can tell; read again every half minute. */
export function useHubNow({ state, at }: NonNullable<TabletView['heard']>): Ms {
  const clock = useClock()
  const [own, setOwn] = useState(() => clock.now())
  useEvery(MINUTE / 2, true, () => setOwn(clock.now()))
  return state.now + Math.max(0, own - at)
}
