import type { DeviceEvent } from '@kairos/devices/device-event'
import type { Ms } from '@kairos/shared/time'
import type { ScreenInput } from '@kairos/shared/screen-state'
import type { PageShows } from '@kairos/shared/wire/page-host'

/**
 * All that main and the page say to one another, through the preload. What is said is parsed where it arrives: in main
 * (`page-link.ts`) and in the page (`ipc-link.ts`), by the schemas of `@kairos/shared`. This file itself takes nothing but
 * types from anywhere, so that the preload stays a page long.
 */
export const CHANNELS = {
  /** Main -> page. */
  frame: 'kairos:frame',
  beat: 'kairos:beat',
  wipe: 'kairos:wipe',
  /** Page -> main. */
  listening: 'kairos:listening',
  press: 'kairos:press',
  read: 'kairos:read',
  shows: 'kairos:shows',
} as const

/** How often main says that it is there; the page answers with what it shows. */
export const BEAT_EVERY: Ms = 250

/** What the page hears. A frame is not parsed yet. */
export type ShellListener = { frame: (raw: unknown) => void; beat: () => void }

/** `window.kairos`, all that the page can reach outside itself. */
export type ShellBridge = {
  send: (input: ScreenInput) => void
  read: (event: DeviceEvent) => void
  shows: (shows: PageShows) => void
  /** From now on the listener hears; the first frame comes at once. */
  listen: (listener: ShellListener) => void
}

declare global {
  interface Window {
    /** There in a shell, and in no browser. */
    readonly kairos?: ShellBridge
  }
}
