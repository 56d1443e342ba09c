import { decoderFor, type DecoderSettings } from './decode.ts'
import type { DeviceEvent } from './device-event.ts'
import { encodeFrame } from './idtech-frame.ts'
import { encodeTyping } from './keyboard/typing.ts'
import { encodeEdited, SECUREMAG } from './models/idtech.ts'
import { encodeMagneSafe, MAGNESAFE_V5 } from './models/magnesafe-v5.ts'
import { encodeInsert, INSERT_READER } from './models/magtek-insert.ts'
import { encodeSureSwipe, SURESWIPE } from './models/magtek-sureswipe.ts'
import { encodeMsr, MSR_DESCRIPTOR, VIRTUAL_MSR } from './models/pos-msr.ts'
import { encodeScan, LSR118_DESCRIPTOR, VIRTUAL_SCANNER } from './models/pos-scanner.ts'
import { RFID_READER } from './models/rfid-keyboard.ts'
import { LOYALTY } from './payment-cards.fixture.ts'
import type { VirtualDevice } from './virtual.ts'

/** A boot keyboard's own descriptor (HID 1.11, appendix E.6); 07 in place of 06 makes it a keypad's. */
export const keyboardDescriptor = (usage: 6 | 7): Uint8Array =>
  Uint8Array.from(
    Buffer.from(
      `0501090${usage}a101050719e029e71500250175019508810295017508810395057501050819012905910295017503910395067508150025650507190029658100c0`,
      'hex',
    ),
  )

/** A keyboard of a name that no model has. */
export const WEDGE: VirtualDevice = {
  vendorId: 0x1209,
  productId: 0x0006,
  usagePage: 1,
  usage: 6,
  descriptor: keyboardDescriptor(6),
}

/** Every way in which a card's three tracks come out of a reader that we know. */
export const SWIPERS: {
  name: string
  device: VirtualDevice
  reports: (t1: string, t2: string, t3: string) => Uint8Array[]
  room: number
}[] = [
  { name: 'SureSwipe', device: SURESWIPE, reports: (...tracks) => [encodeSureSwipe(...tracks)], room: 110 },
  { name: 'insert reader', device: INSERT_READER, reports: (...tracks) => [encodeInsert(...tracks)], room: 110 },
  { name: 'MagneSafe V5', device: MAGNESAFE_V5, reports: (...tracks) => [encodeMagneSafe(...tracks)], room: 112 },
  { name: 'ID TECH enhanced', device: SECUREMAG, reports: (...tracks) => [encodeFrame(tracks)], room: 250 },
  { name: 'ID TECH original', device: SECUREMAG, reports: (...tracks) => [encodeFrame(tracks, false)], room: 250 },
  { name: 'ID TECH plain', device: SECUREMAG, reports: (...tracks) => [encodeSureSwipe(...tracks)], room: 110 },
  { name: 'ID TECH edited', device: SECUREMAG, reports: (...tracks) => [encodeEdited(...tracks)], room: 110 },
  {
    name: 'HID POS stripe reader',
    device: { ...VIRTUAL_MSR, descriptor: MSR_DESCRIPTOR },
    reports: (...tracks) => [encodeMsr(tracks)],
    room: 40,
  },
  { name: 'wedge', device: WEDGE, reports: (...tracks) => encodeTyping(`${tracks.join('')}\r`), room: 79 },
]

/** Every way in which a text comes out of a scanner or reader that we know. */
export const SCANNERS: { name: string; device: VirtualDevice; reports: (text: string, aim: string) => Uint8Array[] }[] =
  [
    {
      name: 'HID POS scanner',
      device: { ...VIRTUAL_SCANNER, descriptor: LSR118_DESCRIPTOR },
      reports: (text, aim) => encodeScan(text, aim),
    },
    { name: 'wedge scanner', device: WEDGE, reports: (text, aim) => encodeTyping(`${aim}${text}\r`) },
    { name: 'RFID reader', device: RFID_READER, reports: (text) => encodeTyping(`${text}\r`) },
  ]

/** What a device's decoder makes of reports that come some ms apart, and of the silence after them. */
export function eventsOf(
  { descriptor, ...device }: VirtualDevice,
  reports: readonly Uint8Array[],
  { gap = 4, loyalty = LOYALTY, ...settings }: DecoderSettings & { gap?: number; loyalty?: typeof LOYALTY } = {},
): DeviceEvent[] {
  const decode = decoderFor(device, loyalty, { ...settings, ...(descriptor ? { descriptor } : {}) })
  if (!decode) throw new Error('nobody knows this device')
  const events = reports.flatMap((original, index) => {
    const at = index * gap
    const before = (decode.due() ?? Infinity) <= at ? decode.quiet(at) : []
    const report = original.slice()
    return [...before, ...decode(report, at)]
  })
  const due = decode.due()
  return due === undefined ? events : [...events, ...decode.quiet(due)]
}
