import { connect, createServer, type Socket } from 'node:net'
import { Transform } from 'node:stream'
import { SECOND, type Ms } from '@kairos/shared/time'

/** What a poor line does to each piece (a packet, say) that goes over it. */
export type Slowness = { delay: Ms; bytesPerSecond: number }

/** A line that can be cut: a relay on a port of its own between a hub and HQ. */
export type CuttableLine = {
  url: string
  up: () => boolean
  set: (up: boolean) => void
  /** From here on it is as slow as this, in both directions; as fast as it can be if absent. */
  slow: (how?: Slowness) => void
  close: () => void
}

/** So much goes at once over a slow line: what is cut then is cut in the middle of a message. */
const PIECE = 1400

/**
 * Opens the relay, to an address or to wherever that is by then. A cut ends every connection at once and refuses new
 * ones, as a dead line does.
 */
export function openLine(to: string | (() => string)): Promise<CuttableLine> {
  const sockets = new Set<Socket>()
  let up = true
  let slowness: Slowness | undefined
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  }
  const server = createServer((near) => {
    if (!up) {
      near.destroy()
      return
    }
    const { hostname, port } = new URL(typeof to === 'string' ? to : to())
    const far = connect(Number(port), hostname)
    keep(near)
    keep(far)
    near.on('error', () => far.destroy())
    far.on('error', () => near.destroy())
    near
      .pipe(slowed(() => slowness))
      .pipe(far)
      .pipe(slowed(() => slowness))
      .pipe(near)
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
        slow: (how) => void (slowness = how),
        close() {
          cut()
          server.close()
        },
      })
    })
  })
}

function slowed(how: () => Slowness | undefined): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const goOn = (from: number): void => {
        const slowness = how()
        if (slowness === undefined || from >= chunk.length) return done(null, chunk.subarray(from))
        const piece = chunk.subarray(from, from + PIECE)
        const takes = slowness.delay + (piece.length * SECOND) / slowness.bytesPerSecond
        setTimeout(() => {
          this.push(piece)
          goOn(from + PIECE)
        }, takes)
      }
      goOn(0)
    },
  })
}
