import { fail, ok, type Result } from '@kairos/shared/result'
import { usageOf, type ReportDescriptor } from '../descriptor/report-descriptor.ts'

/**
 * Where a keyboard's report has its modifiers and its keys. A boot report (HID 1.11, appendix B) has 8 bytes:
 *
 * | bytes | what                                                                                           |
 * | ----- | ---------------------------------------------------------------------------------------------- |
 * | 0     | modifiers: bits 0-3 left Control, Shift, Alt, GUI; 4-7 the right ones                          |
 * | 1     | reserved                                                                                       |
 * | 2-7   | usages (page 07) of the keys that are down; 0 none, 1 more are down than can be named, 2-3 errors |
 */
export type KeyboardShape = {
  reportId: number
  bytes: number
  modifiersAt: number | undefined
  keysAt: number
  keys: number
}
export const BOOT: KeyboardShape = { reportId: 0, bytes: 8, modifiersAt: 0, keysAt: 2, keys: 6 }

const KEYBOARD_PAGE = 0x07
const LEFT_CONTROL = 0xe0
const ROLLED_OVER = 1
const LAST_ERROR = 3

/** The shape that a descriptor gives, where keys are named in whole bytes; else the boot report's. */
export function keyboardShape(descriptor: ReportDescriptor | undefined): KeyboardShape {
  const keys = descriptor?.fields.find(
    ({ kind, isArray, usage, bitSize, bitOffset }) =>
      kind === 'input' && isArray && usage >> 16 === KEYBOARD_PAGE && bitSize === 8 && bitOffset % 8 === 0,
  )
  if (!descriptor || !keys) return BOOT
  const modifiers = descriptor.fields.find(
    ({ kind, reportId, usage, bitSize, bitOffset }) =>
      kind === 'input' &&
      reportId === keys.reportId &&
      usage === usageOf(KEYBOARD_PAGE, LEFT_CONTROL) &&
      bitSize === 1 &&
      bitOffset % 8 === 0,
  )
  const report = descriptor.reports.find(({ kind, id }) => kind === 'input' && id === keys.reportId)
  return {
    reportId: keys.reportId,
    bytes: report?.bytes ?? BOOT.bytes,
    modifiersAt: modifiers && modifiers.bitOffset / 8,
    keysAt: keys.bitOffset / 8,
    keys: keys.count,
  }
}

/** Usages that were down in the report before. */
export type Held = ReadonlySet<number>
export const NOTHING_HELD: Held = new Set()

export type Pressed = { usage: number; modifiers: number }

/**
 * The keys that went down since the report before, in the order in which it names them. A held key is one press;
 * more keys than the report can name press nothing and let go of nothing. Never throws.
 */
export function pressedIn(
  held: Held,
  report: Uint8Array,
  shape = BOOT,
): Result<{ pressed: Pressed[]; held: Held }, string> {
  if (report.length !== shape.bytes) return fail(`${report.length} bytes, not ${shape.bytes}`)
  if (shape.reportId !== 0 && report[0] !== shape.reportId) return fail(`report ${report[0]}, not ${shape.reportId}`)
  const named = report.subarray(shape.keysAt, shape.keysAt + shape.keys)
  if (named.includes(ROLLED_OVER)) return ok({ pressed: [], held })
  const modifiers = shape.modifiersAt === undefined ? 0 : (report[shape.modifiersAt] ?? 0)
  const down = new Set(named.filter((usage) => usage > LAST_ERROR))
  const pressed = [...down].filter((usage) => !held.has(usage)).map((usage) => ({ usage, modifiers }))
  return ok({ pressed, held: down })
}

/** The two reports of pressing and letting go of a key: for virtual devices and for tests. */
export function encodePress({ usage, modifiers }: Pressed, shape = BOOT): [Uint8Array, Uint8Array] {
  const up = new Uint8Array(shape.bytes)
  if (shape.reportId !== 0) up[0] = shape.reportId
  const down = up.slice()
  if (shape.modifiersAt !== undefined) down[shape.modifiersAt] = modifiers
  down[shape.keysAt] = usage
  return [down, up]
}
