/** A list that she takes along: so many lines of so many characters are read on glass at a glance. */
export const MOST_LINES = 6
export const LONGEST_LINE = 32
/**
 * What a QR code of version 10 with medium error correction holds: 57 modules on a side. On the smallest glass of ours
 * (a cart's of 7 inches) a module is then more than half a millimetre wide, which a telephone reads at arm's length.
 */
export const MOST_BYTES_OF_LIST = 213

/** What stands in the code of a list: plain text, so that no server is asked for it, and nothing leads back to her. */
export const listInCode = (title: string, lines: readonly string[]): string => [title, ...lines].join('\n')

/** Whether a telephone reads the code of this list at arm's length. */
export const fitsCode = (title: string, lines: readonly string[]): boolean =>
  new TextEncoder().encode(listInCode(title, lines)).length <= MOST_BYTES_OF_LIST
