import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyBaseLogger } from 'fastify'
import { z } from 'zod'
import { openServer } from '@kairos/shared/server'
import type { ScreenId, ZoneId } from '@kairos/shared/ids'
import { screenInputSchema, type ScreenFrame, type ScreenRole } from '@kairos/shared/screen-state'
import { SECOND, type Cancel, type Clock } from '@kairos/shared/time'
import { newToken, secretsIn, tokenMatches, writeSecretFile, type Random } from '@kairos/shared/tokens'
import { PAGE_NAMESPACE, pageAuthSchema, type HostToPage, type PageToHost } from '@kairos/shared/wire/page-host'
import { deviceEventSchema } from '@kairos/devices/device-event'
import { startDevices, type WhichDevices } from './devices.ts'
import { watchGlass } from './glass-watch.ts'
import { hubClient } from './hub-client.ts'
import { selfTest } from './self-test.ts'
import { step } from './session.ts'
import { frameOf } from './session/frame.ts'
import { newSession, visitOf, type Session, type SessionInput } from './session/state.ts'

const PAGE = fileURLToPath(new URL('../../dist/screens', import.meta.url))
const secretsSchema = z.object({ page: z.string().min(20), devices: z.string().min(20) })

export type HostSettings = {
  data: string
  hubUrl: string
  /** The hub's token for screens. */
  hubToken: string
  screen: ScreenId
  role: ScreenRole
  /** Where an aisle screen or kiosk stands. */
  zone?: ZoneId
  host: string
  port: number
  framedBy?: string
  devices: WhichDevices
  /** How large the glass is, for the self-test; and whether to begin with it. */
  size?: { width: number; height: number }
  selfTest?: boolean
}
export type HostWorld = { clock: Clock; random: Random; log: FastifyBaseLogger }
export type RunningHost = {
  /** The page's address, its token in the fragment. */
  url: string
  /** Where reports of virtual devices are taken; resolves once it is open. */
  devices: Promise<{ port: number; token: string }>
  close: () => Promise<void>
}

/** Starts a screen's host: session, devices, hub and page, composed. */
export async function startHost(settings: HostSettings, { clock, random, log }: HostWorld): Promise<RunningHost> {
  const secrets = secretsIn(join(settings.data, 'secrets.json'), secretsSchema, () => ({
    page: newToken(random),
    devices: newToken(random),
  }))
  const say = (words: string) => log.info(words)
  const { screen, role } = settings
  const { server, sockets } = openServer({
    log,
    bodyLimit: 16 * 1024,
    messageLimit: 16 * 1024,
    heartbeat: SECOND / 4,
    framedBy: settings.framedBy,
  })
  const pages = sockets.of(PAGE_NAMESPACE)

  const test = selfTest(settings)
  let session: Session = { ...newSession(role), ...(settings.selfTest ? { at: { is: 'selfTest' } } : {}) }
  let alarm: Cancel | undefined
  const frame = (): ScreenFrame => frameOf(session, screen)
  const take = (input: SessionInput): void => {
    const stepped = step(session, input, clock.now())
    session = { ...stepped.session, checks: test.look(stepped.session, input) }
    alarm?.()
    alarm = session.until === undefined ? undefined : clock.at(session.until, () => take({ is: 'tick' }))
    if (input.is === 'welcome') devices.cards(input.welcome.cards)
    const shown = frame()
    glass.told(shown.state)
    pages.emit('frame' satisfies keyof HostToPage, shown)
    for (const effect of stepped.effects) hub.perform(effect)
  }
  const { promise: devicesOpen, resolve: openDevices } = Promise.withResolvers<{ port: number; token: string }>()
  const devices = startDevices({
    ...settings.devices,
    clock,
    token: secrets.devices,
    event: (event) => take({ is: 'device', event }),
    open: (port) => {
      writeSecretFile(join(settings.data, 'devices.json'), { port, token: secrets.devices })
      openDevices({ port, token: secrets.devices })
    },
    status: (status) => {
      test.devices(status)
      hub.devices(status)
    },
    say,
  })
  const hub = hubClient({
    url: settings.hubUrl,
    token: settings.hubToken,
    screen,
    role,
    zone: settings.zone,
    visit: () => (role === 'cart' ? visitOf(session.at) : undefined),
    input: take,
    say,
  })

  const glass = watchGlass({ clock, tell: (seen) => hub.glass(seen) })

  pages.use((socket, next) => {
    const auth = pageAuthSchema.safeParse(socket.handshake.auth)
    next(auth.success && tokenMatches(auth.data.token, secrets.page) ? undefined : new Error('refused: wrong token'))
  })
  pages.on('connection', (socket) => {
    socket.emit('frame' satisfies keyof HostToPage, frame())
    socket.on('input' satisfies keyof PageToHost, (raw: unknown) => {
      const input = screenInputSchema.safeParse(raw)
      if (input.success && input.data.press === 'rendered') glass.heard(input.data)
      if (input.success) take({ is: 'press', input: input.data })
      else say('the page said something that is not understood')
    })
    socket.on('read' satisfies keyof PageToHost, (raw: unknown) => {
      const event = deviceEventSchema.safeParse(raw)
      if (event.success) take({ is: 'device', event: event.data })
      else say('the page read something that is not understood')
    })
  })
  if (existsSync(PAGE)) await server.register(fastifyStatic, { root: PAGE })
  const address = await server.listen({ host: settings.host, port: settings.port })
  return {
    url: `${address}/#token=${secrets.page}`,
    devices: devicesOpen,
    async close() {
      alarm?.()
      glass.close()
      devices.close()
      hub.close()
      await sockets.close()
      await server.close()
    },
  }
}
