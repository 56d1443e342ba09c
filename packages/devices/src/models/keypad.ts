import { type Result } from '@kairos/shared/result'
import type { Key } from '../device-event.ts'
import { BOOT, encodePress, keyboardShape, NOTHING_HELD, pressedIn, type Held } from '../keyboard/keyboard-report.ts'
import { characterOf } from '../keyboard/layouts.ts'
import { keysOf } from '../keyboard/typed-reads.ts'
import { isApplication, type Model } from '../model.ts'
import type { Reader } from '../read.ts'

export { NOTHING_HELD, type Held }

/**
 * A numeric keypad, HID boot report (HID 1.11, appendix B): 8 bytes, `[modifiers, reserved, key1 .. key6]`, keys by
 * HID usage (page 07): top row 1E-27, Enter 28, Backspace 2A; keypad digits 59-62, keypad Enter 58.
 */
export const KEYPAD = { vendorId: 0x04d9, productId: 0xa02a, usagePage: 0x01, usage: 0x06, reportBytes: 8 } as const

const USAGE_OF: Record<Key, number> = {
  '0': 0x62,
  '1': 0x59,
  '2': 0x5a,
  '3': 0x5b,
  '4': 0x5c,
  '5': 0x5d,
  '6': 0x5e,
  '7': 0x5f,
  '8': 0x60,
  '9': 0x61,
  enter: 0x58,
  erase: 0x2a,
}

const keyOf = (usage: number): Key[] => {
  const character = characterOf('us', usage, 0)
  return character === undefined ? [] : keysOf(Uint8Array.of(character))
}

/**
 * Decodes one report: the keys that went down since the one before. A held key is one press; more
 * keys than the report can name (usage 01) press nothing. Never throws.
 */
export function decodeKeys(
  held: Held,
  report: Uint8Array,
  shape = BOOT,
): Result<{ pressed: Key[]; held: Held }, string> {
  const decoded = pressedIn(held, report, shape)
  if (!decoded.ok) return decoded
  const { pressed, held: down } = decoded.value
  return { ok: true, value: { pressed: pressed.flatMap(({ usage }) => keyOf(usage)), held: down } }
}

/** The reports of pressing and letting go of one key: for virtual devices and for tests. */
export const encodeKey = (key: Key): [Uint8Array, Uint8Array] => encodePress({ usage: USAGE_OF[key], modifiers: 0 })

function keypadReader(shape = BOOT): Reader {
  let held = NOTHING_HELD
  return {
    read(report) {
      const decoded = decodeKeys(held, report, shape)
      if (!decoded.ok) return []
      held = decoded.value.held
      return decoded.value.pressed.length === 0 ? [] : [{ is: 'keys', keys: decoded.value.pressed }]
    },
    due: () => undefined,
    quiet: () => [],
    wipe: () => (held = NOTHING_HELD),
  }
}

/** Keys of a keypad are pressed by people only, so none has to wait for what follows it. */
export const keypad: Model = {
  name: 'keypad',
  title: 'Numeric keypad',
  devices: [KEYPAD],
  fits: (device, descriptor) => isApplication(device, descriptor, 0x01, 0x07),
  reader: ({ descriptor }) => keypadReader(keyboardShape(descriptor)),
}
