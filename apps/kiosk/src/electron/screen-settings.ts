import { fail, ok, type Result } from '@kairos/shared/result'
import type { ScreenSettings } from '../host/screen-host.ts'
import { screenOf, settingsFrom } from '../host/screen-settings.ts'

/**
 * What a screen is, out of `screen.json`, which whoever installs it writes: the file of the plain host. Its secrets are
 * kept in `data`, where Electron keeps all else.
 */
export function screenSettings(file: string, data: string): Result<ScreenSettings> {
  const read = settingsFrom(file, { data })
  if (!read.ok) return fail(unusable(file, read.error))
  const { hub } = read.value
  // The window would stand there without a word until the network had named one.
  if (hub === undefined) return fail(unusable(file, '“hub” is missing: the shell does not look for it by itself'))
  try {
    return ok(screenOf(read.value, hub))
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
