import { io } from 'socket.io-client'
import type { z } from 'zod'
import type { HqPort, HubLink } from '@kairos/replica/hub-link'
import { fail, ok, type Result } from '@kairos/shared/result'
import { serve } from '@kairos/shared/wire/serve'
import { refusedSchema } from '@kairos/shared/wire/refused'
import type { Cancel, Clock } from '@kairos/shared/time'
import { reportedSchema, type Report } from '@kairos/shared/wire/hub-report'
import {
  batchSchema,
  lookedUpSchema,
  comparedSchema,
  pausedSchema,
  publishedPlaybookSchema,
  storedSchema,
  SYNC_NAMESPACE,
  SYNC_WIRE_VERSION,
  welcomeSchema,
  type HqToHub,
  type HubToHq,
} from '@kairos/shared/wire/hq-hub'

import { backOff } from './back-off.ts'
import { bulkFrom } from './bulk.ts'

/** HQ may be busy folding; beyond this the line counts as down for that question. */
const ANSWER_WITHIN_MS = 30_000
/** Somebody stands at a screen and waits. */
const LOOK_UP_WITHIN_MS = 2_000

export type Line = {
  url: string
  store: string
  token: string
  /** Absent where the disk takes nothing: nothing can be read or sent then, and HQ hears only how the hub is. */
  link?: HubLink
  clock: Clock
  /** At random, from 0 up to 1. */
  share: () => number
  /** Lets something go on by itself, and hears of it if that fails. */
  carry: (going: Promise<void>) => void
  changed: () => void
  say: (words: string) => void
}

export type LineToHq = { report: (report: Report) => Promise<void>; close: () => void }

/** The hub's line to HQ. Only carries: connects, again and again, and hands a port to the link. */
export function lineToHq({ url, store, token, link, clock, share, carry, changed, say }: Line): LineToHq {
  const ended = new AbortController()
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
    within = ANSWER_WITHIN_MS,
  ): Promise<Result<z.infer<S>, string>> {
    try {
      const reply: unknown = await socket.timeout(within).emitWithAck(name, message)
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
    bulk: bulkFrom({ url, store, token }, ended.signal),
    compare: (message) => ask('compare', message, comparedSchema),
    facts: (message) => ask('facts', message, storedSchema),
    lookup: (message) => ask('lookup', message, lookedUpSchema, LOOK_UP_WITHIN_MS),
  }
  async function greet(): Promise<void> {
    const greeted = await link?.connected(port)
    if (greeted?.ok === false) say(`head office would not talk: ${greeted.error}`)
    changed()
  }
  let refusals = 0
  let again: Cancel | undefined
  socket.on('connect', () => {
    refusals = 0
    carry(greet())
  })
  socket.on('disconnect', () => {
    link?.disconnected()
    changed()
  })
  socket.on('connect_error', (error) => {
    say(`no line to head office: ${error.message}`)
    // Where HQ refused (it does not know the store yet, say) the socket does not try again by itself.
    if (socket.active || ended.signal.aborted) return
    again?.()
    again = clock.at(clock.now() + backOff(refusals++, share()), () => void socket.connect())
  })
  const notKept = (error: unknown) => say(`a pause could not be kept: ${String(error)}`)
  if (link) listen(link)
  function listen(to: HubLink): void {
    socket.on('news' satisfies keyof HqToHub, () => carry(to.pull()))
    socket.on('playbook' satisfies keyof HqToHub, (message: unknown) => {
      const parsed = publishedPlaybookSchema.safeParse(message)
      if (parsed.success) to.published(parsed.data)
    })
    socket.on(
      'paused' satisfies keyof HqToHub,
      serve(pausedSchema, notKept, ({ paused }) => {
        to.paused(paused)
        return { kept: true }
      }),
    )
  }
  return {
    /** Tells HQ how the hub is, for its page of stores; an older HQ does not want to know. */
    async report(report: Report): Promise<void> {
      if (link ? link.up : socket.connected) await ask('report', report, reportedSchema)
    },
    close(): void {
      ended.abort()
      again?.()
      socket.disconnect()
    },
  }
}
