import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { DEFAULT_DEVICES, deviceSettingsSchema, type DeviceSettings } from '@kairos/devices/device-settings'
import { fileTransport } from '@kairos/devices/transport/file'
import { nodeHid } from '@kairos/devices/transport/node-hid'
import type { Found, Transport } from '@kairos/devices/transport/transport'
import { systemClock } from '@kairos/shared/system-clock'
import type { Ms } from '@kairos/shared/time'

/** The devices of this machine, or that of a recording. Throws, in words, for what is none. */
export function transportOf(recording: string | undefined): Transport {
  if (recording === undefined) return nodeHid()
  const transport = fileTransport(recording, systemClock)
  if (!transport.ok) throw new Error(`That recording cannot be played: ${transport.error}`)
  return transport.value
}

/** Throws, in words, for a file that is not understood. */
export function settingsIn(file: string | undefined): DeviceSettings {
  if (file === undefined) return DEFAULT_DEVICES
  let json: unknown
  try {
    json = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Error(`The device settings cannot be read: ${String(error)}`, { cause: error })
  }
  const settings = deviceSettingsSchema.safeParse(json)
  if (!settings.success)
    throw new Error(`The device settings in ${file} are wrong:\n${z.prettifyError(settings.error)}`)
  return settings.data
}

/** What is plugged in; throws, in words, where that cannot be told. */
export async function devicesOf(transport: Transport): Promise<Found[]> {
  const listed = await transport.list()
  if (listed.ok) return listed.value.toSorted((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true }))
  throw new Error([listed.error.what, listed.error.todo].filter(Boolean).join(' '))
}

/** Resolves after so long, or when Ctrl-C is pressed. */
export async function untilEnd(time: Ms | undefined): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, time ?? LONGEST)
  for (const signal of SIGNALS) process.once(signal, resolve)
  await promise
  clearTimeout(timer)
  for (const signal of SIGNALS) process.off(signal, resolve)
}
const SIGNALS = ['SIGINT', 'SIGTERM'] as const
/** As long as a timer can wait: 24 days. */
const LONGEST: Ms = 2 ** 31 - 1
