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
import { tracksOf } from './bank-cards.ts'

const KEYS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const
const SCANNER: VirtualDevice = { ...VIRTUAL_SCANNER, descriptor: LSR118_DESCRIPTOR }
/** A keyboard of a name that no model has: as a virtual device, one that was taught. */
const WEDGE: VirtualDevice = { vendorId: 0x1209, productId: 0x0006, usagePage: 1, usage: 6 }
const inGroups = (number: string) => number.replaceAll(/(.{4})(?=.)/g, '$1 ')

/** The ways in which a card's number comes into the device process. What types is told by its pace, so it waits its turn. */
export type WayIn = { name: string; device: VirtualDevice; reports: (number: string) => Uint8Array[]; types?: true }

export const WAYS_IN: readonly WayIn[] = [
  { name: 'SureSwipe', device: SURESWIPE, reports: (number) => [encodeSureSwipe(...tracksOf(number))] },
  { name: 'insert reader', device: INSERT_READER, reports: (number) => [encodeInsert(...tracksOf(number))] },
  { name: 'MagneSafe V5', device: MAGNESAFE_V5, reports: (number) => [encodeMagneSafe(...tracksOf(number))] },
  { name: 'ID TECH enhanced', device: SECUREMAG, reports: (number) => [encodeFrame(tracksOf(number))] },
  { name: 'ID TECH original', device: SECUREMAG, reports: (number) => [encodeFrame(tracksOf(number), false)] },
  { name: 'ID TECH edited', device: SECUREMAG, reports: (number) => [encodeEdited(...tracksOf(number))] },
  {
    name: 'HID POS stripe reader',
    device: { ...VIRTUAL_MSR, descriptor: MSR_DESCRIPTOR },
    reports: (number) => [encodeMsr(tracksOf(number))],
  },
  { name: 'Code 128', device: SCANNER, reports: (number) => encodeScan(number, ']C0') },
  { name: 'QR code', device: SCANNER, reports: (number) => encodeScan(`card: ${inGroups(number)}`, ']Q1') },
  {
    name: 'keypad',
    device: KEYPAD,
    reports: (number) =>
      [...Array.from(number, (digit) => KEYS[Number(digit)] ?? '0'), 'enter' as const].flatMap(encodeKey),
  },
  {
    name: 'wedge, tracks',
    device: WEDGE,
    reports: (number) => encodeTyping(`${tracksOf(number).join('')}\r`),
    types: true,
  },
  { name: 'wedge, code', device: WEDGE, reports: (number) => encodeTyping(`${number}\r`), types: true },
  { name: 'RFID reader', device: RFID_READER, reports: (number) => encodeTyping(`${number}\r`), types: true },
]
