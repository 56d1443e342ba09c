import { ChildProcess } from 'node:child_process'
import { Server, type Socket as NetSocket } from 'node:net'
import { pass } from './marks.ts'
import { overhear } from './overhear.ts'

/**
 * Loaded before the main of a screen's host, and, because that starts its device process with its own flags, before
 * that one's too: notes when a card passes. Nothing of either is another for it.
 */
if (process.argv[1]?.endsWith('device-process.ts')) watchDevices()
else await watchHost()

type Named = { is?: string }
const isEvent = (message: unknown): boolean => (message as Named).is === 'event'

function watchDevices(): void {
  // The first who listens to the socket of virtual devices hears of a report before it is parsed.
  overhear(Server.prototype, 'emit', ([name, socket]) => {
    if (name === 'connection') (socket as NetSocket).on('data', () => pass('report'))
  })
  overhear(process, 'send', ([message]) => {
    if (isEvent(message)) pass('decoded')
  })
}

async function watchHost(): Promise<void> {
  const [{ Namespace }, { Socket }] = await Promise.all([import('socket.io'), import('socket.io-client')])
  overhear(ChildProcess.prototype, 'emit', ([name, message]) => {
    if (name === 'message' && isEvent(message)) pass('read')
  })
  overhear(Socket.prototype, 'emit', (said) => {
    if (said[0] !== 'identify') return
    const answered = said.pop() as (...reply: unknown[]) => void
    said.push((...reply: unknown[]) => {
      pass('known')
      answered(...reply)
    })
    pass('asked')
  })
  overhear(Namespace.prototype, 'emit', ([name, frame]) => {
    if (name === 'frame' && (frame as { state: Named }).state.is === 'message') pass('told')
  })
}
