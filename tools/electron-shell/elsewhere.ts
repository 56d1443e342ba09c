import { createServer } from 'node:http'

/** A server that is none of ours; it counts who comes. */
export type Elsewhere = { url: string; visits: () => number; close: () => void }

export async function openElsewhere(): Promise<Elsewhere> {
  let visits = 0
  const server = createServer((_request, response) => {
    visits++
    response.setHeader('access-control-allow-origin', '*')
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html><title>Elsewhere</title>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a TCP address')
  return { url: `http://127.0.0.1:${address.port}/`, visits: () => visits, close: () => void server.close() }
}
