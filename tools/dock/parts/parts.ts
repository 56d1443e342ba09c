import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { NODE_FLAGS } from '@kairos/shared/node-flags'
import { partSaysSchema, type PartSays, type PartSettings, type Told } from './part.ts'

const PART = fileURLToPath(new URL('./part.ts', import.meta.url))

export type Part = {
  name: string
  url: string
  tokens: Record<string, string>
  devices: { port: number; token: string } | undefined
  /** Moves its clock; resolves when what that made due is done. */
  setAhead: (ahead: number) => Promise<void>
  stop: () => Promise<void>
}

/** Why a part did not start, for the reader. */
export class PartFailed extends Error {}

/** Starts one of the programs and waits until it answers. `gone` is told if it ends unasked. */
export function startPart(
  name: string,
  settings: PartSettings,
  ahead: number,
  logTo: string,
  gone: (name: string, code: number | null) => void,
): Promise<Part> {
  const execArgv = settings.part === 'hq' || settings.part === 'hub' ? [...NODE_FLAGS] : []
  const child = fork(PART, { serialization: 'json', execArgv, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const tell = (told: Told) => void child.send(told)
  const settling = new Map<number, () => void>()
  let asked = 0
  let stopping = false
  tell({ tell: 'start', settings, ahead, logTo })
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => {
      for (const settled of settling.values()) settled()
      if (!stopping) gone(name, code)
      reject(new PartFailed(`${name} ended before it was running`))
    })
    child.on('message', (raw) => {
      const says: PartSays = partSaysSchema.parse(raw)
      if (says.says === 'failed') {
        stopping = true
        tell({ tell: 'stop' })
        reject(new PartFailed(failureInWords(name, settings, says)))
      } else if (says.says === 'settled') {
        settling.get(says.id)?.()
        settling.delete(says.id)
      } else {
        resolve({
          name,
          url: says.url,
          tokens: says.tokens,
          devices: says.devices,
          setAhead: (to) =>
            new Promise((settled) => {
              const id = ++asked
              settling.set(id, settled)
              tell({ tell: 'ahead', ahead: to, id })
            }),
          stop: () => {
            stopping = true
            return stopChild(child, tell)
          },
        })
      }
    })
  })
}

function failureInWords(name: string, settings: PartSettings, failed: { code: string; words: string }): string {
  if (failed.code !== 'EADDRINUSE') return `${name} did not start: ${failed.words}`
  return `Port ${settings.port} is in use; ${name} needs it. Stop what uses it, or choose others: npm start -- --port 5000`
}

async function stopChild(child: ChildProcess, tell: (told: Told) => void): Promise<void> {
  if (child.exitCode !== null) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  tell({ tell: 'stop' })
  const patience = setTimeout(() => child.kill('SIGKILL'), 8_000)
  await gone
  clearTimeout(patience)
}
