import { deviceAsJson, type TakeReport } from '../virtual.ts'
import { MemoryTransport, type MemoryDevice } from './memory.ts'
import type { Transport } from './transport.ts'

/** The devices that somebody sends reports of: each is plugged in at its first report, and stays. */
export function virtualTransport(): { transport: Transport; take: TakeReport } {
  const transport = new MemoryTransport()
  const devices = new Map<string, MemoryDevice>()
  return {
    transport,
    take(device, bytes) {
      const name = JSON.stringify(deviceAsJson(device))
      const plugged = devices.get(name) ?? transport.plugIn({ ...device, product: 'Virtual device' }, true)
      devices.set(name, plugged)
      plugged.send(bytes)
      bytes.fill(0)
    },
  }
}
