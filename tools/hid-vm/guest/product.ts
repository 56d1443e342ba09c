import { EventEmitter, once } from 'node:events'
import { performance } from 'node:perf_hooks'
import type { TestContext } from 'node:test'
import { decoderFor } from '@kairos/devices/decode'
import type { DeviceEvent } from '@kairos/devices/device-event'
import { DEFAULT_DEVICES } from '@kairos/devices/device-settings'
import { PluggedDevices } from '@kairos/devices/plugged-devices'
import { nodeHid } from '@kairos/devices/transport/node-hid'
import type { Found } from '@kairos/devices/transport/transport'
import type { DevicesStatus, DeviceStatus } from '@kairos/shared/device-status'
import { systemClock } from '@kairos/shared/system-clock'
import type { UhidModel } from './uhid.ts'

/** The one place where the scenarios meet the product: how it lists, opens, reads, and decodes devices, and keeps reading them. */

/** Cards of the chain whose readers these are. */
export const LOYALTY = [{ prefix: '636001', digits: 13 }]
export const OWN_CARD = '6360012345678'

const transport = nodeHid()

/** What is plugged in of this model, ordered by device file. */
export async function list({ vendor, product }: UhidModel): Promise<Found[]> {
  const listed = await transport.list()
  if (!listed.ok) throw new Error(listed.error.what)
  return listed.value
    .filter(({ info }) => info.vendorId === vendor && info.productId === product)
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

export type Reader = {
  /** The next report that was not yet taken; throws when none comes in time. */
  next: (milliseconds?: number) => Promise<Uint8Array>
  /** Why the system ended the reading: it never comes again after that. */
  ended: Promise<string>
  close: () => Promise<void>
}

/** Opens a device file until the test is over; rejects where that is refused. */
export async function openReader(t: TestContext, path: string): Promise<Reader> {
  const reader = await open(path)
  t.after(() => reader.close())
  return reader
}

export async function open(path: string): Promise<Reader> {
  const unread: Uint8Array[] = []
  const arrivals = new EventEmitter()
  const { promise: ended, resolve } = Promise.withResolvers<string>()
  const opened = await transport.open(path, {
    report: (report) => {
      unread.push(report)
      arrivals.emit('report')
    },
    ended: resolve,
  })
  if (!opened.ok) throw new Error(opened.error.why)
  let closed: Promise<void> | undefined
  return {
    next: async (milliseconds = 5000) => {
      for (;;) {
        const report = unread.shift()
        if (report !== undefined) return report
        await once(arrivals, 'report', { signal: AbortSignal.timeout(milliseconds) })
      }
    },
    ended,
    close: () => (closed ??= opened.value.close()),
  }
}

/** The product's decoder of such a device, which is told when each report came. */
export function decoder({ vendor, product, descriptor, name }: UhidModel): (report: Uint8Array) => DeviceEvent[] {
  const decode = decoderFor({ vendorId: vendor, productId: product }, LOYALTY, { descriptor })
  if (decode === undefined) throw new Error(`there is no decoder for ${name}`)
  return (report) => decode(report, performance.now())
}

export type Reading = {
  events: DeviceEvent[]
  status: () => DevicesStatus
  /** Of the devices of this model, in the order in which they are told of. */
  devices: (model: UhidModel) => DeviceStatus[]
  /** Every status there was. */
  statuses: DevicesStatus[]
}

/** All devices of the machine as the product reads them, until the test is over. */
export function readAll(t: TestContext): Reading {
  const events: DeviceEvent[] = []
  const statuses: DevicesStatus[] = []
  const plugged: PluggedDevices = new PluggedDevices({
    transport,
    clock: systemClock,
    settings: { ...DEFAULT_DEVICES, cards: LOYALTY },
    event: (event) => events.push(event),
    changed: () => statuses.push(plugged.status()),
    stuck: (why) => t.diagnostic(`stuck: ${why}`),
  })
  t.after(() => plugged.close())
  const status = () => plugged.status()
  const devices = ({ vendor, product }: UhidModel) =>
    status().devices.filter(({ vendorId, productId }) => vendorId === vendor && productId === product)
  return { events, status, devices, statuses }
}
