import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Finding } from '@kairos/dialogue/finding'
import { refusedInWords } from '@kairos/shared/server'
import type { Result } from '@kairos/shared/result'
import type { HqStorage } from '../storage/storage.ts'
import {
  findingsAnswerSchema,
  pausedAnswerSchema,
  pauseRequestSchema,
  publishedAnswerSchema,
  publishSchema,
  rollbackSchema,
} from './messages.ts'
import type { Pauser } from './pauser.ts'
import type { Published, Publisher } from './publisher.ts'

export type PublishingDoor = { server: FastifyInstance; storage: HqStorage; publisher: Publisher; pauser: Pauser }

/**
 * `GET` and `POST /v1/playbooks`, `POST /v1/playbooks/rollback`, `POST /v1/pause`, behind the console's
 * token. What cannot be published changes nothing and answers 422 with the findings.
 */
export function publishingDoors({ server, storage, publisher, pauser }: PublishingDoor): void {
  const answer = async (reply: FastifyReply, published: Result<Published, Finding[]>) => {
    if (!published.ok) {
      const problem = 'this playbook cannot be published; nothing was changed'
      return reply.code(422).send(findingsAnswerSchema.parse({ problem, findings: published.error }))
    }
    const sweep = await storage.sweepProgress()
    return publishedAnswerSchema.parse({ ...published.value, ...(sweep ? { sweep } : {}) })
  }
  server.get('/v1/playbooks', async () => storage.playbooks())
  server.post('/v1/playbooks', async (request, reply) => {
    const parsed = publishSchema.safeParse(request.body)
    if (!parsed.success) return reply.code(400).send({ problem: refusedInWords(parsed.error) })
    const { files, ...by } = parsed.data
    return answer(reply, await publisher.publish(files, by))
  })
  server.post('/v1/playbooks/rollback', async (request, reply) => {
    const parsed = rollbackSchema.safeParse(request.body)
    if (!parsed.success) return reply.code(400).send({ problem: refusedInWords(parsed.error) })
    const { version, ...by } = parsed.data
    const published = await publisher.rollBack(version, by)
    if (!published) return reply.code(404).send({ problem: `there is no version ${version}` })
    return answer(reply, published)
  })
  server.post('/v1/pause', async (request, reply) => {
    const parsed = pauseRequestSchema.safeParse(request.body)
    if (!parsed.success) return reply.code(400).send({ problem: refusedInWords(parsed.error) })
    const { paused, ...by } = parsed.data
    return pausedAnswerSchema.parse(await pauser.pause(paused, by))
  })
}
