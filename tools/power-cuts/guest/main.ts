import { execFileSync } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { mkdirSync, writeSync } from 'node:fs'
import { ErasureLog } from '@kairos/hq/customers/erasure-log'
import { openHqDatabase, storageIn } from '@kairos/hq/storage/sqlite'
import { openHubDatabase } from '@kairos/hub/storage/open'
import { sqliteReplica } from '@kairos/hub/storage/sqlite-replica'
import { HqEnd } from '@kairos/replica/hq-end'
import { HubLink, type HqPort } from '@kairos/replica/hub-link'
import { HubReplica } from '@kairos/replica/hub-replica'
import { customerSchema, type Customer } from '@kairos/shared/customer'
import { erasedName } from '@kairos/shared/erased'
import type { Event } from '@kairos/shared/event'
import { customerIdSchema, epochSchema, eventIdSchema, storeIdSchema, type CustomerId } from '@kairos/shared/ids'
import { ok } from '@kairos/shared/result'
import { secretsIn, writeSecretFile } from '@kairos/shared/tokens'
import { z } from 'zod'
import type { Kind, Told } from '../told.ts'
import { digestOf, foundIn } from './found.ts'

/**
 * In the guest: opens what the last cut left of a hub and of head office, tells the host what is there, and then writes
 * through the product's own storage until the power goes. Whatever is told here has been returned by that storage.
 */
const HOST = 3
const DISK = '/disk'
const SECRETS = `${DISK}/hq/secrets.json`
const [planted] = process.argv.slice(2)
const store = storeIdSchema.parse('harbour')
const tell = (told: Told) => void writeSync(HOST, `${JSON.stringify({ is: 'said', what: told })}\n`)
const did = (kind: Kind, upTo: number) => tell({ did: kind, upTo })

mkdirSync(DISK, { recursive: true })
execFileSync('mount', ['-t', 'ext4', '/dev/vda', DISK])
const epoch = epochSchema.parse(randomBytes(8).toString('hex'))
tell({ begins: epoch })
const secretSchema = z.object({ chainKey: z.string().length(64) })
try {
  await write()
} catch (error) {
  tell({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  throw error
}

async function write(): Promise<void> {
  // Secrets come first, as in head office's own start; the promise is kept for ever after.
  secretsIn(SECRETS, secretSchema, () => ({ chainKey: randomBytes(32).toString('hex') }))
  tell({ secret: digestOf(SECRETS) })
  const hqDatabase = openHqDatabase(`${DISK}/hq/hq.sqlite`)
  const hubDatabase = openHubDatabase(`${DISK}/hub/hub.sqlite`)
  const erasures = new ErasureLog(`${DISK}/hq/erasures.log`)
  tell({ found: foundIn(hubDatabase, hqDatabase, erasures, SECRETS) })
  if (planted === 'never-synced') for (const database of [hqDatabase, hubDatabase]) database.pragma('synchronous = OFF')

  const hq = storageIn(hqDatabase)
  await hq.openEpoch(epoch, Date.now())
  const { storage } = sqliteReplica(hubDatabase)
  const replica = new HubReplica(storage, epoch, counted, firstDocument)
  const end = new HqEnd(hq, store, epoch, () => Date.now())
  const link = new HubLink(storage, epoch, () => Date.now(), {
    clockOffset: () => {},
    playbook: () => {},
    applied: () => did('applied', storage.position().cursor),
  })
  await link.connected(portTo(end))
  const lastChange = hqDatabase.prepare(`select value from meta where key = 'last change'`).pluck()
  const both = hubDatabase.transaction((change: () => void) => change())
  let events = 0
  let erased = 0

  const record = (): number => {
    const id = eventIdSchema.parse(`${store}/${replica.nextName()}`)
    const common = { id, customer: somebody(), at: Date.now(), received: Date.now() }
    return (
      replica.record({ ...common, type: 'consent', purpose: 'marketing', given: true, strength: 'held' }, 1)?.n ?? 0
    )
  }
  const profile = (customer: CustomerId, id: string): Event => ({
    id: eventIdSchema.parse(id),
    customer,
    at: Date.now(),
    received: Date.now(),
    type: 'profile',
    profile: { home: store },
    identities: [],
  })
  const fold = async () => {
    while ((await hq.foldNext(50, foldOne)).done > 0) did('folded', Number(lastChange.get()))
  }
  /** As head office erases: into the log first, then the database; the hub reads of it. */
  const erase = async () => {
    const customer = customerIdSchema.parse(`gone-${epoch}-${++erased}`)
    await hq.takeIn([profile(customer, `gone/${customer}`)])
    await fold()
    await link.pull()
    erasures.add({ names: [erasedName(customer)], at: Date.now(), who: epoch })
    await hq.erase([customer], Date.now(), epoch)
    did('erased', erased)
    await link.pull()
  }

  for (let turn = 0; ; turn++) {
    let last = 0
    if (turn % 4 === 0) both(() => void (last = Math.max(record(), record())))
    else last = record()
    did('fact', last)
    if (turn % 3 === 0) {
      await hq.takeIn([0, 1].map(() => profile(somebody(), `door/${epoch}/${++events}`)))
      did('event', events)
    }
    if (turn % 2 === 0) await link.send()
    if (turn % 3 === 2) await fold()
    if (turn % 5 === 4) await link.pull()
    if (turn % 40 === 39) await erase()
    if (turn % 25 === 24) writeSecretFile(`${DISK}/hub/door.json`, { url: String(turn) })
  }
}

function portTo(end: HqEnd): HqPort {
  return {
    hello: async (message) => ok(await end.hello(message)),
    pull: async ({ cursor, most }) => ok(await end.pull(cursor, most)),
    compare: async (asked) => ok(await end.compare(asked)),
    lookup: async ({ identity }) => ok(await end.lookUp(identity)),
    facts: async ({ facts }) => {
      const stored = await end.facts(facts)
      if (stored.ok && stored.value.epoch === epoch) did('stored', stored.value.upTo)
      return stored
    },
  }
}

function somebody(): CustomerId {
  return customerIdSchema.parse(`c${randomInt(60)}`)
}

/** A document as large as most are, which counts what was folded into it. */
function firstDocument(id: CustomerId): Customer {
  const profile = { first: 'x'.repeat(40) }
  const empty = { consent: {}, memory: {}, runs: [], begun: {}, contacts: {}, waits: {} }
  return customerSchema.parse({ schema: 1, id, playbook: 1, now: 0, profile, ...empty, filled: 1 })
}
function counted(customer: Customer): Customer {
  return { ...customer, now: customer.now + 1 }
}
function foldOne(id: CustomerId, customer: Customer | undefined) {
  return { customer: counted(customer ?? firstDocument(id)), effects: [], happened: [] }
}
