import { io } from 'socket.io-client'
import { z } from 'zod'
import type { DevicesStatus } from '@kairos/shared/device-status'
import { never } from '@kairos/shared/result'
import type { ScreenId, ZoneId } from '@kairos/shared/ids'
import type { ScreenRole } from '@kairos/shared/screen-state'
import {
  answeredSchema,
  identifiedSchema,
  pushedSaySchema,
  SCREEN_WIRE_VERSION,
  screenWelcomeSchema,
  type HubToScreen,
  type Identified,
  type ScreenToHub,
} from '@kairos/shared/wire/hub-screen'
import { SCREEN_NAMESPACE } from '@kairos/shared/wire/hub-tablet'
import type { SessionEffect, SessionInput } from './session.ts'

const ANSWER_WITHIN_MS = 4_000

export type HubClientParts = {
  url: string
  token: string
  screen: ScreenId
  role: ScreenRole
  zone: ZoneId | undefined
  input: (input: SessionInput) => void
  say: (words: string) => void
}

/** The screen's line to its hub. Only carries. */
export function hubClient({ url, token, screen, role, zone, input, say }: HubClientParts) {
  const socket = io(`${url}${SCREEN_NAMESPACE}`, {
    transports: ['websocket'],
    auth: { token, wire: SCREEN_WIRE_VERSION, screen, role, ...(zone === undefined ? {} : { zone }) },
    reconnectionDelay: 300,
    reconnectionDelayMax: 3_000,
  })
  const on = <S extends z.ZodType>(name: keyof HubToScreen, schema: S, then: (message: z.infer<S>) => void) =>
    socket.on(name, (raw: unknown) => {
      const parsed = schema.safeParse(raw)
      if (parsed.success) then(parsed.data)
      else say(`the hub's "${name}" is not understood: ${parsed.error.message}`)
    })
  on('welcome', screenWelcomeSchema, (welcome) => input({ is: 'welcome', welcome }))
  on('say', pushedSaySchema, ({ visit, zone, ...said }) => input({ is: 'say', visit, say: said, zone }))
  socket.on('disconnect', () => input({ is: 'hubLost' }))
  socket.on('connect_error', (error) => say(`no line to the hub: ${error.message}`))

  async function ask<S extends z.ZodType>(
    name: keyof ScreenToHub,
    message: object,
    schema: S,
    then: (reply: z.infer<S>) => void,
    otherwise: () => void = () => {},
  ): Promise<void> {
    try {
      const reply = schema.safeParse(await socket.timeout(ANSWER_WITHIN_MS).emitWithAck(name, message))
      if (reply.success) return then(reply.data)
      say(`the hub refused "${name}"`)
    } catch {
      say(`the hub did not answer "${name}"`)
    }
    otherwise()
  }
  const anything = z.looseObject({})

  let known: DevicesStatus | undefined
  const tellDevices = () => {
    if (known && socket.connected) void ask('devices', known, anything, () => {})
  }
  socket.on('connect', tellDevices)

  return {
    /** How it stands with the devices; a hub that is away is told when it is back. */
    devices(status: DevicesStatus): void {
      known = status
      tellDevices()
    },
    perform(effect: SessionEffect): Promise<void> {
      switch (effect.do) {
        case 'identify': {
          const { asking, identify } = effect
          const reply = (said: Identified) => input({ is: 'identified', asking, reply: said })
          return ask('identify', identify, identifiedSchema, reply, () => input({ is: 'noAnswer', asking }))
        }
        case 'answer': {
          const { visit, message, response } = effect
          return ask('answer', { visit, message, response }, answeredSchema, (reply) =>
            input({ is: 'answered', visit, reply }),
          )
        }
        case 'shown':
          return ask(
            'shown',
            { visit: effect.visit, message: effect.message, for: Math.round(effect.for) },
            anything,
            () => {},
          )
        case 'leave':
          return ask('leave', { visit: effect.visit }, anything, () => {})
        default:
          return never(effect)
      }
    },
    close: () => void socket.disconnect(),
  }
}
