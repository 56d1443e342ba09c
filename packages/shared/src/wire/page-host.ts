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

/**
 * What is on the glass, as the page finds it in its own document: which state, and of a message its id, once its title
 * can be seen. A shell compares it with what it should be. Of a page that nobody can see, nothing is compared.
 */
export const pageShowsSchema = z.object({
  visible: z.boolean(),
  state: z.string().max(40),
  message: z.string().max(400).exactOptional(),
})
export type PageShows = z.infer<typeof pageShowsSchema>
