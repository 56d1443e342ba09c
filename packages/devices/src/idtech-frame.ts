import { fail, ok, type Result } from '@kairos/shared/result'
import { bytesOf } from './ascii.ts'
import type { Tracks } from './read.ts'

/**
 * ID TECH's framing of a swipe (SecureMag manual 80096504, section 10): `02, LenL, LenH, data, LRC, SUM, 03`, LRC the
 * exclusive or of all data, SUM its sum modulo 256. Whatever follows the 03 fills the report. The data, in bytes of
 * the frame:
 *
 * | bytes | what                                                                                         |
 * | ----- | -------------------------------------------------------------------------------------------- |
 * | 3     | encode type: 0 ISO/ABA, 1 AAMVA, 3 other, 4 raw; bit 7 set: enhanced, clear: original framing |
 * | 4     | bits 0-2: tracks 1-3 decoded or not there; bits 3-5: there was something on them             |
 * | 5-7   | lengths of tracks 1-3 in the clear, or masked                                                |
 * | 8     | enhanced only: bits 0-2, tracks sent in the clear or masked                                  |
 * | 9     | enhanced only: bits 0-2, tracks sent encrypted; 3-5 hashed; 6 session id; 7 key serial number |
 * | 10-   | the tracks (from byte 8 in original framing), then whatever is encrypted                     |
 *
 * In original framing nothing says that tracks are encrypted, except that more follows the clear ones.
 */
const STX = 0x02
const ETX = 0x03
const RAW = 4
const ENHANCED = 0x80
const LEAST_DATA = 5

export const isFramed = (report: Uint8Array): boolean => report[0] === STX

/** Unwraps a frame: a view of its data. The failure says which byte is wrong. Never throws. */
export function unwrap(report: Uint8Array): Result<Uint8Array, string> {
  if (report[0] !== STX) return fail('byte 0 begins no frame')
  const length = (report[1] ?? 0) + 256 * (report[2] ?? 0)
  const end = 3 + length
  if (report.length < end + 3) return fail(`a frame of ${length} bytes in a report of ${report.length}`)
  const data = report.subarray(3, end)
  let lrc = 0
  let sum = 0
  for (const byte of data) {
    lrc ^= byte
    sum = (sum + byte) & 0xff
  }
  if (report[end] !== lrc) return fail(`byte ${end} is not the exclusive or of the data`)
  if (report[end + 1] !== sum) return fail(`byte ${end + 1} is not the sum of the data`)
  if (report[end + 2] !== ETX) return fail(`byte ${end + 2} ends no frame`)
  return ok(data)
}

/** The tracks in a frame's data, or that they are encrypted. Never throws, never copies. */
export function tracksOfFrame(data: Uint8Array): Result<Tracks | 'encrypted', string> {
  const type = data[0] ?? 0
  const isEnhanced = (type & ENHANCED) !== 0
  const first = isEnhanced ? LEAST_DATA + 2 : LEAST_DATA
  if (data.length < first) return fail(`${data.length} bytes of data, not ${first} at the least`)
  const lengths = [data[2] ?? 0, data[3] ?? 0, data[4] ?? 0]
  const sent = isEnhanced ? (data[5] ?? 0) : 7
  const clear = lengths.map((length, track) => ((sent >> track) & 1 ? length : 0))
  const total = clear.reduce((sum, length) => sum + length, 0)
  const isEncrypted = isEnhanced ? (data[6] ?? 0) !== 0 : data.length > first + total
  if ((type & ~ENHANCED) === RAW || isEncrypted) return ok('encrypted')
  if (data.length < first + total) return fail(`tracks of ${total} bytes in ${data.length - first}`)
  const status = data[1] ?? 0
  let at = first
  const next = (track: 0 | 1 | 2) => {
    const start = at
    at += clear[track] ?? 0
    return data.subarray(start, at)
  }
  const failed = (track: number) => ((status >> track) & 1) === 0 && ((status >> (track + 3)) & 1) === 1
  return ok({ track1: next(0), track2: next(1), track3: next(2), errors: [failed(0), failed(1), failed(2)] })
}

/** A frame around some data: for virtual devices and for tests. */
export function wrap(data: Uint8Array): Uint8Array {
  const lrc = data.reduce((all, byte) => all ^ byte, 0)
  const sum = data.reduce((all, byte) => (all + byte) & 0xff, 0)
  return Uint8Array.of(STX, data.length & 0xff, data.length >> 8, ...data, lrc, sum, ETX)
}

/** What a reader would send for a swipe in the clear, or for one whose tracks it encrypts (made-up cipher text). */
export function encodeFrame(tracks: readonly string[], isEnhanced = true, isEncrypted = false): Uint8Array {
  const bytes = [0, 1, 2].map((track) => bytesOf(tracks[track] ?? ''))
  const present = bytes.reduce((bits, track, index) => bits | (track.length > 0 ? 1 << index : 0), 0)
  const head = [isEnhanced ? ENHANCED : 0, 7 | (present << 3), ...bytes.map((track) => track.length)]
  const flags = isEnhanced ? [present, isEncrypted ? present : 0] : []
  const cipher = isEncrypted ? Array.from({ length: 24 }, (_, index) => (index * 37 + 11) & 0xff) : []
  return wrap(Uint8Array.of(...head, ...flags, ...bytes.flatMap((track) => [...track]), ...cipher))
}
