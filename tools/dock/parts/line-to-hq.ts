import { connect, createServer, type Socket } from 'node:net'

/** A line that can be cut: a relay on a port of its own between a hub and HQ. */
export type CuttableLine = { url: string; up: () => boolean; set: (up: boolean) => void; close: () => void }

/** Opens the relay. A cut ends every connection at once and refuses new ones, as a dead line does. */
export function openLine(to: string): Promise<CuttableLine> {
  const { hostname, port } = new URL(to)
  const sockets = new Set<Socket>()
  let up = true
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  }
  const server = createServer((near) => {
    if (!up) {
      near.destroy()
      return
    }
    const far = connect(Number(port), hostname)
    keep(near)
    keep(far)
    near.on('error', () => far.destroy())
    far.on('error', () => near.destroy())
    near.pipe(far).pipe(near)
  })
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') throw new Error('a TCP server has a TCP address')
      resolve({
        url: `http://127.0.0.1:${address.port}`,
        up: () => up,
        set(to) {
          up = to
          if (!up) cut()
        },
        close() {
          cut()
          server.close()
        },
      })
    })
  })
}
