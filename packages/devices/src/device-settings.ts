import { z } from 'zod'
import type { LoyaltyCard } from '@kairos/shared/identity'
import { KEYBOARD_LAYOUTS } from './keyboard/layouts.ts'
import { MODELS } from './models/models.ts'

/** What a store's IT says of the devices at one screen; a JSON file. `kairos devices learn` says what to write there. */
export const deviceSettingsSchema = z.strictObject({
  /** The layout that readers which type were set to. */
  layout: z.enum(KEYBOARD_LAYOUTS).default('us'),
  /** Devices that Kairos does not know by themselves, keyboards that are readers among them. */
  taught: z
    .array(
      z.strictObject({
        vendorId: z.int().min(0).max(0xffff),
        productId: z.int().min(0).max(0xffff),
        model: z.enum(MODELS.map(({ name }) => name)),
      }),
    )
    .default([]),
})
export type DeviceSettings = z.infer<typeof deviceSettingsSchema>
export const DEFAULT_DEVICES: DeviceSettings = { layout: 'us', taught: [] }

/** Those, and what the hub says of the chain's own cards. */
export type ReadingSettings = DeviceSettings & { cards: readonly LoyaltyCard[] }
