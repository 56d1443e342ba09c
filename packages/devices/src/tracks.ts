import { fail, ok, type Result } from '@kairos/shared/result'
import { bytesOf } from './ascii.ts'
import type { Tracks } from './read.ts'

/** How a report lays its tracks out; offsets in bytes. */
export type TrackLayout = {
  /** Bytes that the report has, at the least and at the most. */
  bytes: readonly [least: number, most: number]
  /** The first of three bytes of decode status (bit 0: error), and of three bytes of length. */
  status: number
  lengths: number
  first: number
  /** The room of each track. */
  room: number
}

/**
 * Finds three tracks in a report; the failure says which byte is not as the layout has it. A track that could
 * not be decoded has no bytes. Never throws, never copies.
 */
export function tracksAt(report: Uint8Array, layout: TrackLayout): Result<Tracks, string> {
  const [least, most] = layout.bytes
  if (report.length < least || report.length > most)
    return fail(`${report.length} bytes, not ${least === most ? least : `${least} to ${most}`}`)
  const one = (track: 0 | 1 | 2): Result<{ bytes: Uint8Array; error: boolean }, string> => {
    const length = report[layout.lengths + track] ?? 0
    const error = ((report[layout.status + track] ?? 0) & 1) === 1
    if (length > layout.room)
      return fail(`byte ${layout.lengths + track}: track ${track + 1} claims ${length} bytes of ${layout.room}`)
    if (error && length > 0)
      return fail(`byte ${layout.status + track}: track ${track + 1} has an error and ${length} bytes`)
    const start = layout.first + track * layout.room
    return ok({ bytes: report.subarray(start, start + length), error })
  }
  const [first, second, third] = [one(0), one(1), one(2)]
  if (!first.ok) return first
  if (!second.ok) return second
  if (!third.ok) return third
  return ok({
    track1: first.value.bytes,
    track2: second.value.bytes,
    track3: third.value.bytes,
    errors: [first.value.error, second.value.error, third.value.error],
  })
}

/** Writes tracks as a reader would send them: for virtual devices and for tests. Longer ones are cut to their room. */
export function writeTracks(report: Uint8Array, layout: TrackLayout, tracks: readonly string[]): Uint8Array {
  for (const [track, text] of tracks.entries()) {
    const bytes = bytesOf(text).subarray(0, layout.room)
    report[layout.lengths + track] = bytes.length
    report.set(bytes, layout.first + track * layout.room)
  }
  return report
}

const START_1 = 0x25
const START_2 = 0x3b
const START_3 = 0x2b
const END = 0x3f
const STARTS = new Set([START_1, START_2, START_3])

export const isStartSentinel = (byte: number | undefined): boolean => byte !== undefined && STARTS.has(byte)

/**
 * Tracks in a row, as readers type them and as some send them: `%...?`, `;...?` and a third one that begins with
 * any sentinel (ISO/IEC 7811, AAMVA), with anything between them. Absent where there is none. Never copies.
 */
export function tracksIn(bytes: Uint8Array): Tracks | undefined {
  const found: Uint8Array[] = []
  let start = -1
  for (let at = 0; at <= bytes.length; at++) {
    const byte = bytes[at]
    if (start === -1 ? isStartSentinel(byte) : false) start = at
    else if (start !== -1 && (byte === END || at === bytes.length)) {
      found.push(bytes.subarray(start, Math.min(at + 1, bytes.length)))
      start = -1
    }
  }
  const none = bytes.subarray(0, 0)
  if (found.length === 0) return undefined
  const track1 = found.find((track) => track[0] === START_1)
  const track2 = found.find((track) => track[0] === START_2)
  const track3 = found.find((track) => track !== track1 && track !== track2)
  return { track1: track1 ?? none, track2: track2 ?? none, track3: track3 ?? none, errors: [false, false, false] }
}
