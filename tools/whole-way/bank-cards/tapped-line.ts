import { connect, createServer, type Socket } from 'node:net'

/** A line between two programs on which everything is heard, in both directions. */
export type TappedLine = { url: string; heard: () => Buffer; close: () => void }

/** Opens a relay to an address, on a port of its own. */
export function openTap(to: string): Promise<TappedLine> {
  const { hostname, port } = new URL(to)
  const sockets = new Set<Socket>()
  const said: { near: Buffer[]; far: Buffer[] }[] = []
  const server = createServer((near) => {
    const far = connect(Number(port), hostname)
    const heard = { near: [] as Buffer[], far: [] as Buffer[] }
    said.push(heard)
    for (const [one, other, parts] of [
      [near, far, heard.near],
      [far, near, heard.far],
    ] as const) {
      sockets.add(one)
      one.on('data', (part) => parts.push(part))
      one.on('error', () => other.destroy())
      one.on('close', () => other.destroy())
      one.pipe(other)
    }
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') throw new Error('a TCP server has a TCP address')
      resolve({
        url: `http://127.0.0.1:${address.port}`,
        heard: () =>
          Buffer.concat(said.flatMap(({ near, far }) => [unmasked(Buffer.concat(near)), Buffer.concat(far)])),
        close() {
          for (const socket of sockets) socket.destroy()
          server.close()
        },
      })
    })
  })
}

/**
 * What a client said, and what it meant: in a WebSocket a client's messages are XORed with a key that stands before each
 * (RFC 6455, 5.3), so that no digit of them could be seen.
 */
export function unmasked(raw: Buffer): Buffer {
  const parts = [raw]
  const head = raw.indexOf('\r\n\r\n')
  if (head === -1 || !/^upgrade: *websocket/im.test(raw.subarray(0, head).toString('latin1'))) return raw
  for (let at = head + 4; at + 2 <= raw.length;) {
    const short = (raw[at + 1] ?? 0) & 0x7f
    const isMasked = ((raw[at + 1] ?? 0) & 0x80) !== 0
    const extra = short === 127 ? 8 : short === 126 ? 2 : 0
    const start = at + 2 + extra + (isMasked ? 4 : 0)
    if (start > raw.length) break
    const length = extra === 8 ? Number(raw.readBigUInt64BE(at + 2)) : extra === 2 ? raw.readUInt16BE(at + 2) : short
    const mask = raw.subarray(start - 4, start)
    const payload = Buffer.from(raw.subarray(start, start + length))
    if (isMasked)
      for (let byte = 0; byte < payload.length; byte++) payload[byte] = (payload[byte] ?? 0) ^ (mask[byte % 4] ?? 0)
    parts.push(Buffer.from('\n'), payload)
    at = start + length
  }
  return Buffer.concat(parts)
}
