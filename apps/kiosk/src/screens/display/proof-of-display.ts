import { useEffect, useEffectEvent, type RefObject } from 'react'
import type { MessageRef } from '@kairos/shared/ids'
import type { ScreenInput } from '@kairos/shared/screen-state'
import { isOnTheGlass } from './on-the-glass.ts'

/**
 * Tells the host when a message has really been painted, and when it went away. The second of two
 * animation frames after the commit comes when the first one's paint has been handed to the glass.
 * The component that uses this stands for one message: it is keyed by the message's id.
 */
export function useProofOfDisplay(
  message: MessageRef,
  title: RefObject<HTMLElement | null>,
  send: (input: ScreenInput) => void,
): void {
  const isSeen = useEffectEvent(() => isOnTheGlass(title.current))
  const say = useEffectEvent((on: boolean) => send(on ? { press: 'painted', ref: message } : { press: 'painted' }))
  useEffect(() => {
    let request = 0
    let proven = false
    const look = () => {
      if (proven || !isSeen()) return
      proven = true
      say(true)
    }
    const prove = () => {
      cancelAnimationFrame(request)
      request = requestAnimationFrame(() => {
        request = requestAnimationFrame(look)
      })
    }
    const withdraw = () => {
      cancelAnimationFrame(request)
      if (proven) say(false)
      proven = false
    }
    const onVisibility = () => (document.visibilityState === 'visible' ? prove() : withdraw())
    prove()
    document.addEventListener('visibilitychange', onVisibility)
    return () => {
      document.removeEventListener('visibilitychange', onVisibility)
      withdraw()
    }
  }, [])
}
