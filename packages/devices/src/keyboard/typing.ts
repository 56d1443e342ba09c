import { BOOT, encodePress, type KeyboardShape } from './keyboard-report.ts'
import { keyFor, type KeyboardLayout } from './layouts.ts'

/**
 * The reports that a keyboard sends for a text, each key pressed and let go: for virtual devices and for tests.
 * Enter is `\r`, Tab `\t`, Backspace `\b`; what the layout has no key for is left out.
 */
export const encodeTyping = (text: string, layout: KeyboardLayout = 'us', shape: KeyboardShape = BOOT): Uint8Array[] =>
  Array.from(text).flatMap((character) => {
    const key = keyFor(layout, character)
    return key ? encodePress(key, shape) : []
  })
