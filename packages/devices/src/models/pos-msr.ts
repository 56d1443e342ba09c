import { bytesOf } from '../ascii.ts'
import { bytesAt, inputFields, isIn, valueAt, writeValue } from '../descriptor/fields.ts'
import { parseReportDescriptor, usageOf, type Field, type ReportDescriptor } from '../descriptor/report-descriptor.ts'
import type { Model } from '../model.ts'
import { UNREADABLE, type Read, type Tracks } from '../read.ts'

/**
 * HID POS magnetic-stripe readers (HID Point of Sale Usage Tables 1.02, page 8E), read by usage, wherever the
 * descriptor puts the fields: no maker publishes a layout.
 *
 * | usage    | what                                                                          |
 * | -------- | ----------------------------------------------------------------------------- |
 * | 8E/01    | the device                                                                    |
 * | 8E/11-13 | lengths of tracks 1-3; without one, a track ends before the zeros that fill it |
 * | 8E/21-23 | data of tracks 1-3, bytes                                                     |
 */
export const MSR_DESCRIPTOR = Uint8Array.from(
  Buffer.from('058e0901a1018501150026ff00750895030911091209138102954f092182020195280922820201956b0923820201c0', 'hex'),
)

/** No device of this name is sold (a pid.codes test number): virtual readers go by it, with the descriptor above. */
export const VIRTUAL_MSR = { vendorId: 0x1209, productId: 0x8e01, usagePage: 0x8e, usage: 0x01 } as const

const PAGE = 0x8e
type TrackFields = { data: Field; length: Field | undefined }

/** Where a descriptor puts the tracks, first to third; all in one report. Absent where it has none of them. */
export function msrLayout(descriptor: ReportDescriptor): (TrackFields | undefined)[] | undefined {
  const all = [0x21, 0x22, 0x23].map((id) =>
    inputFields(descriptor, usageOf(PAGE, id)).find(({ bitSize, bitOffset }) => bitSize === 8 && bitOffset % 8 === 0),
  )
  const reportId = all.find((field) => field !== undefined)?.reportId
  if (reportId === undefined) return undefined
  return all.map((data, track) => {
    if (data?.reportId !== reportId) return undefined
    const lengths = inputFields(descriptor, usageOf(PAGE, 0x11 + track))
    return { data, length: lengths.find((field) => field.reportId === reportId) }
  })
}

/** The bytes of one track: a view; absent where the report does not hold what it says. */
function trackIn(report: Uint8Array, fields: TrackFields | undefined): Uint8Array | undefined {
  if (!fields) return report.subarray(0, 0)
  const bytes = bytesAt(report, fields.data)
  const length = fields.length ? valueAt(report, fields.length) : bytes && bytes.findLastIndex((byte) => byte !== 0) + 1
  return bytes === undefined || length === undefined || length > bytes.length ? undefined : bytes.subarray(0, length)
}

/** Decodes one report by usage; absent where it does not hold what it says. Never throws, never copies. */
export function decodeMsr(report: Uint8Array, layout: (TrackFields | undefined)[]): Tracks | undefined {
  const [track1, track2, track3] = [0, 1, 2].map((track) => trackIn(report, layout[track]))
  return track1 && track2 && track3 && { track1, track2, track3, errors: [false, false, false] }
}

/** The report that a reader of this descriptor would send: for virtual devices and for tests. */
export function encodeMsr(tracks: readonly string[], descriptor = parseReportDescriptor(MSR_DESCRIPTOR)): Uint8Array {
  const layout = msrLayout(descriptor)
  const data = layout?.find((fields) => fields !== undefined)?.data
  if (!layout || !data) throw new Error('the descriptor has no room for a track')
  const bytes = descriptor.reports.find(({ kind, id }) => kind === 'input' && id === data.reportId)?.bytes ?? 0
  const report = new Uint8Array(bytes)
  if (data.reportId !== 0) report[0] = data.reportId
  for (const [track, fields] of layout.entries()) {
    const text = bytesOf(tracks[track] ?? '').subarray(0, fields?.data.count)
    if (!fields) continue
    for (const [index, byte] of text.entries()) writeValue(report, fields.data, byte, index)
    if (fields.length) writeValue(report, fields.length, text.length)
  }
  return report
}

export const posMsr: Model = {
  name: 'hid-pos-msr',
  title: 'HID POS magnetic-stripe reader',
  devices: [VIRTUAL_MSR],
  fits: ({ usagePage }, descriptor) => (descriptor ? msrLayout(descriptor) !== undefined : usagePage === PAGE),
  reader: ({ descriptor }) => {
    const layout = msrLayout(descriptor ?? parseReportDescriptor(MSR_DESCRIPTOR))
    const data = layout?.find((fields) => fields !== undefined)?.data
    const read = (report: Uint8Array): Read[] => {
      if (!layout || !data || !isIn(data, report)) return []
      const tracks = decodeMsr(report, layout)
      return [tracks ? { is: 'tracks', tracks } : UNREADABLE]
    }
    return { read, due: () => undefined, quiet: () => [], wipe: () => {} }
  },
}
