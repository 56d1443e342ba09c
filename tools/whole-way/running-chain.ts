import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser } from 'playwright-core'
import { browserArguments, findBrowser } from '../browser/find-browser.ts'
import { dockStateSchema, type DockAction, type DockState } from '../dock/contract.ts'

const LAUNCHER = fileURLToPath(new URL('../dock/main.ts', import.meta.url))

/** The launcher as a process of its own, as `npm start` runs it, on free ports. */
export type RunningLauncher = {
  /** The dock's address, its token in the fragment. */
  url: string
  lines: string[]
  child: ChildProcess
  /** Ctrl-C; gives the exit code. */
  interrupt: () => Promise<number | null>
}

/** Starts the launcher and waits for `Kairos is running`. Throws with all it printed if it ends before. */
export function launch(data: string, ...more: string[]): Promise<RunningLauncher> {
  const args = [LAUNCHER, '--data', data, '--port', '0', '--customers', '400', '--no-import', ...more]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const lines: string[] = []
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return new Promise((resolve, reject) => {
    const read = (line: string) => {
      lines.push(line)
      const url = /Kairos is running: (\S+)/.exec(line)?.[1]
      if (url === undefined) return
      const interrupt = () => {
        child.kill('SIGINT')
        return ended
      }
      resolve({ url, lines, child, interrupt })
    }
    createInterface({ input: child.stdout }).on('line', read)
    createInterface({ input: child.stderr }).on('line', read)
    void ended.then((code) => reject(new Error(`the launcher ended (${code}):\n${lines.join('\n')}`)))
  })
}

/** The doors as the pages use them, for looking behind the glass. */
export class Doors {
  readonly #dock: URL
  readonly #token: string

  constructor(dockUrl: string) {
    this.#dock = new URL(dockUrl)
    this.#token = new URLSearchParams(this.#dock.hash.slice(1)).get('token') ?? ''
  }

  async state(): Promise<DockState> {
    return dockStateSchema.parse(await this.#get(`${this.#dock.origin}/dock/state`, this.#token))
  }

  async do(action: DockAction): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${this.#dock.origin}/dock/do`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      body: JSON.stringify(action),
    })
    return { status: response.status, body: await response.json() }
  }

  /** Asks HQ's console door. */
  async hq(path: string): Promise<unknown> {
    const { console: page } = await this.state()
    const url = new URL(page)
    return this.#get(`${url.origin}${path}`, new URLSearchParams(url.hash.slice(1)).get('token') ?? '')
  }

  async #get(url: string, token: string): Promise<unknown> {
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
    if (!response.ok) throw new Error(`${url}: ${response.status}`)
    return response.json()
  }
}

export async function openBrowser(...more: string[]): Promise<Browser> {
  const found = findBrowser()
  if (!found.ok) throw new Error(found.error.what)
  return chromium.launch({ executablePath: found.value, args: [...browserArguments, ...more] })
}
