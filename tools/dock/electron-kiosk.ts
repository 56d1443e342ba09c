import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeDurably } from '@kairos/shared/durable-file'
import { fail, ok, type Result } from '@kairos/shared/result'
import { findElectron, SHELL_MAIN } from '../electron-shell/find-electron.ts'
import type { Store } from './chain-on-one-machine.ts'

export type Shell = {
  /** Electron's program, and the shell that it runs. */
  program: string
  main: string
}

/** What a kiosk in a window of Electron needs; or what is missing, in words. */
export function electronShell(): Result<Shell, string> {
  const program = findElectron()
  if (!program.ok) return program
  if (!existsSync(SHELL_MAIN))
    return fail(`The shell has not been built: there is no ${SHELL_MAIN}. Run npm run build.`)
  return ok({ program: program.value, main: SHELL_MAIN })
}

export type ElectronKiosk = { screen: string; stop: () => Promise<void> }

/**
 * One kiosk more at the entrance of a store, in a real window. It is the program that ships: it has the clock of this
 * machine, whatever time has passed on the dock, and reads the readers that are plugged in. `ended`: it did so unasked.
 */
export function openElectronKiosk(
  { program, main }: Shell,
  { store, hub }: Pick<Store, 'store' | 'hub'>,
  data: string,
  ended: (why: string) => void,
): ElectronKiosk {
  const screen = `${store}-kiosk-2`
  const settings = join(data, 'screen.json')
  mkdirSync(data, { recursive: true, mode: 0o700 })
  writeDurably(join(data, 'hub-token'), `${hub.tokens['screen'] ?? ''}\n`, 0o600)
  const file = { screen, role: 'kiosk', zone: 'entrance', hub: hub.url, hubTokenFile: 'hub-token' }
  writeFileSync(settings, `${JSON.stringify(file, undefined, 2)}\n`)
  const child = spawn(program, [main, `--user-data-dir=${data}`, `--kairos-settings=${settings}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  let stopping = false
  const gone = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      if (!stopping) ended(`it cannot be started: ${error.message}`)
      resolve()
    })
    child.once('exit', (code, signal) => {
      if (!stopping) ended(`it ended (${code ?? signal}); its log is in ${join(data, 'kairos', 'log')}`)
      resolve()
    })
  })
  return {
    screen,
    async stop() {
      stopping = true
      child.kill()
      await gone
    },
  }
}
