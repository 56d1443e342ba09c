import { io, type Socket } from 'socket.io-client'
import { screenFrameSchema } from '@kairos/shared/screen-state'
import { SECOND, type Clock } from '@kairos/shared/time'
import { PAGE_NAMESPACE, type HostToPage, type PageToHost } from '@kairos/shared/wire/page-host'
import type { HostLink, HostListener } from './host-link.ts'

/** A refused connection is not tried again by socket.io itself. */
const RETRY_AFTER_REFUSAL = 3 * SECOND

/** The page's link to a host that serves it over HTTP on the same origin. */
export function openSocketLink(token: string, clock: Clock, listener: HostListener): HostLink {
  const socket: Socket<HostToPage, PageToHost> = io(PAGE_NAMESPACE, {
    auth: { token },
    transports: ['websocket'],
    reconnectionDelay: 250,
    reconnectionDelayMax: 2 * SECOND,
    timeout: 2 * SECOND,
  })
  socket.on('frame', (frame: unknown) => {
    const parsed = screenFrameSchema.safeParse(frame)
    if (parsed.success) listener.frame(parsed.data)
    else listener.lost()
  })
  socket.on('connect_error', () => {
    listener.lost()
    if (!socket.active) clock.at(clock.now() + RETRY_AFTER_REFUSAL, () => socket.connect())
  })
  socket.on('disconnect', () => {
    listener.lost()
    if (!socket.active) clock.at(clock.now() + RETRY_AFTER_REFUSAL, () => socket.connect())
  })
  return {
    send(input) {
      // What is pressed while the host is away must not reach a later shopper's session.
      if (socket.connected) socket.emit('input', input)
    },
    read(event) {
      if (socket.connected) socket.emit('read', event)
    },
  }
}
