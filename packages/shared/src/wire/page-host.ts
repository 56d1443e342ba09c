import { z } from 'zod'
import type { ScreenFrame, ScreenInput } from '../screen-state.ts'

/** Screen page <-> its host, over a local socket.io (or Electron's IPC): one state down, what was pressed up. */
export const PAGE_NAMESPACE = '/page'
export const pageAuthSchema = z.object({ token: z.string().min(1) })

export interface PageToHost {
  input: (input: ScreenInput) => void
}
export interface HostToPage {
  frame: (frame: ScreenFrame) => void
}
