import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { customerIdSchema } from '@kairos/shared/ids'
import { refusedInWords } from '@kairos/shared/server'
import type { HqStorage } from '../storage/storage.ts'
import { eraseSchema, erasedAnswerSchema, mergedAnswerSchema, mergeSchema } from './messages.ts'
import type { Registry } from './registry.ts'

export type CustomerDoor = { server: FastifyInstance; storage: HqStorage; registry: Registry }

const idSchema = z.object({ id: customerIdSchema })

/**
 * `POST /v1/customers/:id/merge`, `DELETE /v1/customers/:id` and `GET /v1/erasures`, behind the console's token. What
 * is refused changes nothing.
 */
export function customerDoors({ server, storage, registry }: CustomerDoor): void {
  server.post('/v1/customers/:id/merge', async (request, reply) => {
    const { id } = idSchema.parse(request.params)
    const parsed = mergeSchema.safeParse(request.body)
    if (!parsed.success) return reply.code(400).send({ problem: refusedInWords(parsed.error) })
    const { from, ...by } = parsed.data
    const merged = await registry.merge(id, from, by)
    if (!merged.ok) return reply.code(404).send({ problem: merged.error })
    return mergedAnswerSchema.parse({ stores: merged.value })
  })
  server.delete('/v1/customers/:id', async (request, reply) => {
    const { id } = idSchema.parse(request.params)
    const parsed = eraseSchema.safeParse(request.body)
    if (!parsed.success) return reply.code(400).send({ problem: refusedInWords(parsed.error) })
    const erased = await registry.erase(id, parsed.data)
    if (!erased.ok) return reply.code(404).send({ problem: erased.error })
    return erasedAnswerSchema.parse(erased.value)
  })
  server.get('/v1/erasures', async () => storage.erasures())
}
