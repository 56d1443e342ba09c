import type { Result } from '@kairos/shared/result'
import type { Model } from '../model.ts'
import { UNREADABLE, wholeReports, type Tracks } from '../read.ts'
import { tracksAt, writeTracks, type TrackLayout } from '../tracks.ts'

/**
 * MagTek SureSwipe, HID mode (manual 99875191): one input report without an id, 337 bytes.
 *
 * | bytes   | what                                                        |
 * | ------- | ----------------------------------------------------------- |
 * | 0-2     | decode status of tracks 1-3; bit 0 set: error, length is 0  |
 * | 3-5     | lengths of tracks 1-3                                       |
 * | 6       | card encode type (0 ISO/ABA, 1 AAMVA, 2 CADL, 3 blank, 4 other, 5 undetermined, 6 none) |
 * | 7-116   | track 1, sentinels included                                 |
 * | 117-226 | track 2                                                     |
 * | 227-336 | track 3                                                     |
 */
export const SURESWIPE = {
  vendorId: 0x0801,
  productId: 0x0002,
  usagePage: 0xff00,
  usage: 0x01,
  reportBytes: 337,
} as const

export const SURESWIPE_LAYOUT: TrackLayout = { bytes: [337, 337], status: 0, lengths: 3, first: 7, room: 110 }

/** Decodes one report; the failure says which byte is not as the manual has it. Never throws, never copies. */
export const decodeSureSwipe = (report: Uint8Array): Result<Tracks, string> => tracksAt(report, SURESWIPE_LAYOUT)

/** The report that such a reader would send for these tracks: for virtual devices and for tests. */
export const encodeSureSwipe = (track1: string, track2: string, track3 = ''): Uint8Array =>
  writeTracks(new Uint8Array(SURESWIPE.reportBytes), SURESWIPE_LAYOUT, [track1, track2, track3])

export const sureSwipe: Model = {
  name: 'magtek-sureswipe',
  title: 'MagTek SureSwipe card reader',
  devices: [SURESWIPE],
  reader: () =>
    wholeReports((report) => {
      const tracks = decodeSureSwipe(report)
      return [tracks.ok ? { is: 'tracks', tracks: tracks.value } : UNREADABLE]
    }),
}
