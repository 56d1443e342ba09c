import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/** One of the real programs, started by its own main; everything that it says is kept. */
export type RunningProgram = { child: ChildProcess; url: string; said: () => string; stop: () => Promise<void> }

export type HowToStart = {
  env?: Record<string, string>
  flags?: readonly string[]
  /** Is given the process at once, long before it is open: for whoever means to kill it on the way. */
  spawned?: (child: ChildProcess) => void
}

/** Starts a program and waits until it says that it is open. Throws with all it said if it ends before. */
export function startProgram(
  main: string,
  args: string[],
  { env = {}, flags = [], spawned }: HowToStart = {},
): Promise<RunningProgram> {
  const child = spawn(process.execPath, [...flags, root(main), ...args, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  spawned?.(child)
  let said = ''
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => {
        said += String(text)
        const url = /listening at (http:[^"\s]+)/.exec(said)?.[1]
        if (url === undefined || !/is open|is up/.test(said)) return
        const stop = () => {
          child.kill('SIGTERM')
          return ended
        }
        resolve({ child, url, said: () => said, stop })
      })
    void ended.then(() => reject(new Error(`${main} ended:\n${said}`)))
  })
}
