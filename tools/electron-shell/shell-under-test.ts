import type Electron from 'electron'
import { readFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'

/** What a test hands to the main process: it refers to nothing outside itself. */
export type InMain<Given, Value> = (electron: typeof Electron, given: Given) => Value | Promise<Value>

/** The compiled shell, running: on the stand-in, or on real Electron. */
export type ShellUnderTest = {
  kind: 'stand-in' | 'electron'
  /** Its data folder, and where it listens for virtual devices. */
  data: string
  main: <Given, Value>(run: InMain<Given, Value>, given: Given) => Promise<Value>
  /** What it printed. */
  said: () => string
  ended: Promise<number | null>
  stop: () => Promise<void>
}

/** Runs an expression in the page. */
export const inPage = (shell: ShellUnderTest, code: string): Promise<unknown> =>
  shell.main(
    async ({ BrowserWindow }, given) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(given, true),
    code,
  )

/** What the page shows. */
export const stateOf = (shell: ShellUnderTest): Promise<unknown> =>
  inPage(shell, `document.querySelector('.glass')?.dataset.state ?? 'nothing'`).catch((error: unknown) => String(error))

/** The shell's log, line by line as JSON. */
export function logOf({ data }: ShellUnderTest): string {
  const file = join(data, 'kairos', 'log', 'screen.log')
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

/** Asks until it is so; throws with what it was last. Real processes need their time, which is no measure of anything. */
export async function until<T>(ask: () => Promise<T> | T, isSo: (value: T) => boolean, within = 25_000): Promise<T> {
  const end = Date.now() + within
  for (;;) {
    const value = await ask()
    if (isSo(value)) return value
    if (Date.now() > end) throw new Error(`it never came to be; last: ${JSON.stringify(value)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

export const shows = (shell: ShellUnderTest, ...states: string[]) =>
  until(
    () => stateOf(shell),
    (state) => states.includes(String(state)),
  )
