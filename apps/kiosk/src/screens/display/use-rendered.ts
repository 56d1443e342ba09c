import { useEffect, useEffectEvent, useRef, type RefObject } from 'react'
import type { ScreenFrame, ScreenInput } from '@kairos/shared/screen-state'
import { SECOND, type Ms } from '@kairos/shared/time'
import { useEvery } from '@kairos/ui/use-every'
import { renderedOn } from './on-the-glass.ts'

const SAID_EVERY: Ms = 5 * SECOND

/**
 * Says what the page has really rendered: every few seconds, and two painted frames after the host's frame, if that
 * changed anything. A host may answer what it hears with the same frame again; that is not to go round and round.
 */
export function useRendered(
  frame: ScreenFrame,
  glass: RefObject<HTMLElement | null>,
  send: (input: ScreenInput) => void,
): void {
  const last = useRef('')
  const say = useEffectEvent((when: 'always' | 'changed', _shown: ScreenFrame) => {
    if (glass.current === null) return
    const rendered = renderedOn(glass.current)
    const written = JSON.stringify(rendered)
    if (when === 'changed' && written === last.current) return
    last.current = written
    send(rendered)
  })
  useEvery(SAID_EVERY, true, () => say('always', frame))
  useEffect(() => {
    let request = requestAnimationFrame(() => {
      request = requestAnimationFrame(() => say('changed', frame))
    })
    return () => cancelAnimationFrame(request)
  }, [frame])
}
