import { createContext, useContext } from 'react'
import type { ScreenFrame } from '@kairos/shared/screen-state'
import type { Press } from './host-link.ts'
import type { Texts } from './texts/texts.ts'

export interface ScreenTools {
  frame: ScreenFrame
  texts: Texts
  send: (press: Press) => void
}

const ScreenContext = createContext<ScreenTools | undefined>(undefined)

export const ScreenProvider = ScreenContext.Provider

export function useScreen(): ScreenTools {
  const tools = useContext(ScreenContext)
  if (tools === undefined) throw new Error('a screen was rendered outside its page')
  return tools
}
