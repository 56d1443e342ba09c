import { fail, ok, type Result } from '@kairos/shared/result'
import { bytesOf } from '../ascii.ts'
import { isFramed, tracksOfFrame, unwrap } from '../idtech-frame.ts'
import type { Model } from '../model.ts'
import { UNREADABLE, wholeReports, type Tracks } from '../read.ts'
import { tracksAt, tracksIn } from '../tracks.ts'
import { SURESWIPE_LAYOUT } from './magtek-sureswipe.ts'

/**
 * ID TECH SecureMag (manual 80096504, section 10) and MiniMag (80066510), HID mode. One input report a swipe, in
 * one of three forms, told apart by their first byte and their length:
 *
 * 1. Framed, see `idtech-frame.ts`: begins with 02.
 * 2. "Other reader": 337 bytes laid out as MagTek SureSwipe's, except that encode type 3 is "other" and 4 is raw,
 *    which is encrypted.
 * 3. "ID TECH reader", 509 to 521 bytes, the output as the reader was set to edit it:
 *
 * | bytes | what                                                      |
 * | ----- | --------------------------------------------------------- |
 * | 0-6   | as in SureSwipe: status, lengths, encode type             |
 * | 7-8   | bytes of output, low byte first                           |
 * | 9-    | output: the tracks with what was set to stand around them |
 */
export const SECUREMAG = { vendorId: 0x0acd, productId: 0x2010, usagePage: 0xff00, usage: 0x01 } as const
const SECUREMAG_OTHER = { vendorId: 0x0acd, productId: 0x2020 }

const ENCODE_TYPE = 6
const RAW = 4
const OUTPUT_LENGTH = 7
const OUTPUT = 9
const EDITED_BYTES = [509, 521] as const
/** Bytes of the shortest and the longest that a framed swipe's report can be, with all that may be encrypted in it. */
const LONGEST = 2048

/** Decodes one report of any of the three forms. Never throws, never copies. */
export function decodeIdTech(report: Uint8Array): Result<Tracks | 'encrypted', string> {
  if (report.length > LONGEST) return fail(`${report.length} bytes, more than any report`)
  if (isFramed(report)) {
    const data = unwrap(report)
    return data.ok ? tracksOfFrame(data.value) : data
  }
  if (report.length === SURESWIPE_LAYOUT.bytes[0])
    return report[ENCODE_TYPE] === RAW ? ok('encrypted') : tracksAt(report, SURESWIPE_LAYOUT)
  if (report.length < EDITED_BYTES[0] || report.length > EDITED_BYTES[1])
    return fail(`${report.length} bytes are of no form`)
  if (report[ENCODE_TYPE] === RAW) return ok('encrypted')
  const length = (report[OUTPUT_LENGTH] ?? 0) + 256 * (report[OUTPUT_LENGTH + 1] ?? 0)
  if (length > report.length - OUTPUT) return fail(`${length} bytes of output in ${report.length - OUTPUT}`)
  const tracks = tracksIn(report.subarray(OUTPUT, OUTPUT + length))
  return tracks ? ok(tracks) : fail('no track in the output')
}

/** The report of the third form: for virtual devices and for tests. */
export function encodeEdited(track1: string, track2: string, track3 = ''): Uint8Array {
  const report = new Uint8Array(EDITED_BYTES[1])
  const output = bytesOf([track1, track2, track3].filter((track) => track !== '').join('\r')).subarray(
    0,
    EDITED_BYTES[1] - OUTPUT,
  )
  for (const [track, text] of [track1, track2, track3].entries()) report[3 + track] = text.length
  report[OUTPUT_LENGTH] = output.length & 0xff
  report[OUTPUT_LENGTH + 1] = output.length >> 8
  report.set(output, OUTPUT)
  return report
}

export const idTech: Model = {
  name: 'idtech-securemag',
  title: 'ID TECH SecureMag or MiniMag card reader',
  devices: [SECUREMAG, SECUREMAG_OTHER],
  fits: ({ vendorId, usagePage }) => vendorId === SECUREMAG.vendorId && usagePage === SECUREMAG.usagePage,
  reader: () =>
    wholeReports((report) => {
      const decoded = decodeIdTech(report)
      if (!decoded.ok) return [UNREADABLE]
      return decoded.value === 'encrypted' ? [{ is: 'encrypted' }] : [{ is: 'tracks', tracks: decoded.value }]
    }),
}
