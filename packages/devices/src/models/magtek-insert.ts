import { fail, ok, type Result } from '@kairos/shared/result'
import type { Model } from '../model.ts'
import { UNREADABLE, wholeReports, type Tracks } from '../read.ts'
import { tracksAt, writeTracks, type TrackLayout } from '../tracks.ts'

/**
 * MagTek USB insertion reader, HID mode (manual 99875205): the layout of SureSwipe and one byte more, 338 bytes.
 *
 * | bytes | what                                                                                  |
 * | ----- | ------------------------------------------------------------------------------------- |
 * | 0-336 | as in SureSwipe                                                                       |
 * | 337   | card status; bit 0 set: read while the card went in, clear: while it was withdrawn    |
 */
export const INSERT_READER = {
  vendorId: 0x0801,
  productId: 0x0003,
  usagePage: 0xff00,
  usage: 0x01,
  reportBytes: 338,
} as const

const LAYOUT: TrackLayout = { bytes: [338, 338], status: 0, lengths: 3, first: 7, room: 110 }
const CARD_STATUS = 337

/** Decodes one report; the failure says which byte is not as the manual has it. Never throws, never copies. */
export function decodeInsert(report: Uint8Array): Result<{ tracks: Tracks; isGoingIn: boolean }, string> {
  const tracks = tracksAt(report, LAYOUT)
  if (!tracks.ok) return fail(tracks.error)
  return ok({ tracks: tracks.value, isGoingIn: ((report[CARD_STATUS] ?? 0) & 1) === 1 })
}

/** The report that such a reader would send: for virtual devices and for tests. */
export function encodeInsert(track1: string, track2: string, track3 = '', isGoingIn = false): Uint8Array {
  const report = writeTracks(new Uint8Array(INSERT_READER.reportBytes), LAYOUT, [track1, track2, track3])
  report[CARD_STATUS] = isGoingIn ? 1 : 0
  return report
}

const isEmpty = ({ track1, track2, track3, errors }: Tracks): boolean =>
  track1.length + track2.length + track3.length === 0 && !errors.includes(true)

export const insertReader: Model = {
  name: 'magtek-insert',
  title: 'MagTek insertion card reader',
  devices: [INSERT_READER],
  reader: () =>
    wholeReports((report) => {
      const decoded = decodeInsert(report)
      if (!decoded.ok) return [UNREADABLE]
      const { tracks, isGoingIn } = decoded.value
      // Half of a card is often read on its way in; it is read again, whole, when it is withdrawn.
      return isGoingIn && isEmpty(tracks) ? [] : [{ is: 'tracks', tracks }]
    }),
}
