import { KEYPAD } from '@kairos/devices/models/keypad'
import { SURESWIPE } from '@kairos/devices/models/magtek-sureswipe'
import type { UhidModel } from './uhid.ts'

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex'))

/** MagTek SureSwipe: usage FF00/01, 337 bytes in, a feature report of 24, no ids (manual 99875191, chapter 4). */
export const sureSwipe: UhidModel = {
  name: 'MagTek USB Swipe Reader',
  vendor: SURESWIPE.vendorId,
  product: SURESWIPE.productId,
  descriptor: bytes(`06 00 FF 09 01 A1 01 15 00 26 FF 00 75 08
    09 20 09 21 09 22 09 28 09 29 09 2A 09 38 95 07 81 02
    09 30 95 6E 82 02 01 09 31 95 6E 82 02 01 09 32 95 6E 82 02 01
    09 20 95 18 B2 02 01 C0`),
}

/**
 * A HID POS bar-code scanner, usage 8C/02. The descriptor is ours, of the HID POS usages, for the 64 bytes that the
 * Access-IS LSR118 manual has: report id 2, length, three bytes of symbology, 56 of data, vendor's symbology, one
 * reserved, and bit 0 of the last: continued in the next report.
 */
export const scanner: UhidModel = {
  name: 'POS Imager',
  vendor: 0x0c2e,
  product: 0x0b62,
  descriptor: bytes(`05 8c 09 02 a1 01 85 02 09 12 a1 02 15 00 26 ff 00 75 08 95 01 05 01 09 3b 81 02
    05 8c 95 03 09 fb 09 fc 09 fd 81 02 95 38 09 fe 82 02 01 06 00 ff 95 02 09 01 81 02
    05 8c 25 01 75 01 95 01 09 ff 81 02 95 07 81 03 c0
    06 00 ff 26 ff 00 75 08 85 fd 95 3f 09 02 91 02 85 fe 95 01 09 03 b1 02 c0`),
}
export const SCAN = { reportId: 2, bytes: 64, lengthAt: 1, dataAt: 5, dataBytes: 56, continuedAt: 63 } as const

/** The reports of one scan, as such a scanner sends them. */
export function encodeScan(text: string, symbology = ']Q0'): Uint8Array[] {
  const data = Buffer.from(text, 'latin1')
  const parts = Array.from({ length: Math.max(1, Math.ceil(data.length / SCAN.dataBytes)) }, (_, index) =>
    data.subarray(index * SCAN.dataBytes, (index + 1) * SCAN.dataBytes),
  )
  return parts.map((part, index) => {
    const report = Buffer.alloc(SCAN.bytes)
    report[0] = SCAN.reportId
    report[SCAN.lengthAt] = part.length
    report.write(symbology, 2, 3, 'latin1')
    report.set(part, SCAN.dataAt)
    report[SCAN.continuedAt] = index < parts.length - 1 ? 1 : 0
    return report
  })
}

/** A numeric keypad that sends boot reports (HID 1.11, appendix B and E.6). */
export const keypad: UhidModel = {
  name: 'Numeric Keypad',
  vendor: KEYPAD.vendorId,
  product: KEYPAD.productId,
  descriptor: bytes(`05 01 09 06 a1 01 05 07 19 e0 29 e7 15 00 25 01 75 01 95 08 81 02 95 01 75 08 81 03
    95 05 75 01 05 08 19 01 29 05 91 02 95 01 75 03 91 03
    95 06 75 08 15 00 25 65 05 07 19 00 29 65 81 00 c0`),
}

/** A keyboard that people type on: the keypad's descriptor, but for what it says it is. */
export const keyboard: UhidModel = {
  ...keypad,
  name: 'Keyboard',
  vendor: 0x1209,
  product: 0x0006,
}
