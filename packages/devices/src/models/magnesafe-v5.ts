import { fail, ok, type Result } from '@kairos/shared/result'
import type { Model } from '../model.ts'
import { UNREADABLE, wholeReports, type Tracks } from '../read.ts'
import { tracksAt, writeTracks, type TrackLayout } from '../tracks.ts'

/**
 * MagTek MagneSafe V5 (Dynamag and others), HID mode (manual 99875475): one input report without an id. What it
 * ends with differs with the firmware; nothing past the encryption status is read.
 *
 * | bytes   | what                                                                                    |
 * | ------- | --------------------------------------------------------------------------------------- |
 * | 0-2     | decode status of tracks 1-3; bit 0 set: error                                           |
 * | 3-5     | lengths of tracks 1-3                                                                   |
 * | 6       | card encode type                                                                        |
 * | 7-118   | track 1; encrypted, or in the clear where the status says so                            |
 * | 119-230 | track 2                                                                                 |
 * | 231-342 | track 3                                                                                 |
 * | 343     | card status                                                                             |
 * | 344-492 | MagnePrint and the serial number of the device: not read                                |
 * | 493-494 | reader encryption status, high byte first; encrypted only if bits 1 and 2 are both set  |
 * | 495-    | key counter, masked tracks, session: not read                                           |
 */
export const MAGNESAFE_V5 = {
  vendorId: 0x0801,
  productId: 0x0011,
  usagePage: 0xff00,
  usage: 0x01,
  reportBytes: 856,
} as const

const LAYOUT: TrackLayout = { bytes: [495, 1024], status: 0, lengths: 3, first: 7, room: 112 }
const ENCRYPTION_STATUS = 494
const KEY_INJECTED = 1 << 1
const ENCRYPTION_ENABLED = 1 << 2

/** Decodes one report; `encrypted` where the tracks are cipher text. Never throws, never copies. */
export function decodeMagneSafe(report: Uint8Array): Result<Tracks | 'encrypted', string> {
  const status = report[ENCRYPTION_STATUS]
  if (status === undefined) return fail(`${report.length} bytes do not reach the encryption status`)
  const both = KEY_INJECTED | ENCRYPTION_ENABLED
  if ((status & both) === both) return ok('encrypted')
  return tracksAt(report, LAYOUT)
}

/** The report that such a reader would send: for virtual devices and for tests. */
export function encodeMagneSafe(track1: string, track2: string, track3 = '', isEncrypted = false): Uint8Array {
  const report = writeTracks(new Uint8Array(MAGNESAFE_V5.reportBytes), LAYOUT, [track1, track2, track3])
  report[ENCRYPTION_STATUS] = isEncrypted ? KEY_INJECTED | ENCRYPTION_ENABLED : 0
  return report
}

export const magneSafeV5: Model = {
  name: 'magtek-magnesafe-v5',
  title: 'MagTek MagneSafe V5 card reader',
  devices: [MAGNESAFE_V5],
  reader: () =>
    wholeReports((report) => {
      const decoded = decodeMagneSafe(report)
      if (!decoded.ok) return [UNREADABLE]
      return decoded.value === 'encrypted' ? [{ is: 'encrypted' }] : [{ is: 'tracks', tracks: decoded.value }]
    }),
}
