/**
 * Finds runs of digits in raw bytes, in each way in which a program might hold them: one byte a character (ASCII,
 * UTF-8), two (UTF-16), the scan codes of a keyboard's two rows of digits, and the hexadecimal text of ASCII digits.
 */
const ASCII = 0x30
const ZERO_ON_TOP = 0x27
const ZERO_ON_KEYPAD = 0x62

export type Form = 'ascii' | 'utf-16' | 'keyboard codes' | 'keypad codes' | 'hex text'
export type Finding = { form: Form; at: number; piece: string }

const ascii = (byte: number): number => (byte >= ASCII && byte <= ASCII + 9 ? byte - ASCII : -1)
/** HID usages: 1 to 9, then 0. */
const usages =
  (zero: number) =>
  (byte: number): number =>
    byte === zero ? 0 : byte >= zero - 9 && byte < zero ? byte - zero + 10 : -1
const onTop = usages(ZERO_ON_TOP)
const onKeypad = usages(ZERO_ON_KEYPAD)

/**
 * Looks at every byte that a run of `length` digits cannot step over, and only there at its neighbours: gigabytes go
 * through in seconds. `found` is told of each piece, at its place in these bytes.
 */
export function findDigits(
  bytes: Uint8Array,
  pieces: ReadonlyMap<string, unknown>,
  length: number,
  found: (finding: Finding) => void,
): void {
  for (let at = 0; at < bytes.length; at += length) {
    const byte = bytes[at] ?? 0
    if (byte === 0) {
      // The empty half of a UTF-16 digit, perhaps.
      if (ascii(bytes[at + 1] ?? 0) !== -1) lookAround(at + 1, 2, ascii, 'utf-16')
    } else if (ascii(byte) !== -1) {
      lookAround(at, 1, ascii, 'ascii')
      lookAround(at, 2, ascii, 'utf-16')
    } else if (onTop(byte) !== -1) lookAround(at, 1, onTop, 'keyboard codes')
    else if (onKeypad(byte) !== -1) lookAround(at, 1, onKeypad, 'keypad codes')
  }

  function lookAround(at: number, step: 1 | 2, digit: (byte: number) => number, form: Form): void {
    const isDigit = (place: number) => digit(bytes[place] ?? 0) !== -1 && (step === 1 || (bytes[place + 1] ?? 1) === 0)
    let first = at
    while (first - step >= 0 && isDigit(first - step)) first -= step
    let end = at
    while (end < bytes.length && isDigit(end)) end += step
    if ((end - first) / step < length) return
    let run = ''
    for (let place = first; place < end; place += step) run += String(digit(bytes[place] ?? 0))
    // Every place of a long run that is looked at would find all of it again.
    const isFirstLook = first >= at - length
    if (isFirstLook) inRun(run, first, step, form)
    if (isFirstLook && form === 'ascii')
      for (const odd of [0, 1]) inRun(unhex(run.slice(odd)), first + odd, 2, 'hex text')
  }

  function inRun(run: string, first: number, step: number, form: Form): void {
    for (let at = 0; at + length <= run.length; at++) {
      const piece = run.slice(at, at + length)
      if (pieces.has(piece)) found({ form, at: first + at * step, piece })
    }
  }
}

/** The ASCII digits that hexadecimal text stands for: `3431` is 41. What is none becomes a gap. */
const unhex = (text: string): string =>
  text.replaceAll(/(.)(.)/g, (_, high: string, low: string) => (high === '3' ? low : '-'))
