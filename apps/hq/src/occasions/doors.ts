import type { FastifyInstance } from 'fastify'
import { occasionSchema } from '@kairos/shared/hq-views'
import { refusedInWords } from '@kairos/shared/server'
import type { HqStorage } from '../storage/storage.ts'
import type { Announcer } from './announcer.ts'
import { announcedAnswerSchema } from './messages.ts'

export type OccasionDoor = { server: FastifyInstance; storage: HqStorage; announcer: Announcer }

/** `GET` and `POST /v1/occasions`, behind the console's token. What is refused changes nothing. */
export function occasionDoors({ server, storage, announcer }: OccasionDoor): void {
  server.get('/v1/occasions', async () => storage.occasions('all'))
  server.post('/v1/occasions', async (request, reply) => {
    const parsed = occasionSchema.safeParse(request.body)
    if (!parsed.success) return reply.code(400).send({ problem: refusedInWords(parsed.error) })
    const announced = await announcer.announce(parsed.data)
    if (!announced.ok) {
      const { why, problem } = announced.error
      return reply.code(why === 'taken' ? 409 : 422).send({ problem })
    }
    const occasion = await storage.occasion(parsed.data.id)
    return announcedAnswerSchema.parse({ ...announced.value, occasion })
  })
}
