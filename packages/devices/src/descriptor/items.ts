/**
 * The items of a HID report descriptor (HID 1.11, 6.2.2). A short item is one prefix byte and 0, 1, 2 or 4 bytes:
 *
 * | bits of the prefix | what                                        |
 * | ------------------ | ------------------------------------------- |
 * | 0-1                | bytes of data: 0, 1, 2; 3 means 4           |
 * | 2-3                | type: 0 main, 1 global, 2 local, 3 reserved |
 * | 4-7                | tag                                         |
 *
 * A long item is `FE, bytes of data, tag, data`; none is defined, so all are skipped.
 */
export type Item = {
  type: 'main' | 'global' | 'local' | 'reserved'
  tag: number
  /** The data as an unsigned number, little endian. */
  value: number
  /** The same data as a two's complement number. */
  signed: number
  /** Bytes of data. */
  size: number
}

/** As long as Linux reads (HID_MAX_DESCRIPTOR_SIZE). */
export const LONGEST_DESCRIPTOR = 4096

const TYPES = ['main', 'global', 'local', 'reserved'] as const
const LONG_ITEM = 0xfe

/** Reads the items, as far as they are whole. `problem` says in words why the rest was left. Never throws. */
export function readItems(bytes: Uint8Array): { items: Item[]; problem?: string } {
  const items: Item[] = []
  if (bytes.length > LONGEST_DESCRIPTOR)
    return { items, problem: `${bytes.length} bytes are more than a descriptor may have (${LONGEST_DESCRIPTOR})` }
  let at = 0
  while (at < bytes.length) {
    const prefix = bytes[at] ?? 0
    if (prefix === LONG_ITEM) {
      const size = bytes[at + 1]
      if (size === undefined || at + 3 + size > bytes.length)
        return { items, problem: `the long item at byte ${at} is cut off` }
      at += 3 + size
      continue
    }
    const size = [0, 1, 2, 4][prefix & 3] ?? 0
    if (at + 1 + size > bytes.length) return { items, problem: `the item at byte ${at} is cut off` }
    let value = 0
    for (let index = size; index > 0; index--) value = value * 256 + (bytes[at + index] ?? 0)
    const half = 2 ** (8 * size - 1)
    const signed = size > 0 && value >= half ? value - 2 * half : value
    items.push({ type: TYPES[(prefix >> 2) & 3] ?? 'reserved', tag: prefix >> 4, value, signed, size })
    at += 1 + size
  }
  return { items }
}
