import { fail, ok, type Result } from '@kairos/shared/result'
import type { DeviceEvent } from '../device-event.ts'

type Key = Extract<DeviceEvent, { is: 'key' }>['key']

/**
 * A numeric keypad or keyboard, HID boot report (HID 1.11, appendix B): 8 bytes,
 * `[modifiers, reserved, key1 .. key6]`, keys by HID usage (page 07).
 */
export const KEYPAD = { vendorId: 0x04d9, productId: 0xa02a, usagePage: 0x01, usage: 0x06, reportBytes: 8 } as const

const FIRST_KEY = 2
const USAGES = new Map<number, Key>([
  // The top row: 1E is 1 .. 26 is 9, 27 is 0; 28 Enter, 2A Backspace.
  ...(['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const).map((key, index): [number, Key] => [
    0x1e + index,
    key,
  ]),
  [0x28, 'enter'],
  [0x2a, 'erase'],
  // The keypad: 59 is 1 .. 61 is 9, 62 is 0; 58 Enter.
  ...(['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const).map((key, index): [number, Key] => [
    0x59 + index,
    key,
  ]),
  [0x58, 'enter'],
])
const USAGE_OF = new Map([...USAGES].toReversed().map(([usage, key]): [Key, number] => [key, usage]))

/** Usages that were down in the report before. */
export type Held = ReadonlySet<number>
export const NOTHING_HELD: Held = new Set()

/**
 * Decodes one report: the keys that went down since the one before. A held key is one press; more
 * keys than the report can name (usage 01) press nothing. Never throws.
 */
export function decodeKeys(held: Held, report: Uint8Array): Result<{ pressed: Key[]; held: Held }, string> {
  if (report.length !== KEYPAD.reportBytes) return fail(`${report.length} bytes, not ${KEYPAD.reportBytes}`)
  const down = new Set(report.subarray(FIRST_KEY).filter((usage) => usage > 3))
  const rolledOver = report.subarray(FIRST_KEY).includes(1)
  if (rolledOver) return ok({ pressed: [], held })
  const pressed = [...down].filter((usage) => !held.has(usage)).flatMap((usage) => USAGES.get(usage) ?? [])
  return ok({ pressed, held: down })
}

/** The reports of pressing and letting go of one key: for virtual devices and for tests. */
export function encodeKey(key: Key): [Uint8Array, Uint8Array] {
  const down = new Uint8Array(KEYPAD.reportBytes)
  down[FIRST_KEY] = USAGE_OF.get(key) ?? 0
  return [down, new Uint8Array(KEYPAD.reportBytes)]
}
