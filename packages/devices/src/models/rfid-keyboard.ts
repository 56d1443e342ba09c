import { keyboardReader } from '../keyboard/keyboard-reader.ts'
import type { Model } from '../model.ts'

/**
 * RFID and NFC readers in keyboard mode: a tag's number, as decimal or hexadecimal digits, typed in boot reports
 * (HID 1.11, appendix B) and closed with Enter.
 */
export const RFID_READER = { vendorId: 0x16c0, productId: 0x27db, usagePage: 0x01, usage: 0x06 } as const

export const rfidKeyboard: Model = {
  name: 'rfid-keyboard',
  title: 'RFID or NFC reader that types',
  devices: [RFID_READER],
  reader: (context) => keyboardReader(context, true),
}
