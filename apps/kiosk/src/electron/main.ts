import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { app, Menu, powerSaveBlocker, protocol } from 'electron'
import { z } from 'zod'
import { systemClock } from '@kairos/shared/system-clock'
import { newToken, secretsIn } from '@kairos/shared/tokens'
import { nextRestart } from '../host/restarts.ts'
import { startScreen } from '../host/screen-host.ts'
import { startDeviceProcess } from './device-child.ts'
import { gpuFaults } from './gpu-faults.ts'
import { lockApp } from './lock-contents.ts'
import { errorForLog, openLog } from './open-log.ts'
import { argumentsAgain, ownArguments } from './own-arguments.ts'
import { screenSettings } from './screen-settings.ts'
import { SCHEME } from './served-pages.ts'
import { openShell, type Shell } from './shell.ts'

/** A screen as a program of its own: the host of `apps/kiosk/src/host` with its page in one window of Electron. */
const BUILT = import.meta.dirname
/** The exit code for settings that cannot be used. */
const NOT_SET_UP = 78

const own = ownArguments(process.argv)
const startedAt = systemClock.now()
const data = join(app.getPath('userData'), 'kairos')
const log = openLog(join(data, 'log'))
const say = (words: string) => log.info(words)
let shell: Shell | undefined

let isEnding = false
/** Ends the program, which closes its window first of all, and starts it again. */
function startAgain(why: string, withoutGpu = own.withoutGpu): void {
  // A fault on the way out would begin this anew, without end, and fill the disk with what it says.
  if (isEnding) return
  isEnding = true
  log.error(`${why}; the program starts again`)
  const { restarts } = nextRestart(own.restarts, systemClock.now() - startedAt)
  const image = process.env['APPIMAGE']
  try {
    app.relaunch({
      args: argumentsAgain(process.argv, { restarts, withoutGpu }),
      // An AppImage's own program lies in a folder that goes away with it.
      ...(image === undefined ? {} : { execPath: image }),
    })
  } catch (error) {
    log.error(`it could not be: ${errorForLog(error)}`)
  }
  app.exit(1)
}
process.on('uncaughtException', (error) => startAgain(`a fault in the program: ${errorForLog(error)}`))
process.on('unhandledRejection', (error) => startAgain(`a fault in the program: ${errorForLog(error)}`))

function open(): void {
  const settings = screenSettings(own.settings ?? join(app.getPath('userData'), 'screen.json'), data)
  if (!settings.ok) {
    const { what, where, todo } = settings.error
    log.error(`${what} (${where ?? ''}). ${todo ?? ''}`)
    process.stderr.write(`${what}\n  ${where ?? ''}\n  ${todo ?? ''}\n`)
    return app.exit(NOT_SET_UP)
  }
  const secretsSchema = z.object({ devices: z.string().min(20) })
  const secrets = secretsIn(join(data, 'secrets.json'), secretsSchema, () => ({ devices: newToken(randomBytes) }))
  shell = openShell({
    clock: systemClock,
    say,
    pages: join(BUILT, '..', 'screens'),
    preload: join(BUILT, 'preload.cjs'),
    startHost: (show) =>
      startScreen(settings.value, {
        clock: systemClock,
        say,
        devicesToken: secrets.devices,
        startChild: (parts) => startDeviceProcess(join(BUILT, 'device-main.js'), parts),
        show,
      }),
    after: own.restarts === 0 ? 0 : nextRestart(own.restarts - 1, 0).after,
  })
  powerSaveBlocker.start('prevent-display-sleep')
  say(`the screen ${settings.value.screen} is up`)
}

function main(): void {
  // One program to a screen: a second one would read the same devices.
  if (!app.requestSingleInstanceLock()) return app.exit(0)
  app.enableSandbox()
  // Swiping over the glass does not go back in history, and two fingers do not enlarge it.
  app.commandLine.appendSwitch('overscroll-history-navigation', '0')
  app.commandLine.appendSwitch('disable-pinch')
  if (own.withoutGpu) app.disableHardwareAcceleration()
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true } }])
  Menu.setApplicationMenu(null)
  lockApp(app)
  app.on('second-instance', () => shell?.focus())
  app.on('before-quit', () => shell?.close())
  const isEnough = gpuFaults()
  app.on('child-process-gone', (_event, details) => {
    say(`a process of the program is gone: ${details.type} (${details.reason})`)
    if (isEnough(details)) startAgain('the graphics process ended again and again', true)
  })
  void app.whenReady().then(open)
}
main()
