import { createServer, connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { tokenMatches } from '@kairos/shared/tokens'
import type { DeviceName } from './decode.ts'

/**
 * Virtual devices: reports of any model, handed over byte by byte through a loopback socket by whoever
 * has the token. One JSON object a line: first `{ "token" }`, then `{ "vendorId", "productId", "hex" }`.
 */
const greetingSchema = z.object({ token: z.string() })
const reportSchema = z.object({ vendorId: z.int(), productId: z.int(), hex: z.string().regex(/^([0-9a-f]{2})*$/) })

export type VirtualDevices = { port: number; close: () => void }

/** Opens the socket on any free port. `report` is given each report as a fresh buffer, which it may zero. */
export function openVirtualDevices(
  token: string,
  report: (device: DeviceName, bytes: Uint8Array) => void,
): Promise<VirtualDevices> {
  const serve = (socket: Socket) => {
    let known = false
    // A sender that goes away in the middle of a line has sent no report.
    socket.on('error', () => socket.destroy())
    createInterface({ input: socket }).on('line', (line) => {
      const message: unknown = parseJson(line)
      if (!known) {
        const greeting = greetingSchema.safeParse(message)
        known = greeting.success && tokenMatches(greeting.data.token, token)
        if (!known) socket.destroy()
        return
      }
      const parsed = reportSchema.safeParse(message)
      if (parsed.success) report(parsed.data, Uint8Array.from(Buffer.from(parsed.data.hex, 'hex')))
    })
  }
  const server = createServer(serve)
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') throw new Error('a TCP server has a TCP address')
      resolve({ port: address.port, close: () => void server.close() })
    })
  })
}

/** Sends reports to virtual devices, in order; resolves when they are on their way. */
export function sendReports(
  at: { port: number; token: string },
  device: DeviceName,
  reports: readonly Uint8Array[],
): Promise<void> {
  const lines = [
    { token: at.token },
    ...reports.map((bytes) => ({ ...device, hex: Buffer.from(bytes).toString('hex') })),
  ]
  return new Promise((resolve, reject) => {
    const socket = connect(at.port, '127.0.0.1')
    socket.once('error', reject)
    socket.once('close', () => resolve())
    socket.end(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  })
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
