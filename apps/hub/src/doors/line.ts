import { io } from 'socket.io-client'
import type { z } from 'zod'
import type { HqPort, HubLink } from '@kairos/replica/hub-link'
import { fail, ok, type Result } from '@kairos/shared/result'
import { serve } from '@kairos/shared/wire/serve'
import { refusedSchema } from '@kairos/shared/wire/refused'
import {
  batchSchema,
  pausedSchema,
  publishedPlaybookSchema,
  storedSchema,
  SYNC_NAMESPACE,
  SYNC_WIRE_VERSION,
  welcomeSchema,
  type HqToHub,
  type HubToHq,
} from '@kairos/shared/wire/hq-hub'

/** HQ may be busy folding; beyond this the line counts as down for that question. */
const ANSWER_WITHIN_MS = 30_000

export type Line = {
  url: string
  store: string
  token: string
  link: HubLink
  /** Lets something go on by itself, and hears of it if that fails. */
  carry: (going: Promise<void>) => void
  changed: () => void
  say: (words: string) => void
}

/** The hub's line to HQ. Only carries: connects, again and again, and hands a port to the link. */
export function lineToHq({ url, store, token, link, carry, changed, say }: Line): { close: () => void } {
  const socket = io(`${url}${SYNC_NAMESPACE}`, {
    transports: ['websocket'],
    auth: { token, wire: SYNC_WIRE_VERSION, store },
    reconnectionDelay: 500,
    reconnectionDelayMax: 10_000,
    randomizationFactor: 0.5,
  })
  async function ask<S extends z.ZodType>(
    name: keyof HubToHq,
    message: object,
    schema: S,
  ): Promise<Result<z.infer<S>, string>> {
    try {
      const reply: unknown = await socket.timeout(ANSWER_WITHIN_MS).emitWithAck(name, message)
      const refused = refusedSchema.safeParse(reply)
      if (refused.success) return fail(refused.data.refused)
      const parsed = schema.safeParse(reply)
      return parsed.success
        ? ok(parsed.data)
        : fail(`HQ's answer to ${name} is not understood: ${parsed.error.message}`)
    } catch (error) {
      return fail(error instanceof Error ? error.message : String(error))
    }
  }
  const port: HqPort = {
    hello: (message) => ask('hello', message, welcomeSchema),
    pull: (message) => ask('pull', message, batchSchema),
    facts: (message) => ask('facts', message, storedSchema),
  }
  async function greet(): Promise<void> {
    const greeted = await link.connected(port)
    if (!greeted.ok) say(`head office would not talk: ${greeted.error}`)
    changed()
  }
  socket.on('connect', () => carry(greet()))
  socket.on('disconnect', () => {
    link.disconnected()
    changed()
  })
  socket.on('connect_error', (error) => say(`no line to head office: ${error.message}`))
  socket.on('news' satisfies keyof HqToHub, () => carry(link.pull()))
  socket.on('playbook' satisfies keyof HqToHub, (message: unknown) => {
    const parsed = publishedPlaybookSchema.safeParse(message)
    if (parsed.success) link.published(parsed.data)
  })
  const failed = (error: unknown) => say(`a pause could not be kept: ${String(error)}`)
  socket.on(
    'paused' satisfies keyof HqToHub,
    serve(pausedSchema, failed, ({ paused }) => {
      link.paused(paused)
      return { kept: true }
    }),
  )
  return { close: () => void socket.disconnect() }
}
