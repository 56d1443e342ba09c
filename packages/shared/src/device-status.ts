import { z } from 'zod'
import { msSchema } from './time.ts'

/** How it stands with one reader, scanner or keypad. Every state but `reading` says why. */
export const DEVICE_STATES = [
  'opening',
  'reading',
  /** The system does not let us. */
  'refused',
  /** Nobody knows what it is. */
  'unknown',
  /** A keyboard or mouse of people: never opened. */
  'personal',
  /** Something went wrong; it is tried again by itself. */
  'resting',
  /** Something went wrong too often; unplugging it and plugging it in begins anew. */
  'givenUp',
  'gone',
] as const

const count = z.int().nonnegative()

/** For those who look after the devices. Nothing of what was read: counts only. */
export const deviceStatusSchema = z.object({
  name: z.string().max(200),
  vendorId: z.int(),
  productId: z.int(),
  /** Where the system has it: `/dev/hidraw3`. */
  path: z.string().max(400),
  /** The name of the model that reads it. */
  model: z.string().max(80).optional(),
  state: z.enum(DEVICE_STATES),
  /** Why, and what to do about it: a sentence or two. */
  why: z.string().max(600).optional(),
  since: msSchema,
  /** When the last report came; a reader that hangs looks like one that nobody uses, except for this. */
  lastReport: msSchema.optional(),
  reports: count,
  /** Cards, tags, codes and keyed numbers that were let pass. */
  cards: count,
  paymentCards: count,
  unreadable: count,
})
export type DeviceStatus = z.infer<typeof deviceStatusSchema>

export const MOST_DEVICES = 32
/** How it stands with all devices of one screen. */
export const devicesStatusSchema = z.object({
  /** What keeps every device from being read, in words. */
  trouble: z.string().max(600).optional(),
  devices: z.array(deviceStatusSchema).max(MOST_DEVICES),
})
export type DevicesStatus = z.infer<typeof devicesStatusSchema>
