/** What a bar-code is, as far as it matters to us. `gs1` is any symbology whose data are GS1 elements. */
export const SYMBOLOGIES = [
  'ean13',
  'ean8',
  'upcA',
  'upcE',
  'gs1',
  'qr',
  'dataMatrix',
  'aztec',
  'pdf417',
  'code128',
  'code39',
  'codabar',
  'itf',
  'other',
] as const
export type Symbology = (typeof SYMBOLOGIES)[number]

const BRACKET = 0x5d

/** By the AIM code character (ISO/IEC 15424). `E` covers EAN and UPC, which their lengths tell apart. */
const BY_CODE: Record<string, Symbology> = {
  A: 'code39',
  C: 'code128',
  d: 'dataMatrix',
  F: 'codabar',
  I: 'itf',
  L: 'pdf417',
  Q: 'qr',
  z: 'aztec',
}
/** With these modifiers the data are GS1 elements (GS1 General Specifications, 5.1.2). */
const GS1 = new Set(['C1', 'e0', 'e1', 'e2', 'd2', 'Q3', 'J1'])

/** The two characters after the bracket of an AIM identifier, `]cm`; absent where the bytes are none. */
export const aimOf = (bytes: Uint8Array): string | undefined =>
  bytes.length >= 3 && bytes[0] === BRACKET ? String.fromCharCode(bytes[1] ?? 0, bytes[2] ?? 0) : undefined

/** Which family an AIM identifier names: `ean` still needs the number of digits to tell EAN from UPC. */
export function symbologyOf(aim: string): Symbology | 'ean' {
  if (GS1.has(aim)) return 'gs1'
  if (aim.startsWith('E')) return 'ean'
  return BY_CODE[aim.charAt(0)] ?? 'other'
}
