import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { io, type Socket } from 'socket.io-client'
import { parse, stringify } from 'yaml'
import { openHqDatabase } from '@kairos/hq/storage/sqlite'
import { batchSchema, SYNC_NAMESPACE, SYNC_WIRE_VERSION, welcomeSchema } from '@kairos/shared/wire/hq-hub'
import { PLAYBOOK, type Customers } from './customers.ts'
import { chainOf, change, costOf, openHq, secretsOf, type Program } from './programs.ts'
import { tell } from './told.ts'
import { inMs, load, pause, spread, until, whole } from './words.ts'

const HUBS = 1000

/** The demo chain with so many stores. */
function playbookOf(folder: string, stores: readonly string[]): string {
  const playbook = join(folder, 'playbook')
  cpSync(PLAYBOOK, playbook, { recursive: true })
  const file = join(playbook, 'chain.yaml')
  const chain = parse(readFileSync(file, 'utf8')) as { stores: object }
  const more = Object.fromEntries(stores.map((store) => [store, { name: store, timeZone: 'Europe/London' }]))
  writeFileSync(file, stringify({ ...chain, stores: { ...chain.stores, ...more } }))
  return playbook
}

/** A hub that only speaks the wire: hello, then it reads what there is, and again whenever there is news. */
class LightHub {
  readonly #socket: Socket
  #cursor = 0
  #hqEpoch: string | undefined
  welcomed: number | undefined
  /** When it last read a document, and when it last had nothing left to read. */
  read: number | undefined
  done: number | undefined

  constructor(url: string, store: string, token: string, index: number) {
    const auth = { token, wire: SYNC_WIRE_VERSION, store }
    this.#socket = io(`${url}${SYNC_NAMESPACE}`, {
      transports: ['websocket'],
      auth,
      forceNew: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 10_000,
    })
    this.#socket.on('connect', () => void this.#greet(index).catch(console.error))
    this.#socket.on('news', () => void this.#pull().catch(console.error))
  }

  async #greet(index: number): Promise<void> {
    const epoch = index.toString(16).padStart(16, '0')
    const hello = { epoch, cursor: this.#cursor, playbook: 1, ...(this.#hqEpoch ? { hqEpoch: this.#hqEpoch } : {}) }
    const welcome = welcomeSchema.parse(await this.#socket.timeout(60_000).emitWithAck('hello', hello))
    this.#hqEpoch = welcome.hqEpoch
    this.welcomed = performance.now()
    await pause(welcome.wait ?? 0)
    await this.#pull()
  }

  async #pull(): Promise<void> {
    for (let more = true; more;) {
      const asked = { cursor: this.#cursor, most: 200 }
      const batch = batchSchema.parse(await this.#socket.timeout(60_000).emitWithAck('pull', asked))
      this.#cursor = batch.cursor
      if (batch.rows.length > 0) this.read = performance.now()
      more = batch.rows.length > 0
    }
    this.done = performance.now()
  }

  close(): void {
    this.#socket.disconnect()
  }
}

const since = (began: number, times: readonly (number | undefined)[]) =>
  spread(times.map((at) => (at ?? began) - began))
const costs = (hq: Program) => {
  const { mb, cpu } = costOf(hq)
  return `${mb.toFixed(0)} MB, ${cpu.toFixed(1)} s of processor since its start`
}

/** `--only crowd`: as many hubs as a large chain has on one HQ process: all at once, one change to all, HQ started anew. */
export async function crowd(customers: Customers, scale: number): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'kairos-bench-crowd-'))
  const stores = Array.from({ length: HUBS * scale }, (_, n) => `store-${n + 1}`)
  const playbook = playbookOf(data, stores)
  await chainOf(data, customers, 1)
  const database = openHqDatabase(join(data, 'hq', 'hq.sqlite'))
  const hold = database.prepare<[string, string, number, number]>(
    'insert into subscriptions (store, customer, change, last) values (?, ?, ?, ?)',
  )
  for (const [n, store] of stores.entries()) hold.run(store, customers.idOf(0), n + 2, Date.now())
  database.prepare<[number]>(`update meta set value = ? where key = 'last change'`).run(stores.length + 1)
  database.close()
  let hq = await openHq(data, { playbook })
  const told = [`  with no hub                 ${costs(hq)}`]
  const tokens = secretsOf(data).stores
  const began = performance.now()
  const hubs = stores.map((store, index) => new LightHub(hq.url, store, tokens[store] ?? '', index + 1))
  const all = (what: string, so: (hub: LightHub) => boolean) =>
    until(what, async () => (hubs.every(so) ? true : undefined), 20)
  try {
    await all('all welcomed and read', ({ done }) => done !== undefined)
    told.push(
      `  all connected at once       welcomed after ${inMs(
        since(
          began,
          hubs.map(({ welcomed }) => welcomed),
        ),
      )}`,
      `    (HQ lets them ask one after the other) all read after ${inMs(
        since(
          began,
          hubs.map(({ done }) => done),
        ),
      )}`,
      `    HQ then                   ${costs(hq)}`,
    )
    const changed = performance.now()
    await change(hq, [customers.idOf(0)])
    await all('the change', ({ read, done }) => (read ?? 0) > changed && (done ?? 0) >= (read ?? 0))
    told.push(
      `  one change for every store  at its hub after ${inMs(
        since(
          changed,
          hubs.map(({ read }) => read),
        ),
      )}`,
      `    HQ then                   ${costs(hq)}`,
    )
    const { port } = new URL(hq.url)
    await hq.stop()
    hq = await openHq(data, { playbook, port })
    const back = performance.now()
    await all('all back', ({ welcomed, done }) => (welcomed ?? 0) > changed && (done ?? 0) > (welcomed ?? 0))
    told.push(
      `  HQ started anew             welcomed ${inMs(
        since(
          back,
          hubs.map(({ welcomed }) => welcomed),
        ),
      )} after it was open`,
      `    all read                  ${inMs(
        since(
          back,
          hubs.map(({ done }) => done),
        ),
      )} after it was open`,
      `    HQ then                   ${costs(hq)}`,
    )
    const last = since(
      back,
      hubs.map(({ done }) => done),
    ).max
    tell(
      `${whole(stores.length)} hubs on one HQ, started anew: the last has read all`,
      '',
      `${(last / 1000).toFixed(1)} s`,
    )
    tell('  memory of HQ then', '', `${costOf(hq).mb.toFixed(0)} MB`)
    console.log(`
${whole(stores.length)} hubs on one HQ process; the hubs are light: they speak the wire and keep nothing (${load()})
${told.join('\n')}`)
  } finally {
    for (const hub of hubs) hub.close()
    await hq.stop()
    rmSync(data, { recursive: true, force: true })
  }
}
