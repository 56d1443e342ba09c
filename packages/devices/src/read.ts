import type { DeviceEvent, Key } from './device-event.ts'

/** What stood on a card's tracks, sentinels included: views into the report, so that zeroing it is the end of them. */
export type Tracks = { track1: Uint8Array; track2: Uint8Array; track3: Uint8Array; errors: [boolean, boolean, boolean] }

/**
 * What a model's reader found in a report. It still holds whatever was on the card or in the code, and never
 * leaves the device process: only the payment-card guard makes events of it. Its bytes are views that are
 * zeroed as soon as it has.
 */
export type Read =
  | { is: 'tracks'; tracks: Tracks }
  /** A scan: the three characters of the AIM symbology identifier (none if the scanner does not say), and the data. */
  | { is: 'scan'; aim: Uint8Array; data: Uint8Array }
  /** What a wedge typed, or an RFID reader (`isTag`); part of it may be missing where it is not whole. */
  | { is: 'typed'; bytes: Uint8Array; isTag: boolean; isWhole: boolean }
  /** Keys that somebody pressed. */
  | { is: 'keys'; keys: Key[] }
  | Extract<DeviceEvent, { is: 'encrypted' | 'unreadable' | 'paymentCard' }>

/** Reads the reports of one device, in order. Time is an argument: nothing here knows what time it is. */
export type Reader = {
  /** `at` is when the report arrived, in ms. Never throws, whatever the bytes are. */
  read: (report: Uint8Array, at: number) => Read[]
  /** When silence alone decides something; then call `quiet`. */
  due: () => number | undefined
  quiet: (at: number) => Read[]
  /** Forgets what is half read, its bytes zeroed. */
  wipe: () => void
}

/** A reader of a device whose every report is whole. */
export const wholeReports = (read: (report: Uint8Array) => Read[]): Reader => ({
  read,
  due: () => undefined,
  quiet: () => [],
  wipe: () => {},
})

export const UNREADABLE: Read = { is: 'unreadable' }
