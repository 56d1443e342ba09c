import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import { pino } from 'pino'
import { summarySchema } from '@kairos/shared/hq-views'
import { openServer } from '@kairos/shared/server'
import { storeViews } from './fixtures/store-views.ts'

const CONSOLE = fileURLToPath(new URL('../../apps/hq/dist/console', import.meta.url))
/** What two erasures have become, and which stores have not read of them. */
const ERASURES = ['0'.repeat(32), '1'.repeat(32)].map((name, n) => ({
  name: `erased:${name}`,
  at: Date.UTC(2026, 5, 16 + n, 9, 30),
  who: 'Pat Whitfield',
  waiting: n === 0 ? ['line-down', 'unheard-for-too-long'] : ['line-down'],
}))

/** The console as it is built, at doors that tell of stores in every state. */
export async function openStandInHq(now: number): Promise<{ url: string; close: () => Promise<void> }> {
  const log = pino({ level: 'silent' })
  const { server, close } = openServer({ log, bodyLimit: 1024, messageLimit: 1024, heartbeat: 10_000 })
  const stores = storeViews(now)
  const summary = summarySchema.parse({
    chain: 'Marlow & Finch',
    now,
    playbook: 3,
    customers: 674_940,
    events: 5_120_338,
    waiting: 0,
    byType: {},
    runs: [],
    effectsDue: {},
    cleaning: true,
  })
  server.get('/v1/summary', async () => summary)
  server.get('/v1/stores', async () => stores)
  server.get('/v1/erasures', async () => ERASURES)
  await server.register(fastifyStatic, { root: CONSOLE })
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  return {
    url: `${url}/#token=nobody-asks&at=/stores`,
    close,
  }
}
