import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { env, platform } from 'node:process'
import { fail, ok, type Result } from '@kairos/shared/result'

const LINUX_NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge-stable']

const MAC_APPLICATIONS = [
  'Chromium.app/Contents/MacOS/Chromium',
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
]

const WINDOWS_PROGRAMS = [
  'Chromium/Application/chrome.exe',
  'Google/Chrome/Application/chrome.exe',
  'Microsoft/Edge/Application/msedge.exe',
]

const paths = (...folders: (string | undefined)[]) => folders.filter((folder) => folder !== undefined)

function wellKnown(): string[] {
  if (platform === 'darwin') {
    const folders = paths('/Applications', env['HOME'] === undefined ? undefined : join(env['HOME'], 'Applications'))
    return folders.flatMap((folder) => MAC_APPLICATIONS.map((name) => join(folder, name)))
  }
  if (platform === 'win32') {
    const folders = paths(env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA'])
    return folders.flatMap((folder) => WINDOWS_PROGRAMS.map((name) => join(folder, name)))
  }
  const folders = [...(env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin']
  return LINUX_NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
}

/** Where an installed Chromium or Chrome is; the project downloads none. `KAIROS_CHROMIUM` goes before all others. */
export function findBrowser(): Result<string> {
  const named = env['KAIROS_CHROMIUM']
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return ok(named)
    return fail({
      code: 'browser.notThere',
      what: 'KAIROS_CHROMIUM names a browser that is not there',
      where: named,
      todo: 'Correct the path, or unset KAIROS_CHROMIUM to use an installed Chromium or Chrome.',
    })
  }
  const found = wellKnown().find((path) => existsSync(path))
  if (found !== undefined) return ok(found)
  return fail({
    code: 'browser.none',
    what: 'no Chromium, Chrome or Edge was found',
    todo: 'Install one (on Debian: apt-get install chromium), or name one in KAIROS_CHROMIUM.',
  })
}

/** How tests start it: quiet, talking to nobody, and allowed to run as root inside a container. */
export const browserArguments: readonly string[] = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
