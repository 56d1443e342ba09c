import type { DeviceInfo, DeviceName, Model } from '../model.ts'
import type { ReportDescriptor } from '../descriptor/report-descriptor.ts'
import { idTech } from './idtech.ts'
import { keyboardWedge } from './keyboard-wedge.ts'
import { keypad } from './keypad.ts'
import { magneSafeV5 } from './magnesafe-v5.ts'
import { insertReader } from './magtek-insert.ts'
import { sureSwipe } from './magtek-sureswipe.ts'
import { posMsr } from './pos-msr.ts'
import { posScanner } from './pos-scanner.ts'
import { rfidKeyboard } from './rfid-keyboard.ts'

/** Every model that is known. Kinds come in the order in which they are tried; a keyboard may be anything, so it is last. */
export const MODELS: readonly Model[] = [
  sureSwipe,
  insertReader,
  magneSafeV5,
  idTech,
  rfidKeyboard,
  posScanner,
  posMsr,
  keypad,
  keyboardWedge,
]

/** A device of which the settings say what model it is. */
export type Taught = DeviceName & { model: string }

const isNamed = (device: DeviceName, name: DeviceName): boolean =>
  device.vendorId === name.vendorId && device.productId === name.productId

/** What model a device is: by the settings, by its name, or by what it says of itself. Absent where nobody knows. */
export function modelFor(
  device: DeviceInfo,
  descriptor: ReportDescriptor | undefined,
  taught: readonly Taught[] = [],
): Model | undefined {
  const lesson = taught.find((each) => isNamed(device, each))
  return (
    MODELS.find(({ name }) => name === lesson?.model) ??
    MODELS.find(({ devices }) => devices.some((each) => isNamed(device, each))) ??
    MODELS.find(({ fits }) => fits?.(device, descriptor))
  )
}
