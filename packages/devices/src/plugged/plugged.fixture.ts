import type { DevicesStatus } from '@kairos/shared/device-status'
import type { DeviceEvent } from '../device-event.ts'
import { DEFAULT_DEVICES, type ReadingSettings } from '../device-settings.ts'
import { LOYALTY } from '../payment-cards.fixture.ts'
import { MemoryTransport } from '../transport/memory.ts'
import { DeviceManager, type ManagerParts } from './manager.ts'
import { ManualClock } from './manual-clock.fixture.ts'

export const SETTINGS: ReadingSettings = { ...DEFAULT_DEVICES, cards: LOYALTY }

/** A manager of devices in memory, with all that it says. */
export function managed(parts: Partial<ManagerParts> = {}) {
  const clock = new ManualClock()
  const transport = new MemoryTransport()
  const events: DeviceEvent[] = []
  const statuses: DevicesStatus[] = []
  const stuck: string[] = []
  const manager: DeviceManager = new DeviceManager({
    transport,
    clock,
    settings: SETTINGS,
    event: (event) => events.push(event),
    changed: () => statuses.push(manager.status()),
    stuck: (why) => stuck.push(why),
    ...parts,
  })
  /** The states of all devices, as they are listed. */
  const states = () => manager.status().devices.map(({ state }) => state)
  const only = () => manager.status().devices[0]
  return { clock, transport, events, statuses, stuck, manager, states, only }
}
