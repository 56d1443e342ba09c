import type { Field, ReportDescriptor, Usage } from './report-descriptor.ts'

/** The fields of one usage in input reports, in the order in which they stand there. */
export const inputFields = (descriptor: ReportDescriptor, usage: Usage): Field[] =>
  descriptor.fields.filter((field) => field.kind === 'input' && !field.isArray && field.usage === usage)

/** Whether a report is one in which this field stands: by its id, where reports are numbered. */
export const isIn = (field: Field, report: Uint8Array): boolean => field.reportId === 0 || report[0] === field.reportId

/**
 * An element's unsigned value, least significant bit first (HID 1.11, 5.8); absent where the report ends
 * before it, or where it has more than 32 bits.
 */
export function valueAt(report: Uint8Array, field: Field, element = 0): number | undefined {
  const start = field.bitOffset + element * field.bitSize
  if (field.bitSize > 32 || element >= field.count || start + field.bitSize > report.length * 8) return undefined
  let value = 0
  for (let bit = field.bitSize - 1; bit >= 0; bit--) {
    const at = start + bit
    value = value * 2 + (((report[at >> 3] ?? 0) >> (at & 7)) & 1)
  }
  return value
}

/** The bytes of a field of whole bytes: a view, no copy. Absent where they are no whole bytes or the report is too short. */
export function bytesAt(report: Uint8Array, field: Field): Uint8Array | undefined {
  if (field.bitSize !== 8 || field.bitOffset % 8 !== 0) return undefined
  const start = field.bitOffset / 8
  return start + field.count > report.length ? undefined : report.subarray(start, start + field.count)
}

/** Writes an element's value: for virtual devices and for tests. The field must lie within the report. */
export function writeValue(report: Uint8Array, field: Field, value: number, element = 0): void {
  const start = field.bitOffset + element * field.bitSize
  for (let bit = 0; bit < field.bitSize; bit++) {
    const at = start + bit
    const mask = 1 << (at & 7)
    const isSet = Math.floor(value / 2 ** bit) % 2 === 1
    report[at >> 3] = isSet ? (report[at >> 3] ?? 0) | mask : (report[at >> 3] ?? 0) & ~mask
  }
}
