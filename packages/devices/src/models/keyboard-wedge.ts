import { keyboardReader } from '../keyboard/keyboard-reader.ts'
import { isApplication, type Model } from '../model.ts'

/**
 * Whatever calls itself a keyboard: a card reader or scanner that types what it reads (a wedge), or a keyboard that
 * people type on. Boot reports or those of its own descriptor (see `keyboard-report.ts`); which of the two it was, the
 * pace tells (`burst.ts`).
 */
export const keyboardWedge: Model = {
  name: 'keyboard-wedge',
  title: 'Keyboard, or a reader that types',
  devices: [],
  fits: (device, descriptor) => isApplication(device, descriptor, 0x01, 0x06),
  reader: (context) => keyboardReader(context, false),
}
