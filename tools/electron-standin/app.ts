import { EventEmitter } from 'node:events'
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { closeChromium } from './chromium-behind.ts'
import { preventable } from './preventable.ts'

const USER_DATA = '--user-data-dir='
const userData = process.argv.find((each) => each.startsWith(USER_DATA))?.slice(USER_DATA.length) ?? tmpdir()
const LOCK = join(userData, 'SingletonLock')

/** The program as a whole. */
export class App extends EventEmitter {
  readonly #switches = new Map<string, string>()
  readonly commandLine = {
    appendSwitch: (name: string, value = '') => void this.#switches.set(name, value),
    hasSwitch: (name: string) => this.#switches.has(name),
    getSwitchValue: (name: string) => this.#switches.get(name) ?? '',
  }
  #isEnding = false
  #hasLock = false
  /** Whether the graphics processor is used. */
  isAccelerated = true

  whenReady = async () => {}
  getPath = (name: string) => (name === 'userData' ? userData : join(userData, name))
  enableSandbox = () => this.commandLine.appendSwitch('enable-sandbox')
  disableHardwareAcceleration = () => (this.isAccelerated = false)

  requestSingleInstanceLock(): boolean {
    mkdirSync(userData, { recursive: true })
    try {
      closeSync(openSync(LOCK, 'wx'))
      return (this.#hasLock = true)
    } catch {
      return false
    }
  }

  /** Told to whoever started the stand-in: to start a program anew is left to it. */
  relaunch = (options: { args: string[] }) => void process.stdout.write(`relaunch ${JSON.stringify(options.args)}\n`)

  quit(): void {
    if (this.#isEnding) return
    this.emit('before-quit', preventable({}))
    this.exit(0)
  }
  exit(code = 0): void {
    if (this.#isEnding) return
    this.#isEnding = true
    if (this.#hasLock) rmSync(LOCK, { force: true })
    void closeChromium().finally(() => process.exit(code))
  }
}
export const app = new App()
process.on('SIGTERM', () => app.quit())
// Whoever started this one is gone.
process.stdout.on('error', () => process.exit(1))
