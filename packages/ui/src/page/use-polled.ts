import { useEffect, useMemo, useSyncExternalStore } from 'react'
import type { Clock, Ms } from '@kairos/shared/time'
import { Poll, type Polled } from './polled.ts'
import { readJson, type Reads } from './read-json.ts'

export type PolledUrl<T> = { url: string; token: string; schema: Reads<T>; every: Ms; clock: Clock }

/** Polls one address while the component is mounted and the page is seen. `schema` and `clock` must be stable. */
export function usePolled<T>(what: PolledUrl<T>): [Polled<T>, hurry: () => void] {
  const { url, token, schema, every, clock } = what
  const poll = useMemo(
    () => new Poll<T>({ clock, every, read: (signal) => readJson({ url, token, signal }, schema) }),
    [url, token, schema, every, clock],
  )
  useEffect(() => {
    const seen = () => poll.pause(document.hidden)
    seen()
    poll.start()
    document.addEventListener('visibilitychange', seen)
    return () => {
      document.removeEventListener('visibilitychange', seen)
      poll.stop()
    }
  }, [poll])
  const state = useSyncExternalStore(poll.subscribe, poll.state)
  return [state, () => poll.hurry()]
}
