import { z } from 'zod'
import { decoderFor, type Decoder } from '@kairos/devices/decode'
import type { DeviceEvent } from '@kairos/devices/device-event'
import { openVirtualDevices } from '@kairos/devices/virtual'
import { loyaltyCardSchema, type LoyaltyCard } from '@kairos/shared/identity'

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

let loyalty: LoyaltyCard[] = []
const decoders = new Map<string, Decoder | undefined>()
const tell = (message: FromDevices) => process.send?.(message)

function read(vendorId: number, productId: number, report: Uint8Array): void {
  const name = `${vendorId}:${productId}`
  if (!decoders.has(name)) decoders.set(name, decoderFor({ vendorId, productId }, loyalty))
  for (const event of decoders.get(name)?.(report) ?? []) tell({ is: 'event', event })
}

process.on('message', (raw) => {
  const message = toDevicesSchema.parse(raw)
  if (message.is === 'cards') {
    loyalty = message.cards
    decoders.clear()
    return
  }
  void openVirtualDevices(message.token, ({ vendorId, productId }, report) => read(vendorId, productId, report)).then(
    ({ port }) => tell({ is: 'open', port }),
  )
})
// Without its host it has nobody to tell.
process.on('disconnect', () => process.exit(0))
