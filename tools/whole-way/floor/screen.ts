import type { FastifyBaseLogger } from 'fastify'
import { io } from 'socket.io-client'
import { DEFAULT_DEVICES } from '@kairos/devices/device-settings'
import type { RunningHub } from '@kairos/hub/start'
import { startHost } from '@kairos/kiosk/start'
import { screenIdSchema, zoneIdSchema } from '@kairos/shared/ids'
import { screenFrameSchema, type ScreenFrame, type ScreenInput, type ScreenRole } from '@kairos/shared/screen-state'
import type { Clock } from '@kairos/shared/time'
import type { Random } from '@kairos/shared/tokens'
import { PAGE_NAMESPACE } from '@kairos/shared/wire/page-host'
import { readersAt } from './readers.ts'

export type ScreenPlace = { screen: string; role: ScreenRole; zone?: string }
type Around = {
  data: string
  hubUrl: string
  hub: RunningHub
  world: { clock: Clock; random: Random; log: FastifyBaseLogger }
}
export type Screen = Awaited<ReturnType<typeof openScreen>>

/** The host of a screen as it ships, with virtual devices; it has no page yet. */
export async function openHost({ screen, role, zone }: ScreenPlace, { data, hubUrl, hub, world }: Around) {
  const host = await startHost(
    {
      data,
      hubUrl,
      hubToken: hub.tokens.screen,
      screen: screenIdSchema.parse(screen),
      role,
      ...(zone === undefined ? {} : { zone: zoneIdSchema.parse(zone) }),
      host: '127.0.0.1',
      port: 0,
      devices: { hid: false, settings: DEFAULT_DEVICES },
    },
    world,
  )
  return { screen, url: host.url, ...readersAt(await host.devices), close: host.close }
}

/** The same, and beside it a page that says what it shows. */
export async function openScreen(place: ScreenPlace, around: Around) {
  const { screen, url: address, swipe, scan, close } = await openHost(place, around)
  const url = new URL(address)
  const socket = io(`${url.origin}${PAGE_NAMESPACE}`, {
    transports: ['websocket'],
    auth: { token: new URLSearchParams(url.hash.slice(1)).get('token') },
  })
  let frame: ScreenFrame | undefined
  /** Every message that was ever on this glass, with how the glass was then. */
  const seen: string[] = []
  const send = (input: ScreenInput) => socket.emit('input', input)
  const messageOf = ({ state }: ScreenFrame) => (state.is === 'message' ? state.card.ref : undefined)
  socket.on('frame', (raw) => {
    const before = frame && messageOf(frame)
    frame = screenFrameSchema.parse(raw)
    seen.push(JSON.stringify(frame))
    const message = messageOf(frame)
    if (JSON.stringify(before) !== JSON.stringify(message))
      send({ press: 'painted', ...(message ? { ref: message } : {}) })
  })
  return {
    screen,
    send,
    seen,
    frame: () => frame,
    is: (): string => frame?.state.is ?? 'nothing',
    title: (): string | undefined => (frame?.state.is === 'message' ? frame.state.card.title : undefined),
    /** The page says what it has rendered: what it was told, if nothing else is given. */
    render(state = frame?.state.is ?? '', words = 5): void {
      const message = frame && state === frame.state.is ? messageOf(frame) : undefined
      send({ press: 'rendered', state, words, ...(message ? { message } : {}) })
    },
    answer(response: string): void {
      const ref = frame && messageOf(frame)
      if (ref) send({ press: 'answer', ref, response })
    },
    swipe,
    scan,
    async close(): Promise<void> {
      socket.close()
      await close()
    },
  }
}
