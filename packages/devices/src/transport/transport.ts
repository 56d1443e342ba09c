import type { Result } from '@kairos/shared/result'
import type { Cancel } from '@kairos/shared/time'
import type { DeviceInfo } from '../model.ts'

/** A device that is plugged in. */
export type Found = {
  /** Where it is opened. A path is no name: what is plugged in next may be given the path of what went. */
  path: string
  /** Tells this plugging-in from any other one, as far as the system does. */
  plug: string
  info: DeviceInfo
  /** The report descriptor, where the system hands it out. */
  descriptor?: Uint8Array
  /** Whether this process may read it; absent where only opening it tells. */
  isAllowed?: boolean
}

export type Listener = {
  /** A report. The buffer is the listener's, which zeroes it. */
  report: (bytes: Uint8Array) => void
  /** Reading is over, not by `close`: unplugged, or a fault. Once, and no report comes after it. */
  ended: (why: string) => void
}

export type Opened = {
  /** No report comes after it is called; resolves when the system has let go, which may be never. */
  close: () => Promise<void>
}

/** `refused`: the system does not let this user. */
export type OpenFailure = { is: 'refused' | 'failed'; why: string }

/** Where devices come from. Nothing of it throws or rejects; a call to the system may hang. */
export type Transport = {
  list: () => Promise<Result<Found[]>>
  /** Reports may come before it resolves. */
  open: (path: string, listener: Listener) => Promise<Result<Opened, OpenFailure>>
  /** Calls `changed` when something was plugged in or unplugged; absent where only listing tells. */
  watch?: (changed: () => void) => Cancel
}

/** What was thrown or emitted, in one line of words: node-hid emits strings as well as errors. */
export const inWords = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ').slice(0, 200)
