import { connect, createServer } from 'node:net'

/** A relay between a hub and HQ that counts what passes: every byte of the connection's payload, HTTP and frames. */
export type CountedLine = { url: string; down: () => number; up: () => number; close: () => void }

export function openCountedLine(to: string): Promise<CountedLine> {
  const { hostname, port } = new URL(to)
  let [down, up] = [0, 0]
  const server = createServer((near) => {
    const far = connect(Number(port), hostname)
    near.on('data', (chunk) => (up += chunk.length)).on('error', () => far.destroy())
    far.on('data', (chunk) => (down += chunk.length)).on('error', () => near.destroy())
    near.pipe(far).pipe(near)
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') throw new Error('a TCP server has a TCP address')
      const url = `http://127.0.0.1:${address.port}`
      resolve({ url, down: () => down, up: () => up, close: () => server.close() })
    })
  })
}
