import type { DeviceEvent, Key } from '@kairos/devices/device-event'
import type { ScreenFrame, ScreenInput } from '@kairos/shared/screen-state'

/** What is pressed on the glass. Keys of a number go through the payment-card guard before anything leaves the page. */
export type Press = ScreenInput | { press: 'key'; key: Key }

/** What the page needs of its host, whichever way they talk: a local socket in a browser, IPC in a shell. */
export interface HostLink {
  send: (input: ScreenInput) => void
  /** What was keyed or typed, as the guard let it pass. */
  read: (event: DeviceEvent) => void
}

export interface HostListener {
  frame: (frame: ScreenFrame) => void
  /** The host is gone, or says what the page cannot read. A later frame means that it is back. */
  lost: () => void
}
