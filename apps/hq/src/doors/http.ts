import { existsSync } from 'node:fs'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { cloudEventSchema } from '@kairos/shared/cloudevents'
import { customerIdSchema } from '@kairos/shared/ids'
import { identitySchema } from '@kairos/shared/identity'
import { hashIdentity } from '@kairos/shared/identity-hash'
import { refusedInWords, tokenGuard } from '@kairos/shared/server'
import type { Desk } from '../desk.ts'
import { follows, further, importIdSchema, importProgressSchema } from '../import/progress.ts'
import { eventFrom } from '../intake.ts'
import type { Secrets } from '../secrets.ts'
import type { HqStorage } from '../storage/storage.ts'
import type { Ms } from '@kairos/shared/time'
import type { Report } from '@kairos/shared/wire/hub-report'

const MOST_EVENTS = 2000
const importSchema = z.object({ events: z.array(cloudEventSchema).max(MOST_EVENTS), progress: importProgressSchema })
const eventsSchema = z.union([z.array(cloudEventSchema).max(MOST_EVENTS), cloudEventSchema])
const importId = z.object({ id: importIdSchema })

const KINDS = identitySchema.shape.kind.options

export type HttpDoor = {
  server: FastifyInstance
  storage: HqStorage
  desk: Desk
  secrets: Secrets
  now: () => Ms
  /** Where phone numbers are from that are written without a country. */
  country: () => string | undefined
}

/** `POST /v1/events` takes CloudEvents (one, or a batch); the import's door takes a batch with its progress. */
export function eventDoors({ server, storage, desk, secrets, now, country }: HttpDoor): void {
  server.addContentTypeParser(
    ['application/cloudevents+json', 'application/cloudevents-batch+json'],
    { parseAs: 'string' },
    server.getDefaultJsonParser('error', 'error'),
  )
  tokenGuard(server, '/v1/', secrets.console, 'secrets.json in the data folder of HQ')
  server.get('/v1/health', async () => ({ ok: true }))
  server.post('/v1/events', async (request, reply) => {
    const parsed = eventsSchema.safeParse(request.body)
    if (!parsed.success) return reply.code(400).send({ problem: refusedInWords(parsed.error) })
    const events = Array.isArray(parsed.data) ? parsed.data : [parsed.data]
    const taken = await storage.takeIn(events.map((event) => eventFrom(event, secrets.chainKey, now(), country())))
    void desk.kick()
    return reply.code(202).send(taken)
  })
  server.get('/v1/imports/:id', async (request, reply) => {
    const progress = await storage.importProgress(importId.parse(request.params).id)
    return progress === undefined ? reply.code(404).send({ problem: 'no such import' }) : { progress }
  })
  server.post('/v1/imports/:id', async (request, reply) => {
    const { id } = importId.parse(request.params)
    const parsed = importSchema.safeParse(request.body)
    if (!parsed.success) return reply.code(400).send({ problem: refusedInWords(parsed.error) })
    const { events, progress } = parsed.data
    const received = now()
    const taken = await storage.takeImport(
      id,
      events.map((event) => eventFrom(event, secrets.chainKey, received, country())),
      (stored) => {
        const before = stored === undefined ? undefined : importProgressSchema.parse(stored)
        return follows(before, progress) ? further(before, progress) : undefined
      },
    )
    if (!taken)
      return reply
        .code(409)
        .send({ problem: 'rows are missing before these: ask for the progress and go on from there' })
    void desk.kick()
    return taken
  })
}

/** What the console reads. */
export function viewDoors(
  { server, storage, secrets, now, country }: HttpDoor,
  about: () => {
    chain: string
    playbook: number
    stores: Record<string, string>
    connected: ReadonlySet<string>
    reports: ReadonlyMap<string, { at: Ms; report: Report }>
  },
): void {
  server.get('/v1/summary', async () => {
    const { chain, playbook } = about()
    const [sweep, paused] = [await storage.sweepProgress(), await storage.paused()]
    const occasions = await storage.occasions('under way')
    const going = {
      ...(sweep ? { sweep } : {}),
      ...(occasions.length > 0 ? { occasions } : {}),
      ...(paused ? { paused } : {}),
    }
    return { chain, now: now(), playbook, ...(await storage.summary()), ...going }
  })
  server.get('/v1/stores', async () => {
    const { stores, connected, reports } = about()
    const known = new Map((await storage.stores()).map((row) => [String(row.store), row]))
    return Object.entries(stores).map(([store, name]) => {
      const row = known.get(store)
      const line = connected.has(store) ? 'up' : row?.heard === undefined ? 'never' : 'down'
      const told = reports.get(store)
      const hub = told ? { hub: { ...told.report, told: told.at } } : {}
      return { behind: 0, customers: 0, facts: 0, setAside: 0, differed: 0, ...row, ...hub, store, name, line }
    })
  })
  server.get('/v1/customers', async (request) => {
    const { find } = z.object({ find: z.string().trim().max(80).default('') }).parse(request.query)
    // A number, a card or a code is stored only as its hash, and is found by it.
    const hashes =
      find === '' ? [] : KINDS.map((kind) => hashIdentity(secrets.chainKey, { kind, value: find }, country()))
    return storage.findCustomers(find, hashes, 50)
  })
  server.get('/v1/customers/:id', async (request, reply) => {
    const { id } = z.object({ id: customerIdSchema }).parse(request.params)
    const found = await storage.customer(id)
    if (!found) return reply.code(404).send({ problem: `there is no customer ${id}` })
    return { customer: found.row, document: found.document, timeline: await storage.timeline(id, 500) }
  })
}

/** The console's page, where it has been built. */
export async function consolePage(server: FastifyInstance, folder: string): Promise<void> {
  if (existsSync(folder)) await server.register(fastifyStatic, { root: folder })
}
