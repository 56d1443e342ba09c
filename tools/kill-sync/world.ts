import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { NODE_FLAGS } from '@kairos/shared/node-flags'
import { customerIdSchema, storeIdSchema, type CustomerId, type StoreId } from '@kairos/shared/ids'
import type { Identity } from '@kairos/shared/identity'
import { Random } from '../chain/random.ts'
import { openLine, type CuttableLine } from '../dock/parts/line-to-hq.ts'
import { root } from '../whole-way/running-program.ts'
import { Killable } from './killable.ts'
import { Ledger } from './ledger.ts'

/** The first is so large that its hub reads it in big batches. */
const CUSTOMERS = 2000
const STORES = ['harbour', 'old-town', 'north-gate', 'mill-lane'].map((store) => storeIdSchema.parse(store))

/** A customer of the chain, whom her card names. HQ hears late who the strangers are. */
export type Person = { customer: CustomerId; card: Identity; home: StoreId; isStranger: boolean }

export type HubProgram = {
  store: StoreId
  data: string
  program: Killable
  /** Up to HQ, and from the store's screens and tills to the hub. */
  up: CuttableLine
  floor: CuttableLine
}
export type World = Awaited<ReturnType<typeof openWorld>>

const read = <S extends z.ZodType>(schema: S, ...path: string[]): z.infer<S> =>
  schema.parse(JSON.parse(readFileSync(join(...path), 'utf8')))
export const tokensOf = (data: string) =>
  read(z.object({ screen: z.string(), tablet: z.string(), till: z.string() }), data, 'secrets.json')

/**
 * Head office, which is open, and four stores, whose hubs are not yet: real programs, each with a folder of its own and
 * behind lines that can fail.
 */
export async function openWorld(seed: number, folder: string) {
  const playbook = join(folder, 'playbook')
  cpSync(root('playbooks/marlow-finch'), playbook, { recursive: true })
  const chain = join(playbook, 'chain.yaml')
  const known = readFileSync(chain, 'utf8')
  const more = STORES.filter((store) => !known.includes(`  ${store}:`))
  const stores = more.map((store) => `  ${store}: { name: ${store}, timeZone: Europe/London }\n`).join('')
  writeFileSync(chain, known.replace('\nstores:\n', `\nstores:\n${stores}`))
  const hq = new Killable('HQ', 'apps/hq/src/main.ts', ['--playbook', playbook, '--data', join(folder, 'hq')], {
    flags: NODE_FLAGS,
  })
  await hq.start()
  const office = await openLine(() => hq.url)
  const hubs = await Promise.all(STORES.map((store) => openHub(store)))

  async function openHub(store: StoreId): Promise<HubProgram> {
    const data = join(folder, store)
    const up = await openLine(() => hq.url)
    const enrolment = join(folder, 'hq', 'stores', `${store}.json`)
    const program = new Killable(store, 'apps/hub/src/main.ts', [
      '--hq',
      up.url,
      '--enrolment',
      enrolment,
      '--data',
      data,
    ])
    const floor = await openLine(() => program.url)
    return { store, data, program, up, floor }
  }

  const random = new Random(seed, 'people')
  const people = Array.from({ length: CUSTOMERS }, (_, n): Person => {
    const [first, ...others] = STORES
    const home = random.chance(0.6) || !first ? (first ?? random.pick(STORES)) : random.pick(others)
    return {
      customer: customerIdSchema.parse(`c${n}`),
      card: { kind: 'card', value: `77${String(n).padStart(10, '0')}` },
      home,
      isStranger: random.chance(0.03),
    }
  })
  const { console: token } = read(z.looseObject({ console: z.string() }), folder, 'hq', 'secrets.json')
  return {
    seed,
    folder,
    hq,
    /** How senders of events reach HQ. */
    office,
    token,
    hubs,
    programs: [hq, ...hubs.map(({ program }) => program)],
    lines: [office, ...hubs.flatMap(({ up, floor }) => [up, floor])],
    people,
    ledger: new Ledger(),
    /** Everything that is asked of anything, so that a kill can be put in the midst of it. */
    asked: 0,
  }
}
