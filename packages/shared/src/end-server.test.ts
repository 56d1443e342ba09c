import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import fastify from 'fastify'
import { expect, test } from 'vitest'
import { openServer } from './server.ts'

const HEAD = 'POST /slow HTTP/1.1\r\nhost: hub\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n'
const UPGRADE =
  'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nhost: hub\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n'

/** A peer that has said this, and whatever it heard until it was hung up on. */
async function peer(port: number, says: string): Promise<{ socket: Socket; heard: Promise<string> }> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  let text = ''
  const heard = new Promise<string>((resolve) => {
    socket.on('data', (data: Buffer) => (text += data.toString()))
    socket.on('error', () => {})
    socket.once('close', () => resolve(text))
  })
  if (says !== '') socket.write(says)
  return { socket, heard }
}

test('a server ends whatever its peers do, and whoever has asked for something gets the answer', async () => {
  const { server, close } = openServer({
    // One that says nothing.
    log: fastify().log,
    bodyLimit: 1000,
    messageLimit: 1000,
    heartbeat: 60_000,
  })
  const begun = Promise.withResolvers<void>()
  const may = Promise.withResolvers<void>()
  server.post('/slow', async () => {
    begun.resolve()
    await may.promise
    return { is: 'done' }
  })
  const port = Number(new URL(await server.listen({ host: '127.0.0.1', port: 0 })).port)
  const silent = await peer(port, '')
  const half = await peer(port, `${HEAD}{`)
  // It takes the upgrade, and never answers the farewell.
  const screen = await peer(port, UPGRADE)
  await once(screen.socket, 'data')
  const whole = await peer(port, `${HEAD}{}`)
  await begun.promise

  const closed = close()
  expect(await silent.heard).toBe('')
  expect(await half.heard).toBe('')
  expect(await screen.heard).toContain('101 Switching Protocols')
  may.resolve()
  expect(await whole.heard).toContain('{"is":"done"}')
  await closed
})
