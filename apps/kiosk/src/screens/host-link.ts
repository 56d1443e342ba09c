import type { ScreenFrame, ScreenInput } from '@kairos/shared/screen-state'

/** What the page needs of its host, whichever way they talk: a local socket in a browser, IPC in a shell. */
export interface HostLink {
  send: (input: ScreenInput) => void
}

export interface HostListener {
  frame: (frame: ScreenFrame) => void
  /** The host is gone, or says what the page cannot read. A later frame means that it is back. */
  lost: () => void
}
