import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Server } from 'socket.io'

/**
 * What ends a program's server, whatever its peers do. A request that came whole is answered; everybody else is hung up
 * on. A server that is only closed waits for each of them: half a minute for a screen that is out of reach, and for ever
 * for a connection on which nothing comes, or half a request. Browsers open such in advance.
 */
export function endOf(server: FastifyInstance, sockets: Server): () => Promise<void> {
  const connections = new Set<Socket>()
  const answered = new Set<Socket>()
  let isEnding = false
  server.server.on('connection', (socket: Socket) => {
    connections.add(socket)
    socket.once('close', () => {
      connections.delete(socket)
      answered.delete(socket)
    })
  })
  // Its body has been read by now.
  server.addHook('preValidation', async ({ raw }) => void answered.add(raw.socket))
  server.addHook('onSend', async ({ raw }, _reply, payload) => {
    answered.delete(raw.socket)
    // Once it is with the system; a peer that is slow to take more than that asks again.
    if (isEnding) setImmediate(() => raw.socket.destroy())
    return payload
  })
  return async () => {
    isEnding = true
    const ended = sockets.close()
    // The sockets have been told by then.
    setImmediate(() => {
      for (const socket of connections) if (!answered.has(socket)) socket.destroy()
    })
    await ended
    await server.close()
  }
}
