import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { NODE_FLAGS } from '@kairos/shared/node-flags'
import { summarySchema, type Summary } from '@kairos/shared/hq-views'

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const MAPPING = root('playbooks/marlow-finch/imports/online-retail-uci.yaml')

/** The public purchase log, where it is at hand. */
export const UCI = join(process.env['KAIROS_DATA'] ?? root('../shared/data'), 'online_retail_uci.csv.gz')
export const hasUci = (): boolean => existsSync(UCI)

/** Head office as a program of its own, its data in `<data>/hq`. Resolves when it is open. */
export function startHq(data: string, port = '0'): Promise<ChildProcess> {
  const place = ['--playbook', root('playbooks/marlow-finch'), '--data', join(data, 'hq'), '--port', port]
  const child = spawn(process.execPath, [...NODE_FLAGS, root('apps/hq/src/main.ts'), ...place], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (text: Buffer) => String(text).includes('head office is open') && resolve(child))
    child.once('exit', (code) => reject(new Error(`head office ended (${code})`)))
  })
}

export type Import = { child: ChildProcess; said: () => string; exit: Promise<number | null> }

/** `kairos import purchases` on the public purchase log, into the head office of that data folder. */
export function startImport(data: string): Import {
  const args = [root('tools/cli/kairos.js'), 'import', 'purchases', UCI, '--map', MAPPING, '--data', data]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += String(text)))
  return { child, said: () => said, exit: new Promise((resolve) => child.once('exit', resolve)) }
}

export type Said = { code: number | null; said: string }

/** The `kairos` command at the head office of that data folder; gives its exit code and all that it said. */
export function kairosAt(data: string, ...words: string[]): Promise<Said> {
  const child = spawn(process.execPath, [root('tools/cli/kairos.js'), ...words, '--data', data])
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += String(text)))
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code, said })))
}

const doorSchema = z.object({ url: z.string(), token: z.string() })
export const doorOf = (data: string) =>
  doorSchema.parse(JSON.parse(readFileSync(join(data, 'hq', 'door.json'), 'utf8')))

export async function summaryOf(data: string): Promise<Summary> {
  const { url, token } = doorOf(data)
  const answer = await fetch(`${url}/v1/summary`, { headers: { authorization: `Bearer ${token}` } })
  return summarySchema.parse(await answer.json())
}
