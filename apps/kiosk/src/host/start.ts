import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyBaseLogger } from 'fastify'
import { z } from 'zod'
import { openServer } from '@kairos/shared/server'
import { SECOND, type Clock } from '@kairos/shared/time'
import { newToken, secretsIn, tokenMatches, type Random } from '@kairos/shared/tokens'
import { PAGE_NAMESPACE, pageAuthSchema, type HostToPage, type PageToHost } from '@kairos/shared/wire/page-host'
import { forkDevices } from './device-child.ts'
import { startScreen, type ScreenHost, type ScreenSettings } from './screen-host.ts'

const PAGE = fileURLToPath(new URL('../../dist/screens', import.meta.url))
const secretsSchema = z.object({ page: z.string().min(20), devices: z.string().min(20) })

export type HostSettings = ScreenSettings & { host: string; port: number; framedBy?: string }
export type HostWorld = { clock: Clock; random: Random; log: FastifyBaseLogger }
export type RunningHost = {
  /** The page's address, its token in the fragment. */
  url: string
  /** Where reports of virtual devices are taken; resolves once it is open. */
  devices: Promise<{ port: number; token: string }>
  close: () => Promise<void>
}

/** Starts a screen's host as a server: the page opens in a browser and talks over a local socket. */
export async function startHost(settings: HostSettings, { clock, random, log }: HostWorld): Promise<RunningHost> {
  const secrets = secretsIn(join(settings.data, 'secrets.json'), secretsSchema, () => ({
    page: newToken(random),
    devices: newToken(random),
  }))
  const { server, sockets, close } = openServer({
    log,
    bodyLimit: 16 * 1024,
    messageLimit: 16 * 1024,
    heartbeat: SECOND / 4,
    framedBy: settings.framedBy,
  })
  const pages = sockets.of(PAGE_NAMESPACE)
  const screen: ScreenHost = startScreen(settings, {
    clock,
    say: (words) => log.info(words),
    devicesToken: secrets.devices,
    startChild: forkDevices,
    show: (frame) => pages.emit('frame' satisfies keyof HostToPage, frame),
  })

  pages.use((socket, next) => {
    const auth = pageAuthSchema.safeParse(socket.handshake.auth)
    next(auth.success && tokenMatches(auth.data.token, secrets.page) ? undefined : new Error('refused: wrong token'))
  })
  pages.on('connection', (socket) => {
    socket.emit('frame' satisfies keyof HostToPage, screen.frame())
    socket.on('input' satisfies keyof PageToHost, screen.press)
    socket.on('read' satisfies keyof PageToHost, screen.read)
  })
  if (existsSync(PAGE)) await server.register(fastifyStatic, { root: PAGE })
  const address = await server.listen({ host: settings.host, port: settings.port })
  return {
    url: `${address}/#token=${secrets.page}`,
    devices: screen.devices,
    async close() {
      screen.close()
      await close()
    },
  }
}
