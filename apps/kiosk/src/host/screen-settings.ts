import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import { screenIdSchema, storeIdSchema, zoneIdSchema } from '@kairos/shared/ids'
import { fail, ok, type Result } from '@kairos/shared/result'
import { screenRoleSchema } from '@kairos/shared/screen-state'
import { DEFAULT_DEVICES, deviceSettingsSchema } from '@kairos/devices/device-settings'
import type { ScreenSettings } from './screen-host.ts'

/**
 * All that one screen is told at its place; a JSON file, the same for the plain host and for the Electron shell. What
 * stands in the command counts before it.
 */
export const screenSettingsSchema = z.strictObject({
  screen: screenIdSchema.describe('this screen’s name, one of its own in the store'),
  role: screenRoleSchema.describe('kiosk, cart or aisle'),
  zone: zoneIdSchema.optional().describe('the part of the store in which it stands, by its id in chain.yaml'),
  hub: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('where the hub is; left out, the plain host looks for it on the network (the Electron shell needs it)'),
  store: storeIdSchema.optional().describe('the store’s id, where the network has the hubs of several'),
  hubTokenFile: z.string().min(1).describe('a file that holds the hub’s token for screens'),
  data: z.string().min(1).default('data/screen').describe('the folder for its secrets'),
  host: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('address to listen on, for the page in a browser; the Electron shell listens nowhere'),
  port: z.int().min(0).max(65_535).default(4300).describe('port to listen on, likewise'),
  size: z
    .strictObject({ width: z.int().positive(), height: z.int().positive() })
    .optional()
    .describe('how large the glass is, { "width", "height" } in CSS pixels; the self-test compares'),
  hid: z.boolean().default(true).describe('whether devices of this machine are read'),
  devices: deviceSettingsSchema
    .optional()
    .describe('layout of readers that type, and devices to teach (docs/devices.md)'),
  deviceSettingsFile: z.string().min(1).optional().describe('a file that says the same, in the place of “devices”'),
  selfTest: z.boolean().default(false).describe('begin with the installer’s self-test'),
})
export type ScreenSettingsFile = z.infer<typeof screenSettingsSchema>

/** Reads the settings of a screen; every field that is wrong is named, with what it is for. */
export function readScreenSettings(given: unknown): Result<ScreenSettingsFile, string> {
  const parsed = screenSettingsSchema.safeParse(given)
  if (parsed.success) return ok(parsed.data)
  const lines = parsed.error.issues.map(({ path, message }) => {
    const meaning = wordsFor(String(path[0] ?? ''))
    return `  ${path.join('.') || 'the file'}: ${message}${meaning === undefined ? '' : ` (it is ${meaning})`}`
  })
  return fail(['The settings of this screen are not understood:', ...lines].join('\n'))
}

/** Those that name a file or a folder. */
const NAMES_A_FILE = ['hubTokenFile', 'deviceSettingsFile', 'data'] as const

/**
 * The settings as they stand in a file, and before them what stands in the command. What the file names lies beside it,
 * wherever the program was started.
 */
export function settingsFrom(file: string | undefined, command: object = {}): Result<ScreenSettingsFile, string> {
  if (file === undefined) return readScreenSettings(command)
  try {
    const written: unknown = JSON.parse(readFileSync(file, 'utf8'))
    const given: Record<string, unknown> = { ...Object(written) }
    for (const key of NAMES_A_FILE) {
      const name = given[key]
      if (typeof name === 'string' && name !== '') given[key] = resolve(dirname(file), name)
    }
    return readScreenSettings({ ...given, ...command })
  } catch (error) {
    return fail(`The settings of this screen cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** What a screen is, by its settings, once its hub is found. Throws where a file that they name cannot be read. */
export function screenOf(settings: ScreenSettingsFile, hubUrl: string): ScreenSettings {
  const { data, hubTokenFile, screen, role, zone, size, selfTest, hid, devices, deviceSettingsFile } = settings
  const inFile =
    deviceSettingsFile === undefined
      ? undefined
      : deviceSettingsSchema.parse(JSON.parse(readFileSync(deviceSettingsFile, 'utf8')))
  return {
    data,
    hubUrl,
    hubToken: readFileSync(hubTokenFile, 'utf8').trim(),
    screen,
    role,
    ...(zone === undefined ? {} : { zone }),
    ...(size === undefined ? {} : { size }),
    selfTest,
    devices: { hid, settings: inFile ?? devices ?? DEFAULT_DEVICES },
  }
}

const fields: Readonly<Record<string, z.ZodType>> = screenSettingsSchema.shape
const wordsFor = (field: string): string | undefined =>
  Object.hasOwn(fields, field) ? fields[field]?.description : undefined

/** Every field and what it is for, a line each. */
export const settingsInWords = (): string =>
  Object.keys(fields)
    .map((field) => `  ${field.padEnd(20)}${wordsFor(field) ?? ''}`)
    .join('\n')
