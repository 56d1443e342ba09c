import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { openHqDatabase } from '@kairos/hq/storage/sqlite'
import { startHq } from '@kairos/hq/start'
import { customerIdSchema, type CustomerId } from '@kairos/shared/ids'
import { hashIdentity } from '@kairos/shared/identity-hash'
import type { ChainKey, IdentityHash } from '@kairos/shared/identity'
import { SettableClock } from '@kairos/shared/settable-clock'
import { systemClock } from '@kairos/shared/system-clock'
import { BEGIN_AHEAD, makeWorld } from '../../tools/dock/make-world.ts'

/** The demo chain's playbook. */
export const PLAYBOOK = fileURLToPath(new URL('../../playbooks/marlow-finch', import.meta.url))

/**
 * Customers for the benchmark. A sample of documents is made by a head office that lives through the demo chain's 24
 * weeks; larger chains are these documents over and over, each time under another id. So far apart that no compressor
 * of a batch or a file sees the same document twice within its window.
 */
export type Customers = {
  /** How many bytes the middle document of the sample has, and the largest. */
  median: number
  largest: number
  sample: number
  idOf: (n: number) => CustomerId
  /** The n-th customer's document as HQ stores it. */
  documentOf: (n: number) => string
}

/** A prime above every number of customers here: ids come in no order, as in a feed that is ordered by change. */
const PRIME = 1_999_993
const idOf = (n: number) => customerIdSchema.parse(`b-${String(((n + 1) * 48_271) % PRIME).padStart(7, '0')}`)

export const cardOf = (n: number) => ({ kind: 'card' as const, value: `77${String(n).padStart(10, '0')}` })
const memberOf = (n: number) => ({ kind: 'member' as const, value: `9${String(n).padStart(8, '0')}` })
/** How a customer is recognised: by a card and a member number, as most of the demo chain's. */
export const hashesOf = (n: number, key: ChainKey): IdentityHash[] => [
  hashIdentity(key, cardOf(n), undefined),
  hashIdentity(key, memberOf(n), undefined),
]

export async function liveThrough(sample: number): Promise<Customers> {
  const data = mkdtempSync(join(tmpdir(), 'kairos-bench-sample-'))
  const now = Date.now()
  const clock = new SettableClock(systemClock, BEGIN_AHEAD)
  const world = { clock, random: randomBytes, log: pino({ level: 'silent' }) }
  const hq = await startHq({ data, playbook: PLAYBOOK, host: '127.0.0.1', port: 0 }, world)
  const setAhead = async (ahead: number) => {
    clock.set(ahead)
    await hq.settled()
  }
  const part = { name: 'hq', url: hq.url, tokens: { console: hq.consoleToken }, devices: undefined, setAhead }
  await makeWorld({ ...part, stop: hq.close }, sample, 1, now, () => {})
  await hq.settled()
  await hq.close()
  const database = openHqDatabase(join(data, 'hq.sqlite'))
  const texts = database.prepare<[], string>('select document from customers order by id').pluck().all()
  database.close()
  rmSync(data, { recursive: true, force: true })
  const sizes = texts.map((text) => Buffer.byteLength(text)).toSorted((a, b) => a - b)
  return {
    median: sizes[sizes.length >> 1] ?? 0,
    largest: sizes.at(-1) ?? 0,
    sample: texts.length,
    idOf,
    documentOf: (n) => (texts[n % texts.length] ?? '').replace(/"id":"[^"]*"/, `"id":"${idOf(n)}"`),
  }
}
