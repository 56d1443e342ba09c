import { EventEmitter, once } from 'node:events'
import { performance } from 'node:perf_hooks'
import type { TestContext } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { decoderFor } from '@kairos/devices/decode'
import type { DeviceEvent } from '@kairos/devices/device-event'
import HID from 'node-hid'
import type { UhidModel } from './uhid.ts'

/** The one place where the scenarios meet the product: how it lists, opens, reads and decodes devices. */

/** Cards of the chain whose readers these are. */
const LOYALTY = [{ prefix: '636001', digits: 13 }]
export const OWN_CARD = '6360012345678'

HID.setDriverType('hidraw')

export type Listed = HID.Device

/** What is plugged in of this model, ordered by device file. */
export const list = async ({ vendor, product }: UhidModel): Promise<Listed[]> =>
  (await HID.devicesAsync(vendor, product)).toSorted((a, b) => ((a.path ?? '') < (b.path ?? '') ? -1 : 1))

export type Reader = {
  /** The next report that was not yet taken; throws when none comes in time. */
  next: (milliseconds?: number) => Promise<Uint8Array>
  /** What the device's error event carried: it never comes again after that. */
  ended: Promise<unknown>
  close: () => Promise<void>
}

/** Opens a device file until the test is over; rejects where that is refused. */
export async function openReader(t: TestContext, path: string): Promise<Reader> {
  const reader = await open(path)
  t.after(() => reader.close())
  return reader
}

export async function open(path: string): Promise<Reader> {
  const device = await HID.HIDAsync.open(path)
  const unread: Uint8Array[] = []
  const arrivals = new EventEmitter()
  // One listener for the device's life: a second one, or one removed and added again, breaks node-hid's reading.
  device.on('data', (report: Buffer) => {
    unread.push(report)
    arrivals.emit('report')
  })
  let closed: Promise<void> | undefined
  const ended = new Promise((resolve) => device.once('error', resolve))
  // node-hid begins to read in the next tick. Who writes without end before that loses it all; who closes before that
  // has the process ended by "device has been closed".
  await setImmediate()
  return {
    next: async (milliseconds = 5000) => {
      for (;;) {
        const report = unread.shift()
        if (report !== undefined) return report
        await once(arrivals, 'report', { signal: AbortSignal.timeout(milliseconds) })
      }
    },
    ended,
    close: () => (closed ??= device.close()),
  }
}

/** The product's decoder of such a device, found by name or by report descriptor. */
export function decoder({ vendor, product, name, descriptor }: UhidModel): (report: Uint8Array) => DeviceEvent[] {
  const decode = decoderFor({ vendorId: vendor, productId: product }, LOYALTY, { descriptor })
  if (decode === undefined) throw new Error(`there is no decoder for ${name}`)
  return (report) => decode(report, performance.now())
}
