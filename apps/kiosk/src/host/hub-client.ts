import { io } from 'socket.io-client'
import { z } from 'zod'
import type { DevicesStatus } from '@kairos/shared/device-status'
import { never } from '@kairos/shared/result'
import type { ScreenId, VisitId, ZoneId } from '@kairos/shared/ids'
import type { ScreenRole } from '@kairos/shared/screen-state'
import {
  aboutReplySchema,
  answeredSchema,
  basketTakenSchema,
  callSchema,
  identifiedSchema,
  pushedSaySchema,
  releasedSchema,
  SCREEN_WIRE_VERSION,
  screenWelcomeSchema,
  type Glass,
  type HubToScreen,
  type Answered,
  type Tested,
  type Identified,
  type ScreenToHub,
} from '@kairos/shared/wire/hub-screen'
import { SCREEN_NAMESPACE } from '@kairos/shared/wire/hub-tablet'
import { refusedSchema } from '@kairos/shared/wire/refused'
import type { SessionEffect, SessionInput } from './session/state.ts'

const ANSWER_WITHIN_MS = 4_000

export type HubClientParts = {
  url: string
  token: string
  screen: ScreenId
  role: ScreenRole
  zone: ZoneId | undefined
  /** Whose visit a cart has, for when it comes back to its hub. */
  visit: () => VisitId | undefined
  input: (input: SessionInput) => void
  say: (words: string) => void
}

/** The screen's line to its hub. Only carries. */
export function hubClient({ url, token, screen, role, zone, visit, input, say }: HubClientParts) {
  const socket = io(`${url}${SCREEN_NAMESPACE}`, {
    transports: ['websocket'],
    auth: (give) => give({ token, wire: SCREEN_WIRE_VERSION, screen, role, zone, visit: visit() }),
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
  on('say', pushedSaySchema, ({ visit, zone, first, ...said }) => input({ is: 'say', visit, say: said, zone, first }))
  on('released', releasedSchema, ({ visit }) => input({ is: 'released', visit }))
  on('call', callSchema, ({ is }) => input({ is: 'call', call: is }))
  socket.on('disconnect', () => input({ is: 'hubLost' }))
  socket.on('connect_error', (error) => say(`no line to the hub: ${error.message}`))

  /** What the hub answers is taken in the turn in which it arrives: what it pushes after that builds upon it. */
  function ask<S extends z.ZodType>(
    name: keyof ScreenToHub,
    message: object,
    schema: S,
    then: (reply: z.infer<S>) => void,
    otherwise: () => void = () => {},
  ): void {
    socket.timeout(ANSWER_WITHIN_MS).emit(name, message, (failed: Error | null, raw: unknown) => {
      const reply = failed ? undefined : schema.safeParse(raw)
      if (reply?.success) return then(reply.data)
      say(reply ? `the hub refused "${name}"` : `the hub did not answer "${name}"`)
      otherwise()
    })
  }
  /**
   * Whatever the hub says to what it is told is an answer, a refusal too: that a visit is over does not change by
   * saying it again. Only a hub that is ill, and says so, has not heard.
   */
  const anything = z.looseObject({}).refine((reply) => refusedSchema.safeParse(reply).data?.again !== true)

  let devicesNow: DevicesStatus | undefined
  let glassNow: Glass | undefined
  let testedNow: Tested | undefined
  const tellOne = (name: 'devices' | 'glass' | 'tested', known: object | undefined) => {
    // What is on the glass is told every half minute: a hub that answers may have got well meanwhile.
    if (known && socket.connected) ask(name, known, anything, () => input({ is: 'again' }))
  }
  socket.on('connect', () => {
    tellOne('devices', devicesNow)
    tellOne('glass', glassNow)
    tellOne('tested', testedNow)
  })
  /** Something that happened: the hub takes it, or the session is told that it did not hear. */
  const tell = (name: keyof ScreenToHub, effect: SessionEffect): void => {
    const { do: _, ...message } = effect
    return ask(
      name,
      message,
      anything,
      () => {},
      () => input({ is: 'undelivered', effect }),
    )
  }

  return {
    /** How it stands with the devices; a hub that is away is told when it is back. */
    devices(status: DevicesStatus): void {
      devicesNow = status
      tellOne('devices', status)
    },
    /** What is really on the glass; likewise. */
    glass(glass: Glass): void {
      glassNow = glass
      tellOne('glass', glass)
    },
    /** What the installer's last self-test found; likewise. */
    tested(tested: Tested): void {
      testedNow = tested
      tellOne('tested', tested)
    },
    perform(effect: SessionEffect): void {
      switch (effect.do) {
        case 'identify': {
          const { asking, identify } = effect
          const reply = (said: Identified) => input({ is: 'identified', asking, reply: said })
          return ask('identify', identify, identifiedSchema, reply, () => input({ is: 'noAnswer', asking }))
        }
        case 'answer': {
          const { visit, message, response } = effect
          const reply = (said: Answered) => input({ is: 'answered', visit, reply: said })
          const lost = () => input({ is: 'undelivered', effect })
          return ask('answer', { visit, message, response }, answeredSchema, reply, lost)
        }
        case 'about':
          return ask('about', { visit: effect.visit }, aboutReplySchema, ({ known }) =>
            input({ is: 'about', visit: effect.visit, known }),
          )
        case 'basket':
          return ask('basket', { visit: effect.visit, items: effect.items }, basketTakenSchema, ({ code }) =>
            input({ is: 'basketTaken', visit: effect.visit, code }),
          )
        case 'shown':
          return tell('shown', { ...effect, for: Math.round(effect.for), at: Math.round(effect.at) })
        case 'leave':
        case 'quiet':
        case 'language':
        case 'call':
        case 'walk':
          return tell(effect.do, effect)
        default:
          return never(effect)
      }
    },
    close: () => void socket.disconnect(),
  }
}
