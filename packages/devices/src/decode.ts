import type { LoyaltyCard } from '@kairos/shared/identity'
import { parseReportDescriptor } from './descriptor/report-descriptor.ts'
import type { DeviceEvent } from './device-event.ts'
import { GuardedReads } from './guarded-reads.ts'
import type { KeyboardLayout } from './keyboard/layouts.ts'
import type { DeviceInfo, Model, ModelContext } from './model.ts'
import { modelFor, type Taught } from './models/models.ts'

export type { DeviceInfo, DeviceName } from './model.ts'

/**
 * Decodes the reports of one device, in order, each at the time in ms at which it came, and zeroes each when it is
 * done with it. Never throws.
 */
export type Decoder = {
  (report: Uint8Array, at: number): DeviceEvent[]
  /** When silence alone decides something (the end of a wedge's burst, say); absent while nothing waits. */
  due: () => number | undefined
  /** To be called when it is due and nothing came. */
  quiet: (at: number) => DeviceEvent[]
  /** Forgets what is half read, its bytes zeroed: the device has gone, or the settings are others. */
  wipe: () => void
}

export type DecoderSettings = {
  /** The device's report descriptor, as the system hands it out. */
  descriptor?: Uint8Array
  /** The layout that wedges were set to type in. */
  layout?: KeyboardLayout
  /** Devices of which the settings say what model they are. */
  taught?: readonly Taught[]
}

/** The decoder for a device; absent for one that nobody knows. */
export function decoderFor(
  device: DeviceInfo,
  loyalty: readonly LoyaltyCard[],
  { descriptor, layout = 'us', taught = [] }: DecoderSettings = {},
): Decoder | undefined {
  const parsed = descriptor && parseReportDescriptor(descriptor)
  const model = modelFor(device, parsed, taught)
  return model && decoderOf(model, { descriptor: parsed, layout }, loyalty)
}

/** A model's decoder: its reader behind the payment-card guard, which nothing that was read gets around. */
export function decoderOf(model: Model, context: ModelContext, loyalty: readonly LoyaltyCard[]): Decoder {
  const reader = model.reader(context)
  const guarded = new GuardedReads(loyalty)
  const decode = (report: Uint8Array, at: number): DeviceEvent[] => {
    try {
      return guarded.tell(reader.read(report, at), at)
    } finally {
      report.fill(0)
    }
  }
  const earliest = () => [reader.due(), guarded.due()].filter((due) => due !== undefined)
  return Object.assign(decode, {
    due: () => (earliest().length === 0 ? undefined : Math.min(...earliest())),
    quiet: (at: number) => {
      guarded.quiet(at)
      return guarded.tell(reader.quiet(at), at)
    },
    wipe: () => {
      reader.wipe()
      guarded.wipe()
    },
  })
}
