import { parseReportDescriptor } from '../descriptor/report-descriptor.ts'
import { isApplication, type Model } from '../model.ts'
import { keyboardWedge } from '../models/keyboard-wedge.ts'
import { keypad } from '../models/keypad.ts'
import { modelFor, type Taught } from '../models/models.ts'
import type { Found } from '../transport/transport.ts'

/** What a device is to us. */
export type Standing = { is: 'reader'; model: Model } | { is: 'personal'; why: string } | { is: 'unknown'; why: string }

const GENERIC_DESKTOP = 0x01
const MOUSE = 0x02
const KEYBOARD = 0x06
/** Models that are chosen for nothing but being a keyboard. */
const TYPING: readonly Model[] = [keypad, keyboardWedge]

/**
 * A keyboard or mouse that neither we nor the settings know by name belongs to people: what they type is none of our
 * business, and it reaches the focused window anyway. A reader that types looks just the same to the system: the page
 * that it types into reads it, and it is opened only where the settings say what it is.
 */
export function standingOf({ info, descriptor, path }: Found, taught: readonly Taught[]): Standing {
  const parsed = descriptor && parseReportDescriptor(descriptor)
  const model = modelFor(info, parsed, taught)
  const isNamed = [...taught, ...(model?.devices ?? [])].some(
    ({ vendorId, productId }) => vendorId === info.vendorId && productId === info.productId,
  )
  if (model && isNamed) return { is: 'reader', model }
  const isPeoples = [KEYBOARD, MOUSE].some((usage) => isApplication(info, parsed, GENERIC_DESKTOP, usage))
  if (isPeoples && (!model || TYPING.includes(model)))
    return {
      is: 'personal',
      why: 'A keyboard or mouse: not opened. A reader that types is read by the page it types into, or is to be taught (docs/devices.md).',
    }
  if (model) return { is: 'reader', model }
  return { is: 'unknown', why: `No model reads it. If it should be read: kairos devices learn ${path}` }
}
