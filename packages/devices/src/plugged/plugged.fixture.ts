import type { DevicesStatus } from '@kairos/shared/device-status'
import type { DeviceEvent } from '../device-event.ts'
import { DEFAULT_DEVICES, type ReadingSettings } from '../device-settings.ts'
import { LOYALTY } from '../payment-cards.fixture.ts'
import { MemoryTransport } from '../transport/memory.ts'
import { PluggedDevices, type PluggedDevicesParts } from './plugged-devices.ts'
import { SettlingClock } from './settling-clock.fixture.ts'

export const SETTINGS: ReadingSettings = { ...DEFAULT_DEVICES, cards: LOYALTY }

/** Devices plugged into memory, with all that it says. */
export function inMemory(parts: Partial<PluggedDevicesParts> = {}) {
  const clock = new SettlingClock()
  const transport = new MemoryTransport()
  const events: DeviceEvent[] = []
  const statuses: DevicesStatus[] = []
  const stuck: string[] = []
  const devices: PluggedDevices = new PluggedDevices({
    transport,
    clock,
    settings: SETTINGS,
    event: (event) => events.push(event),
    changed: () => statuses.push(devices.status()),
    stuck: (why) => stuck.push(why),
    ...parts,
  })
  /** The states of all devices, as they are listed. */
  const states = () => devices.status().devices.map(({ state }) => state)
  const only = () => devices.status().devices[0]
  return { clock, transport, events, statuses, stuck, devices, states, only }
}
