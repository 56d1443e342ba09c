import type { KeyboardLayout } from './keyboard/layouts.ts'
import type { ReportDescriptor } from './descriptor/report-descriptor.ts'
import type { Reader } from './read.ts'

/** How a device names itself. */
export type DeviceName = { vendorId: number; productId: number }

/** What the system says of a device before it is opened; the usage is that of its first application. */
export type DeviceInfo = DeviceName & { usagePage?: number; usage?: number; manufacturer?: string; product?: string }

export type ModelContext = {
  /** What the device says of its reports; absent where the system does not hand it out. */
  descriptor: ReportDescriptor | undefined
  /** The layout that a wedge was set to type in. */
  layout: KeyboardLayout
}

/** One make of reader, or one kind that says itself how its reports are laid out. */
export type Model = {
  /** For settings and reports. */
  name: string
  /** For people. */
  title: string
  /** Devices known to be of this model. */
  devices: readonly DeviceName[]
  /** Whether a device that nobody knows by name is of this kind. */
  fits?: (device: DeviceInfo, descriptor: ReportDescriptor | undefined) => boolean
  reader: (context: ModelContext) => Reader
}

/** Whether the system or the descriptor says that a device is an application of this usage. */
export const isApplication = (
  { usagePage, usage }: DeviceInfo,
  descriptor: ReportDescriptor | undefined,
  page: number,
  id: number,
): boolean => (usagePage === page && usage === id) || (descriptor?.applications.includes(page * 0x10000 + id) ?? false)
