import { useState, useSyncExternalStore } from 'react'
import { SECOND, type Ms } from '@kairos/shared/time'
import { useEvery } from '@kairos/ui/use-every'

const SLIDE_TIME: Ms = 12 * SECOND

const still = () => matchMedia('(prefers-reduced-motion: reduce)')
const subscribe = (changed: () => void) => {
  const asked = still()
  asked.addEventListener('change', changed)
  return () => asked.removeEventListener('change', changed)
}

/** Whether the reader prefers that nothing moves by itself. Where nobody can be asked, nothing moves. */
export const usePrefersStill = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => still().matches,
    () => true,
  )

/** The number of the slide to show, of `count`: slowly round and round, or always the first for those who prefer it still. */
export function useSlideRotation(count: number): number {
  const prefersStill = usePrefersStill()
  const [turn, setTurn] = useState(0)
  const moves = count > 1 && !prefersStill
  useEvery(SLIDE_TIME, moves, () => setTurn((turn) => turn + 1))
  return moves ? turn % count : 0
}
