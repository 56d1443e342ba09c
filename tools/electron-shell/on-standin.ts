import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { InMain, ShellUnderTest } from './shell-under-test.ts'

const REGISTER = new URL('../electron-standin/register.ts', import.meta.url).href
/** The compiled shell; `KAIROS_BUILT` names another one, out of which a lock was taken. */
export const BUILT =
  process.env['KAIROS_BUILT'] ?? fileURLToPath(new URL('../../apps/kiosk/dist/electron', import.meta.url))
const answeredSchema = z.object({ id: z.int(), value: z.unknown().optional(), failed: z.string().exactOptional() })

/** Starts the compiled main under Node, with the stand-in in Electron's place. */
export function startOnStandIn(data: string, built = BUILT, more: readonly string[] = []): ShellUnderTest {
  const child = fork(`${built}/main.js`, [`--user-data-dir=${data}`, ...more], {
    execArgv: ['--disable-warning=ExperimentalWarning', '--import', REGISTER],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => (said += String(text)))
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  child.on('message', (raw) => {
    const { id, value, failed } = answeredSchema.parse(raw)
    const asked = waiting.get(id)
    waiting.delete(id)
    if (failed === undefined) asked?.resolve(value)
    else asked?.reject(new Error(failed))
  })
  const ended = new Promise<number | null>((resolve) =>
    child.once('exit', (code) => {
      for (const { reject } of waiting.values()) reject(new Error(`the shell ended (${code}): ${said}`))
      resolve(code)
    }),
  )
  let asked = 0
  return {
    kind: 'stand-in',
    data,
    main: <Given, Value>(run: InMain<Given, Value>, given: Given) =>
      new Promise<Value>((resolve, reject) => {
        const id = ++asked
        waiting.set(id, { resolve: (value) => resolve(value as Value), reject })
        child.send({ id, source: String(run), given }, (error) => {
          if (error) reject(error)
        })
      }),
    said: () => said,
    ended,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
