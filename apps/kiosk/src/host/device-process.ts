import { z } from 'zod'
import { decoderFor, type Decoder } from '@kairos/devices/decode'
import type { DeviceEvent } from '@kairos/devices/device-event'
import { openVirtualDevices, type VirtualDevice } from '@kairos/devices/virtual'
import { loyaltyCardSchema, type LoyaltyCard } from '@kairos/shared/identity'
import { systemClock } from '@kairos/shared/system-clock'
import type { Cancel } from '@kairos/shared/time'

/**
 * The process that owns the devices. Reports are decoded, guarded and zeroed here; only what the guard
 * lets pass leaves it. The host tells it which cards are the chain's own.
 */
export const toDevicesSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('cards'), cards: z.array(loyaltyCardSchema) }),
  z.object({ is: z.literal('open'), token: z.string().min(20) }),
])
export type ToDevices = z.infer<typeof toDevicesSchema>
/** What comes back over the same channel. */
export type FromDevices = { is: 'event'; event: DeviceEvent } | { is: 'open'; port: number }

type Reading = { decoder: Decoder; alarm: Cancel | undefined }

let loyalty: LoyaltyCard[] = []
const readings = new Map<string, Reading | undefined>()
const tell = (message: FromDevices) => process.send?.(message)
const tellAll = (events: DeviceEvent[]) => {
  for (const event of events) tell({ is: 'event', event })
}

/** The device has said something, or has been silent for long enough: the next silence to wait for may be another. */
function settle(reading: Reading, events: DeviceEvent[]): void {
  tellAll(events)
  reading.alarm?.()
  const due = reading.decoder.due()
  reading.alarm =
    due === undefined ? undefined : systemClock.at(due, () => settle(reading, reading.decoder.quiet(systemClock.now())))
}

function open({ descriptor, ...device }: VirtualDevice): Reading | undefined {
  const decoder = decoderFor(device, loyalty, descriptor ? { descriptor } : {})
  return decoder && { decoder, alarm: undefined }
}

function read(device: VirtualDevice, report: Uint8Array): void {
  const name = `${device.vendorId}:${device.productId}`
  if (!readings.has(name)) readings.set(name, open(device))
  const reading = readings.get(name)
  if (reading) settle(reading, reading.decoder(report, systemClock.now()))
  else report.fill(0)
}

/** What is half read belongs to the settings that were; it is zeroed. */
function forget(): void {
  for (const reading of readings.values()) {
    reading?.alarm?.()
    reading?.decoder.wipe()
  }
  readings.clear()
}

process.on('message', (raw) => {
  const message = toDevicesSchema.parse(raw)
  if (message.is === 'cards') {
    loyalty = message.cards
    forget()
    return
  }
  void openVirtualDevices(message.token, read).then(({ port }) => tell({ is: 'open', port }))
})
// Without its host it has nobody to tell.
process.on('disconnect', () => process.exit(0))
