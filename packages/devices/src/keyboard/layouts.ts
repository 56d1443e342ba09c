/**
 * What the keys of a keyboard type, by HID usage (page 07, HID Usage Tables 1.5, section 10): without a modifier,
 * with Shift, and with AltGr. Characters of ISO 8859-1 only; dead keys type nothing.
 */
export const KEYBOARD_LAYOUTS = ['us', 'gb', 'de', 'fr'] as const
export type KeyboardLayout = (typeof KEYBOARD_LAYOUTS)[number]

export const ENTER = 0x0d
export const TAB = 0x09
export const ERASE = 0x08

type Row = readonly [usage: number, plain: string, shift: string, altGr?: string]

/** Keys in a row: each usage types the character at its place. */
const row = (first: number, plain: string, shift: string): Row[] =>
  Array.from(plain, (each, index) => [first + index, each, shift[index] ?? ''])

const US: readonly Row[] = [
  ...row(0x04, 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'),
  ...row(0x1e, '1234567890', '!@#$%^&*()'),
  ...row(0x2c, ' -=[]\\', ' _+{}|'),
  ...row(0x32, "\\;'`,./", '|:"~<>?'),
  [0x64, '\\', '|'],
]

/** The keypad, Enter, Tab and Backspace are the same everywhere. */
const EVERYWHERE: readonly Row[] = [
  ...row(0x54, '/*-+', '/*-+'),
  ...row(0x59, '1234567890.', '1234567890.'),
  ...[0x28, 0x58].map((usage): Row => [usage, String.fromCharCode(ENTER), String.fromCharCode(ENTER)]),
  [0x2a, String.fromCharCode(ERASE), String.fromCharCode(ERASE)],
  [0x2b, String.fromCharCode(TAB), String.fromCharCode(TAB)],
]

const GB: readonly Row[] = [
  [0x1f, '2', '"'],
  [0x20, '3', '£'],
  [0x31, '#', '~'],
  [0x32, '#', '~'],
  [0x34, "'", '@'],
  [0x35, '`', '¬'],
]

const DE: readonly Row[] = [
  [0x1c, 'z', 'Z'],
  [0x1d, 'y', 'Y'],
  [0x14, 'q', 'Q', '@'],
  ...row(0x1e, '123456', '!"§$%&'),
  [0x24, '7', '/', '{'],
  [0x25, '8', '(', '['],
  [0x26, '9', ')', ']'],
  [0x27, '0', '=', '}'],
  [0x2d, 'ß', '?', '\\'],
  [0x2e, '', ''],
  [0x2f, 'ü', 'Ü'],
  [0x30, '+', '*', '~'],
  [0x31, '#', "'"],
  [0x32, '#', "'"],
  [0x33, 'ö', 'Ö'],
  [0x34, 'ä', 'Ä'],
  [0x35, '^', '°'],
  [0x36, ',', ';'],
  [0x37, '.', ':'],
  [0x38, '-', '_'],
  [0x64, '<', '>', '|'],
]

const FR: readonly Row[] = [
  [0x04, 'q', 'Q'],
  [0x14, 'a', 'A'],
  [0x1a, 'z', 'Z'],
  [0x1d, 'w', 'W'],
  [0x33, 'm', 'M'],
  [0x10, ',', '?'],
  [0x1e, '&', '1'],
  [0x1f, 'é', '2', '~'],
  [0x20, '"', '3', '#'],
  [0x21, "'", '4', '{'],
  [0x22, '(', '5', '['],
  [0x23, '-', '6', '|'],
  [0x24, 'è', '7', '`'],
  [0x25, '_', '8', '\\'],
  [0x26, 'ç', '9', '^'],
  [0x27, 'à', '0', '@'],
  [0x2d, ')', '°', ']'],
  [0x2e, '=', '+', '}'],
  [0x2f, '', ''],
  [0x30, '$', '£'],
  [0x31, '*', 'µ'],
  [0x32, '*', 'µ'],
  [0x34, 'ù', '%'],
  [0x35, '²', ''],
  [0x36, ';', '.'],
  [0x37, ':', '/'],
  [0x38, '!', '§'],
  [0x64, '<', '>'],
]

type Typed = { plain: string; shift: string; altGr: string }
const tableOf = (...rows: (readonly Row[])[]): ReadonlyMap<number, Typed> =>
  new Map(rows.flat().map(([usage, plain, shift, altGr = '']) => [usage, { plain, shift, altGr }]))

const TABLES: Record<KeyboardLayout, ReadonlyMap<number, Typed>> = {
  us: tableOf(US, EVERYWHERE),
  gb: tableOf(US, GB, EVERYWHERE),
  de: tableOf(US, DE, EVERYWHERE),
  fr: tableOf(US, FR, EVERYWHERE),
}

/** Bits of a keyboard report's first byte (HID 1.11, 8.3): either Shift, and the right Alt. */
const SHIFT = 0x02 | 0x20
const ALT_GR = 0x40
const CONTROL = 0x01 | 0x10

/** The character code that a key types under these modifiers; absent for a key that types none. */
export function characterOf(layout: KeyboardLayout, usage: number, modifiers: number): number | undefined {
  if ((modifiers & CONTROL) !== 0) return undefined
  const typed = TABLES[layout].get(usage)
  const text = (modifiers & ALT_GR) !== 0 ? typed?.altGr : (modifiers & SHIFT) !== 0 ? typed?.shift : typed?.plain
  return text === undefined || text === '' ? undefined : text.charCodeAt(0)
}

/** The key and the modifiers that type a character, for virtual devices and for tests; absent where there is none. */
export function keyFor(layout: KeyboardLayout, character: string): { usage: number; modifiers: number } | undefined {
  for (const [usage, { plain, shift, altGr }] of TABLES[layout]) {
    if (plain === character) return { usage, modifiers: 0 }
    if (shift === character) return { usage, modifiers: 0x02 }
    if (altGr === character) return { usage, modifiers: ALT_GR }
  }
  return undefined
}
