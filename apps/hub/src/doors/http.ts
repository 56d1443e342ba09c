import { existsSync } from 'node:fs'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { lineSchema, moneySchema } from '@kairos/shared/event'
import { screenIdSchema, zoneIdSchema, type StoreId } from '@kairos/shared/ids'
import { identitySchema } from '@kairos/shared/identity'
import { refusedInWords, tokenGuard } from '@kairos/shared/server'
import type { Floor } from '../floor.ts'
import { MUTE_IN_WORDS } from '../mute.ts'
import type { Stage } from '../stage.ts'
import type { Visit } from '../storage/visits.ts'

/** Whom a system of the store means: the shopper at a cart, or whoever owns an identity. */
const whoSchema = z.union([z.object({ screen: screenIdSchema }), z.object({ identity: identitySchema })])
const receiptSchema = z.object({
  till: z.string().min(1).max(40),
  receipt: z.string().min(1).max(80),
  total: moneySchema,
  lines: z.array(lineSchema).min(1).max(500),
  identity: identitySchema,
  /** The codes of what she redeemed, as they were handed over to her. */
  coupons: z.array(z.string().min(4).max(40)).max(20).default([]),
})
const walkSchema = z.object({ who: whoSchema, zone: zoneIdSchema })
const leaveSchema = z.object({ who: whoSchema })
const muteSchema = z.object({
  muted: z.boolean(),
  /** Who did it, for the log. */
  by: z.string().min(1).max(80).default('the store'),
})

export type HubDoor = {
  server: FastifyInstance
  floor: Floor
  stage: Pick<Stage, 'mute' | 'pushed' | 'returned' | 'takeBasket'>
  store: StoreId
  token: string
  state: () => object
}

const refuse = (reply: FastifyReply, error: z.ZodError) => reply.code(400).send({ problem: refusedInWords(error) })
const nobody = (reply: FastifyReply) => reply.code(404).send({ problem: 'nobody known is visiting there' })

/**
 * What the store's own systems report, with the till's token: `POST /v1/receipts` (the till),
 * `POST /v1/zones` (whatever tracks carts), `POST /v1/leave` (the exit, or a cart returned);
 * `GET /v1/baskets/:code` gives the till what a cart handed over, once; `POST /v1/screens/:id/mute` makes a screen
 * silent, or lets it speak; `GET /v1/state` tells how the hub is.
 */
export function systemDoors({ server, floor, stage, store, token, state }: HubDoor): void {
  tokenGuard(server, '/v1/', token, 'secrets.json in the data folder of the hub')
  const visitOf = (who: z.infer<typeof whoSchema>): Visit | undefined =>
    'screen' in who ? floor.presence.at(who.screen) : floor.visitOf(who.identity)

  server.get('/v1/health', async () => ({ ok: true }))
  server.get('/v1/state', async () => state())
  server.post('/v1/receipts', async (request, reply) => {
    const parsed = receiptSchema.safeParse(request.body)
    if (!parsed.success) return refuse(reply, parsed.error)
    const { identity, coupons, ...receipt } = parsed.data
    // The till keeps it and reports it again.
    if (floor.mute) return reply.code(503).send({ problem: MUTE_IN_WORDS[floor.mute] })
    const customer = await floor.find(identity)
    if (customer === undefined) return reply.code(404).send({ problem: 'nobody knows that customer' })
    return floor.paid(customer, { ...receipt, store }, coupons)
  })
  server.post('/v1/zones', async (request, reply) => {
    const parsed = walkSchema.safeParse(request.body)
    if (!parsed.success) return refuse(reply, parsed.error)
    const { who, zone } = parsed.data
    const visit = visitOf(who)
    if (visit) floor.presence.walk(visit, zone)
    else if (!('screen' in who) || !stage.pushed(who.screen, zone)) return nobody(reply)
    return { kept: true }
  })
  server.post('/v1/leave', async (request, reply) => {
    const parsed = leaveSchema.safeParse(request.body)
    if (!parsed.success) return refuse(reply, parsed.error)
    const { who } = parsed.data
    const visit = visitOf(who)
    if (visit) floor.presence.leave(visit)
    // A cart is wiped also where nobody was recognised.
    const isCart = 'screen' in who && stage.returned(who.screen)
    return visit || isCart ? { kept: true } : nobody(reply)
  })
  server.get<{ Params: { code: string } }>('/v1/baskets/:code', async ({ params }, reply) => {
    const items = stage.takeBasket(params.code)
    return items
      ? { items }
      : reply.code(404).send({ problem: 'no basket has that code, or it was taken over already' })
  })
  server.post<{ Params: { id: string } }>('/v1/screens/:id/mute', async ({ params, body }, reply) => {
    const parsed = muteSchema.safeParse(body)
    if (!parsed.success) return refuse(reply, parsed.error)
    const screen = screenIdSchema.safeParse(params.id)
    const isKnown = screen.success && stage.mute(screen.data, parsed.data.muted, parsed.data.by)
    return isKnown
      ? { kept: true }
      : reply.code(404).send({ problem: `there is no screen "${params.id}" in this store` })
  })
}

/** The associates' tablet is a page that the hub serves, where it has been built. */
export async function tabletPage(server: FastifyInstance, folder: string | undefined): Promise<void> {
  if (folder !== undefined && existsSync(folder))
    await server.register(fastifyStatic, { root: folder, prefix: '/tablet/' })
}
