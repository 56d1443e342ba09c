import { fail, ok, type Result } from '@kairos/shared/result'

/**
 * MagTek SureSwipe, HID mode (manual 99875191): one input report without an id, 337 bytes.
 *
 * | bytes   | what                                                        |
 * | ------- | ----------------------------------------------------------- |
 * | 0-2     | decode status of tracks 1-3; bit 0 set: error, length is 0  |
 * | 3-5     | lengths of tracks 1-3                                       |
 * | 6       | card encode type (0 ISO/ABA)                                |
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

const TRACK_BYTES = 110
const FIRST_TRACK = 7

/** What stood on a card's tracks. Views into the report: zero the report and they are gone. */
export type Tracks = { track1: Uint8Array; track2: Uint8Array; track3: Uint8Array; errors: [boolean, boolean, boolean] }

/** Decodes one report; the failure says which byte is not as the manual has it. Never throws, never copies. */
export function decodeSureSwipe(report: Uint8Array): Result<Tracks, string> {
  if (report.length !== SURESWIPE.reportBytes) return fail(`${report.length} bytes, not ${SURESWIPE.reportBytes}`)
  const errors: boolean[] = []
  const tracks: Uint8Array[] = []
  for (let track = 0; track < 3; track++) {
    const length = report[3 + track] ?? 0
    const error = ((report[track] ?? 0) & 1) === 1
    if (length > TRACK_BYTES)
      return fail(`byte ${3 + track}: track ${track + 1} claims ${length} bytes of ${TRACK_BYTES}`)
    if (error && length > 0) return fail(`byte ${track}: track ${track + 1} has an error and ${length} bytes`)
    const start = FIRST_TRACK + track * TRACK_BYTES
    errors.push(error)
    tracks.push(report.subarray(start, start + length))
  }
  const empty = new Uint8Array()
  return ok({
    track1: tracks[0] ?? empty,
    track2: tracks[1] ?? empty,
    track3: tracks[2] ?? empty,
    errors: [errors[0] === true, errors[1] === true, errors[2] === true],
  })
}

/** The report that such a reader would send for these tracks: for virtual devices and for tests. */
export function encodeSureSwipe(track1: string, track2: string, track3 = ''): Uint8Array {
  const report = new Uint8Array(SURESWIPE.reportBytes)
  for (const [track, text] of [track1, track2, track3].entries()) {
    const bytes = new TextEncoder().encode(text)
    report[3 + track] = bytes.length
    report.set(bytes.subarray(0, TRACK_BYTES), FIRST_TRACK + track * TRACK_BYTES)
  }
  return report
}
