import { io, type Socket } from 'socket.io-client'
import { identifiedSchema, SCREEN_WIRE_VERSION } from '@kairos/shared/wire/hub-screen'
import { SCREEN_NAMESPACE } from '@kairos/shared/wire/hub-tablet'
import { cardOf } from './customers.ts'
import type { Program } from './programs.ts'

/** A screen at a hub, as its host connects. */
async function screen({ url, tokens }: Program, role: 'kiosk' | 'cart'): Promise<Socket> {
  const auth = { token: tokens['screen'], wire: SCREEN_WIRE_VERSION, screen: `${role}-1`, role }
  const socket = io(`${url}${SCREEN_NAMESPACE}`, { transports: ['websocket'], auth })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  return socket
}
export const kiosk = (hub: Program): Promise<Socket> => screen(hub, 'kiosk')
export const cart = (hub: Program): Promise<Socket> => screen(hub, 'cart')

/** Milliseconds from a held card to the answer that knows her. */
export async function recognise(socket: Socket, n: number): Promise<number> {
  const began = performance.now()
  const reply = identifiedSchema.safeParse(
    await socket.timeout(60_000).emitWithAck('identify', { identity: cardOf(n), strength: 'held' }),
  )
  const took = performance.now() - began
  if (!reply.success || reply.data.is !== 'known') throw new Error(`customer ${n} was not recognised`)
  return took
}
