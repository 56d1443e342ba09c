import { useEffect, useEffectEvent, type RefObject } from 'react'
import type { ScreenFrame, ScreenInput } from '@kairos/shared/screen-state'
import { SECOND, type Ms } from '@kairos/shared/time'
import { useEvery } from '@kairos/ui/use-every'
import { renderedOn } from './on-the-glass.ts'

const SAID_EVERY: Ms = 5 * SECOND

/** Says what the page has really rendered: at each change, two painted frames after it, and every few seconds. */
export function useRendered(
  frame: ScreenFrame,
  glass: RefObject<HTMLElement | null>,
  send: (input: ScreenInput) => void,
): void {
  const say = useEffectEvent((_shown: ScreenFrame) => {
    if (glass.current !== null) send(renderedOn(glass.current))
  })
  useEvery(SAID_EVERY, true, () => say(frame))
  useEffect(() => {
    let request = requestAnimationFrame(() => {
      request = requestAnimationFrame(() => say(frame))
    })
    return () => cancelAnimationFrame(request)
  }, [frame])
}
