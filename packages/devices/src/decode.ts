import type { LoyaltyCard } from '@kairos/shared/identity'
import { guardCard } from './card-guard.ts'
import type { DeviceEvent } from './device-event.ts'
import { decodeKeys, KEYPAD, NOTHING_HELD, type Held } from './models/keypad.ts'
import { decodeSureSwipe, SURESWIPE } from './models/magtek-sureswipe.ts'

/** How a device names itself. */
export type DeviceName = { vendorId: number; productId: number }

const is = (name: DeviceName, model: DeviceName) =>
  name.vendorId === model.vendorId && name.productId === model.productId

/** Decodes the reports of one device, in order, and zeroes each when it is done with it. */
export type Decoder = (report: Uint8Array) => DeviceEvent[]

/** The decoder for a device; absent for a model nobody knows. */
export function decoderFor(name: DeviceName, loyalty: readonly LoyaltyCard[]): Decoder | undefined {
  if (is(name, SURESWIPE)) return zeroing((report) => swipe(report, loyalty))
  if (is(name, KEYPAD)) return zeroing(keypad())
  return undefined
}

function swipe(report: Uint8Array, loyalty: readonly LoyaltyCard[]): DeviceEvent[] {
  const tracks = decodeSureSwipe(report)
  return [tracks.ok ? guardCard(tracks.value, loyalty) : { is: 'unreadable' }]
}

function keypad(): Decoder {
  let held: Held = NOTHING_HELD
  return (report) => {
    const decoded = decodeKeys(held, report)
    if (!decoded.ok) return []
    held = decoded.value.held
    return decoded.value.pressed.map((key) => ({ is: 'key', key }))
  }
}

/** Digits must not stay in memory longer than it takes to look at them. */
const zeroing =
  (decode: Decoder): Decoder =>
  (report) => {
    try {
      return decode(report)
    } finally {
      report.fill(0)
    }
  }
