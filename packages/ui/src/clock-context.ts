import { createContext, useContext } from 'react'
import type { Clock } from '@kairos/shared/time'

const ClockContext = createContext<Clock | undefined>(undefined)

/** A page's main hands its clock down with this; nothing below reads the time itself. */
export const ClockProvider = ClockContext.Provider

export function useClock(): Clock {
  const clock = useContext(ClockContext)
  if (clock === undefined) throw new Error('this page was rendered without a clock')
  return clock
}
