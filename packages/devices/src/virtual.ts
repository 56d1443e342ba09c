import { createServer, connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { tokenMatches } from '@kairos/shared/tokens'
import { zeroable } from './ascii.ts'
import type { DeviceInfo } from './model.ts'

/**
 * Virtual devices: reports of any model, handed over byte by byte through a loopback socket by whoever
 * has the token. One JSON object a line: first `{ "token" }`, then `{ "vendorId", "productId", "hex" }`,
 * with what the device says of itself where the model is chosen by that: usage, descriptor.
 */
const bytesSchema = z
  .string()
  .regex(/^([0-9a-f]{2})*$/)
  // Not by a Buffer: those come out of a pool that they share, where what was read would stay.
  .transform((hex) => {
    const bytes = zeroable(hex.length / 2)
    for (const at of bytes.keys()) bytes[at] = Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16)
    return bytes
  })
export const virtualDeviceSchema = z.object({
  vendorId: z.int(),
  productId: z.int(),
  usagePage: z.int().optional(),
  usage: z.int().optional(),
  descriptor: bytesSchema.optional(),
})
const greetingSchema = z.object({ token: z.string() })
const reportSchema = virtualDeviceSchema.extend({ hex: bytesSchema })

/** A device that is not there: how it names itself, and what it says of its reports. */
export type VirtualDevice = Pick<DeviceInfo, 'vendorId' | 'productId' | 'usagePage' | 'usage'> & {
  descriptor?: Uint8Array
}
/** Takes each report as a fresh buffer, which it may zero. */
export type TakeReport = (device: VirtualDevice, bytes: Uint8Array) => void

/** Without the keys that are absent, as types with exact optional keys want it. */
export function virtualDevice({
  vendorId,
  productId,
  usagePage,
  usage,
  descriptor,
}: z.infer<typeof virtualDeviceSchema>): VirtualDevice {
  return {
    vendorId,
    productId,
    ...(usagePage === undefined ? {} : { usagePage }),
    ...(usage === undefined ? {} : { usage }),
    ...(descriptor === undefined ? {} : { descriptor }),
  }
}

/** A device as it is written down. */
export const deviceAsJson = ({ vendorId, productId, usagePage, usage, descriptor }: VirtualDevice) => ({
  vendorId,
  productId,
  usagePage,
  usage,
  descriptor: descriptor && Buffer.from(descriptor).toString('hex'),
})

export type VirtualDevices = { port: number; close: () => void }

/** Opens the socket, on any free port if none is given; rejects if that one is taken. */
export function openVirtualDevices(token: string, report: TakeReport, port = 0): Promise<VirtualDevices> {
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
      if (parsed.success) report(virtualDevice(parsed.data), parsed.data.hex)
    })
  }
  const server = createServer(serve)
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') throw new Error('a TCP server has a TCP address')
      resolve({ port: address.port, close: () => void server.close() })
    })
  })
}

/** Sends reports to virtual devices, in order; resolves when they are on their way. */
export function sendReports(
  at: { port: number; token: string },
  device: VirtualDevice,
  reports: readonly Uint8Array[],
): Promise<void> {
  const lines = [
    { token: at.token },
    ...reports.map((bytes) => ({ ...deviceAsJson(device), hex: Buffer.from(bytes).toString('hex') })),
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
