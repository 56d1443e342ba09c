import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import { DEFAULT_DEVICES, deviceSettingsSchema } from '@kairos/devices/device-settings'
import { fail, ok, type Result } from '@kairos/shared/result'
import type { ScreenSettings } from '../host/screen-host.ts'
import { screenSettingsSchema } from '../host/screen-settings.ts'

/** `screen.json`, which whoever installs a screen writes. Files are named from the folder that it stands in. */
const fileSchema = screenSettingsSchema
  .pick({ hub: true, hubTokenFile: true, screen: true, role: true, zone: true, size: true, hid: true, selfTest: true })
  .required({ hub: true })
  .extend({ deviceSettingsFile: z.string().min(1).exactOptional() })

/** What a screen is, out of its settings file. Its secrets are kept in `data`. */
export function screenSettings(file: string, data: string): Result<ScreenSettings> {
  const beside = (name: string) => resolve(dirname(file), name)
  try {
    const parsed = fileSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
    if (!parsed.success) return fail(unusable(file, z.prettifyError(parsed.error)))
    const { hub, hubTokenFile, screen, role, zone, size, hid, selfTest, deviceSettingsFile } = parsed.data
    const settings =
      deviceSettingsFile === undefined
        ? DEFAULT_DEVICES
        : deviceSettingsSchema.parse(JSON.parse(readFileSync(beside(deviceSettingsFile), 'utf8')))
    return ok({
      data,
      hubUrl: hub,
      hubToken: readFileSync(beside(hubTokenFile), 'utf8').trim(),
      screen,
      role,
      ...(zone === undefined ? {} : { zone }),
      ...(size === undefined ? {} : { size }),
      selfTest,
      devices: { hid, settings },
    })
  } catch (error) {
    return fail(unusable(file, error instanceof Error ? error.message : String(error)))
  }
}

const unusable = (where: string, why: string) => ({
  code: 'screen.settings',
  what: `this screen’s settings cannot be used: ${why}`,
  where,
  todo: 'Write the file as docs/screens-installing.md says, then start the program again.',
})
