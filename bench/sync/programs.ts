import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { openHqDatabase } from '@kairos/hq/storage/sqlite'
import { NODE_FLAGS } from '@kairos/shared/node-flags'
import type { CloudEventInput } from '@kairos/shared/cloudevents'
import type { CustomerId } from '@kairos/shared/ids'
import type { ChainKey } from '@kairos/shared/identity'
import { cardOf, hashesOf, PLAYBOOK, type Customers } from './customers.ts'

/** The real programs, each a process of its own, as a chain runs them. */
export type Program = { pid: number; url: string; tokens: Tokens; stop: () => Promise<void> }

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const doorSchema = z.looseObject({ url: z.string() })
const secretsSchema = z.object({ console: z.string(), chainKey: z.string(), stores: z.record(z.string(), z.string()) })
const tokensSchema = z.record(z.string(), z.string())
type Tokens = z.infer<typeof tokensSchema>
const parsed = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))

/** The store whose hub is measured. */
export const STORE = 'harbour'

export const secretsOf = (data: string) => secretsSchema.parse(parsed(join(data, 'hq', 'secrets.json')))
export const keyOf = (data: string): ChainKey => ({ hex: secretsOf(data).chainKey })

async function open(args: string[], folder: string, said: string): Promise<Program> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const end = () => void child.kill()
  // A benchmark that fails leaves nobody behind.
  process.once('exit', end)
  child.once('exit', () => process.off('exit', end))
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (text: Buffer) => String(text).includes(said) && resolve())
    child.once('exit', (code) => reject(new Error(`${args.join(' ')} ended (${code})`)))
  })
  const { url, ...tokens } = doorSchema.parse(parsed(join(folder, 'door.json')))
  return { pid: child.pid ?? 0, url, tokens: tokensSchema.parse(tokens), stop: () => stop(child) }
}

async function stop(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await gone
}

/** Head office, its data in `<data>/hq`. */
export const openHq = (data: string, { playbook = PLAYBOOK, port = '0' } = {}): Promise<Program> =>
  open(
    [...NODE_FLAGS, root('apps/hq/src/main.ts'), '--playbook', playbook, '--data', join(data, 'hq'), '--port', port],
    join(data, 'hq'),
    'head office is open',
  )

const enrolmentIn = (data: string) => join(data, 'hq', 'stores', `${STORE}.json`)

/** A hub of the store, its data in `<data>/<name>`; `program` for one that is composed differently. */
export const openHub = (
  data: string,
  hqUrl: string,
  name = 'hub',
  program = 'apps/hub/src/main.ts',
): Promise<Program> =>
  open(
    [
      ...NODE_FLAGS,
      root(program),
      '--hq',
      hqUrl,
      '--enrolment',
      enrolmentIn(data),
      '--data',
      join(data, name),
      '--port',
      '0',
    ],
    join(data, name),
    'the hub is open',
  )

const stateSchema = z.object({
  customers: z.int(),
  line: z.string(),
  unsent: z.int(),
  lag: z.object({ documents: z.int() }),
  reading: z.object({ done: z.int(), bytes: z.int() }).optional(),
})
export async function stateOf({ url, tokens }: Program) {
  const answer = await fetch(new URL('/v1/state', url), { headers: { authorization: `Bearer ${tokens['till']}` } })
  return stateSchema.parse(await answer.json())
}

/** A head office that holds so many customers of one store, in the order of change; it is closed again. */
export async function chainOf(data: string, customers: Customers, count: number): Promise<ChainKey> {
  await (await openHq(data)).stop()
  const key = keyOf(data)
  const database = openHqDatabase(join(data, 'hq', 'hq.sqlite'))
  const addCustomer = database.prepare<[string, string]>('insert into customers (id, document) values (?, ?)')
  const addIdentity = database.prepare<[string, string]>('insert into identities (hash, customer) values (?, ?)')
  const hold = database.prepare<[string, string, number, number]>(
    'insert into subscriptions (store, customer, change, last) values (?, ?, ?, ?)',
  )
  const last = database.prepare<[number]>(`insert or replace into meta (key, value) values ('last change', ?)`)
  const now = Date.now()
  const some = database.transaction((from: number, to: number) => {
    for (let n = from; n < to; n++) {
      const id = customers.idOf(n)
      addCustomer.run(id, customers.documentOf(n))
      for (const hash of hashesOf(n, key)) addIdentity.run(hash, id)
      hold.run(STORE, id, n + 1, now)
    }
    last.run(to)
  })
  for (let from = 0; from < count; from += 5000) some(from, Math.min(from + 5000, count))
  database.pragma('wal_checkpoint(TRUNCATE)')
  database.close()
  return key
}

/** So many are in the store at once; whoever came first leaves as another comes. */
export const IN_STORE = 500

/** What a store's till, or whatever sees its exit, tells its hub. */
export async function tellHub({ url, tokens }: Program, path: string, body: object): Promise<void> {
  const headers = { authorization: `Bearer ${tokens['till']}`, 'content-type': 'application/json' }
  const answer = await fetch(new URL(path, url), { method: 'POST', headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
}
export const leaves = (hub: Program, n: number): Promise<void> =>
  tellHub(hub, '/v1/leave', { who: { identity: cardOf(n) } })

/** Resident memory of a process in MB now, and the processor time that it has used, in seconds (Linux). */
export function costOf({ pid }: Program): { mb: number; cpu: number } {
  const kb = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  // The name stands in brackets and may hold blanks; the times are the 14th and 15th field, in hundredths.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return { mb: Number(kb) / 1024, cpu: (Number(fields[11]) + Number(fields[12])) / 100 }
}

/** Hands HQ an event about each of these customers: her consent, given or withdrawn, is all that changes. */
export async function change({ url, tokens }: Program, customers: readonly CustomerId[], given = true): Promise<void> {
  const events = customers.map((subject): CloudEventInput => ({
    specversion: '1.0',
    id: randomUUID(),
    source: 'bench',
    subject,
    time: new Date().toISOString(),
    type: 'kairos.consent',
    data: { purpose: 'marketing', given, strength: 'held' },
  }))
  const answer = await fetch(new URL('/v1/events', url), {
    method: 'POST',
    headers: { authorization: `Bearer ${tokens['token']}`, 'content-type': 'application/cloudevents-batch+json' },
    body: JSON.stringify(events),
  })
  if (!answer.ok) throw new Error(await answer.text())
}
