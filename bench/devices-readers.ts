import { encodeFrame } from '@kairos/devices/idtech-frame'
import { encodeTyping } from '@kairos/devices/keyboard/typing'
import { encodeEdited, SECUREMAG } from '@kairos/devices/models/idtech'
import { encodeKey, KEYPAD } from '@kairos/devices/models/keypad'
import { encodeMagneSafe, MAGNESAFE_V5 } from '@kairos/devices/models/magnesafe-v5'
import { encodeInsert, INSERT_READER } from '@kairos/devices/models/magtek-insert'
import { encodeSureSwipe, SURESWIPE } from '@kairos/devices/models/magtek-sureswipe'
import { encodeMsr, MSR_DESCRIPTOR, VIRTUAL_MSR } from '@kairos/devices/models/pos-msr'
import { encodeScan, LSR118_DESCRIPTOR, VIRTUAL_SCANNER } from '@kairos/devices/models/pos-scanner'
import { RFID_READER } from '@kairos/devices/models/rfid-keyboard'
import type { VirtualDevice } from '@kairos/devices/virtual'

/** A model at work: the reports of one thing that is read, as such a device lays them out. */
export type ReaderAtWork = { name: string; device: VirtualDevice; reports: Uint8Array[] }

export const LOYALTY = [{ prefix: '77', digits: 12 }]
const OWN = '770000004107'
const BANK = '5105105105105100'
const tracksOf = (number: string): [string, string] => [`%B${number}^MARLOW FINCH^4912?`, `;${number}=4912?`]
const OURS = tracksOf(OWN)
const BANKS = tracksOf(BANK)

const SCANNER: VirtualDevice = { ...VIRTUAL_SCANNER, descriptor: LSR118_DESCRIPTOR }
const WEDGE: VirtualDevice = { vendorId: 0x1209, productId: 0x0006, usagePage: 1, usage: 6 }
const KEYS = ['4', '1', '0', '7', '0', '0', '0', '0', 'enter'] as const

export const READERS: readonly ReaderAtWork[] = [
  { name: 'MagTek SureSwipe, own card', device: SURESWIPE, reports: [encodeSureSwipe(...OURS)] },
  { name: 'MagTek SureSwipe, bank card', device: SURESWIPE, reports: [encodeSureSwipe(...BANKS)] },
  { name: 'MagTek insert reader, own card', device: INSERT_READER, reports: [encodeInsert(...OURS)] },
  { name: 'MagneSafe V5, own card', device: MAGNESAFE_V5, reports: [encodeMagneSafe(...OURS)] },
  { name: 'ID TECH SecureMag, enhanced frame', device: SECUREMAG, reports: [encodeFrame(OURS)] },
  { name: 'ID TECH SecureMag, edited output', device: SECUREMAG, reports: [encodeEdited(...OURS)] },
  {
    name: 'HID POS stripe reader, own card',
    device: { ...VIRTUAL_MSR, descriptor: MSR_DESCRIPTOR },
    reports: [encodeMsr(OURS)],
  },
  { name: 'HID POS scanner, EAN-13', device: SCANNER, reports: encodeScan('4006381333931', ']E0') },
  { name: 'HID POS scanner, GS1', device: SCANNER, reports: encodeScan('0104006381333931', ']C1') },
  {
    name: 'HID POS scanner, QR code in 5 reports',
    device: SCANNER,
    reports: encodeScan('A customer’s own code. '.repeat(12).slice(0, 280), ']Q1'),
  },
  { name: 'keypad, 8 digits and Enter', device: KEYPAD, reports: KEYS.flatMap(encodeKey) },
  { name: 'keyboard wedge, own card’s tracks', device: WEDGE, reports: encodeTyping(`${OURS.join('')}\r`) },
  { name: 'keyboard wedge, bank card’s tracks', device: WEDGE, reports: encodeTyping(`${BANKS.join('')}\r`) },
  { name: 'RFID reader that types', device: RFID_READER, reports: encodeTyping('04A1B2C3D4\r') },
]
