import { z } from 'zod'
import type { ScreenFrame, ScreenInput } from '../screen-state.ts'

/** Screen page <-> its host, over a local socket.io (or Electron's IPC): one state down, what was pressed and read up. */
export const PAGE_NAMESPACE = '/page'
export const pageAuthSchema = z.object({ token: z.string().min(1) })

export interface PageToHost {
  input: (input: ScreenInput) => void
  /** What was keyed on the glass or typed into the page, after the payment-card guard: as a device's event, which the host parses. */
  read: (event: unknown) => void
}
export interface HostToPage {
  frame: (frame: ScreenFrame) => void
}
