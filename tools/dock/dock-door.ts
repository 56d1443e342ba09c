import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import { pino } from 'pino'
import { z } from 'zod'
import { openServer, refusedInWords, tokenGuard } from '@kairos/shared/server'
import { zoneIdSchema } from '@kairos/shared/ids'
import { act, type Acting } from './acts.ts'
import type { Store } from './chain-on-one-machine.ts'
import { dockActionSchema, type DockState } from './contract.ts'
import type { Wallet } from './world-file.ts'

const PAGE = fileURLToPath(new URL('../dist/dock', import.meta.url))
const PEOPLE_SHOWN = 60

export type Dock = Acting & { token: string; wallets: readonly Wallet[] }

const screensSchema = z.object({ screens: z.array(z.object({ screen: z.string(), muted: z.boolean().optional() })) })

/** Which screens of a store are muted, as its hub says: somebody may have done it on the tablet. */
async function mutedAt({ hub }: Store): Promise<ReadonlySet<string>> {
  try {
    const headers = { authorization: `Bearer ${hub.tokens['till']}` }
    const state = screensSchema.safeParse(await (await fetch(`${hub.url}/v1/state`, { headers })).json())
    return new Set(state.data?.screens.flatMap(({ screen, muted }) => (muted ? [screen] : [])))
  } catch {
    return new Set()
  }
}

async function stateOf({ running, wallets, now }: Dock): Promise<DockState> {
  const { chain, hq, stores } = running
  const muted = new Set((await Promise.all(stores.map(mutedAt))).flatMap((each) => [...each]))
  const nameIn = (text: string | Record<string, string>) =>
    typeof text === 'string' ? text : (text[chain.language] ?? '')
  return {
    chain: chain.chain,
    now: now(),
    console: `${hq.url}/#token=${hq.tokens['console']}`,
    stores: stores.map(({ store, name, line, hub, screens }) => ({
      store,
      name,
      line: line.up(),
      tablet: `${hub.url}/tablet/#token=${hub.tokens['tablet']}`,
      screens: screens.map(({ screen, role, part }) => ({ screen, role, url: part.url, muted: muted.has(screen) })),
      zones: Object.entries(chain.zones).map(([zone, { name: zoneName, codes }]) => ({
        zone: zoneIdSchema.parse(zone),
        name: nameIn(zoneName),
        ...(codes[0] === undefined ? {} : { code: codes[0] }),
      })),
    })),
    people: wallets.map(({ card, ...wallet }) => ({ ...wallet, card: card !== undefined })),
    categories: Object.entries(chain.categories).map(([category, text]) => ({ category, name: nameIn(text) })),
  }
}

/** Opens the dock's page and its doors, before anything else runs; until then they say so. Gives its address. */
export async function openDock(
  host: string,
  port: number,
  token: string,
  dock: () => Dock | undefined,
): Promise<string> {
  const { server } = openServer({
    log: pino({ level: 'silent' }),
    bodyLimit: 64 * 1024,
    messageLimit: 1024,
    heartbeat: 20_000,
    frames: `http://${host}:*`,
  })
  tokenGuard(server, '/dock/', token, 'the address that npm start printed')
  server.get('/dock/state', async (_request, reply) => {
    const open = dock()
    return open
      ? stateOf({ ...open, wallets: open.wallets.slice(0, PEOPLE_SHOWN) })
      : reply.code(503).send({ problem: 'the chain is still starting' })
  })
  server.post('/dock/do', async (request, reply) => {
    const open = dock()
    if (!open) return reply.code(503).send({ problem: 'the chain is still starting' })
    const action = dockActionSchema.safeParse(request.body)
    if (!action.success) return reply.code(400).send({ problem: refusedInWords(action.error) })
    const done = await act(open, action.data)
    return done.ok ? { done: done.value } : reply.code(422).send({ problem: done.error })
  })
  /** Shoppers beyond the first page, for tests and for looking somebody up. */
  server.get('/dock/people', async (request) => {
    const { member } = z.object({ member: z.string().max(20) }).parse(request.query)
    return (dock()?.wallets ?? [])
      .filter((wallet) => wallet.member === member)
      .map(({ customer, first }) => ({ customer, first }))
  })
  if (existsSync(PAGE)) await server.register(fastifyStatic, { root: PAGE })
  return server.listen({ host, port })
}
