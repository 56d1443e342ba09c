import { createRequire } from 'node:module'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { fail, ok, type Result } from '@kairos/shared/result'

/** The shell's compiled main, which `npm start` and `npm test` build. */
export const SHELL_MAIN = join(import.meta.dirname, '..', '..', 'apps', 'kiosk', 'dist', 'electron', 'main.js')

const NAMES: Readonly<Record<string, string>> = {
  win32: 'electron.exe',
  darwin: 'Electron.app/Contents/MacOS/Electron',
}
const programIn = (folder: string): string => join(folder, NAMES[process.platform] ?? 'electron')

/** The program in the folder that `KAIROS_ELECTRON` names, there or not; undefined if it names none. */
export function namedElectron(): string | undefined {
  const folder = process.env['KAIROS_ELECTRON']
  return folder === undefined || folder === '' ? undefined : programIn(folder)
}

/** Where npm's package `electron` has put its program, if it could fetch it. */
function fetchedElectron(): { folder: string; version: string } | undefined {
  try {
    const description = createRequire(import.meta.url).resolve('electron/package.json')
    const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(description, 'utf8')))
    return { folder: join(dirname(description), 'dist'), version }
  } catch {
    return undefined
  }
}

/** Electron's program: the one that `KAIROS_ELECTRON` names, else the one that npm fetched; or what is missing. */
export function findElectron(
  named: string | undefined = namedElectron(),
  fetched: ReturnType<typeof fetchedElectron> = fetchedElectron(),
): Result<string, string> {
  if (named !== undefined) {
    if (existsSync(named)) return ok(named)
    return fail(`KAIROS_ELECTRON names a folder without Electron in it: there is no ${named}.`)
  }
  const program = fetched && programIn(fetched.folder)
  if (program !== undefined && existsSync(program)) return ok(program)
  const which = fetched === undefined ? 'Electron' : `Electron ${fetched.version}`
  return fail(
    `${which} is not on this machine: npm brings its package, but fetches the program only where it may.\n` +
      'Unpack Electron for this platform and name its folder: KAIROS_ELECTRON=<folder> npm start -- --electron\n' +
      'Everything else runs without it: npm start',
  )
}
