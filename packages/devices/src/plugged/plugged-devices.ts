import { MOST_DEVICES, type DevicesStatus, type DeviceStatus } from '@kairos/shared/device-status'
import { fail, type Result } from '@kairos/shared/result'
import { SECOND, type Cancel, type Clock, type Ms } from '@kairos/shared/time'
import type { DeviceEvent } from '../device-event.ts'
import type { ReadingSettings } from '../device-settings.ts'
import { inWords, type Found, type Transport } from '../transport/transport.ts'
import { PluggedDevice } from './plugged-device.ts'

/** How often it is looked what is plugged in: nothing tells of plugging. (Unplugging ends the reader at once.) */
export const LOOK_EVERY: Ms = 2 * SECOND
export const LISTS_WITHIN: Ms = 20 * SECOND
/** So many devices that are gone are still told of. */
const MOST_GONE = 8

export type PluggedDevicesParts = {
  transport: Transport
  clock: Clock
  settings: ReadingSettings
  isVirtual?: boolean
  event: (event: DeviceEvent) => void
  /** `status()` is another, counts aside. */
  changed: () => void
  /** The system does not answer when asked what is there. Only a new process helps. */
  stuck: (why: string) => void
}

/** Reads every reader that is plugged in, from when it is until it is not, through every fault that a new try can mend. */
export class PluggedDevices {
  readonly #parts: PluggedDevicesParts
  readonly #devices = new Map<string, PluggedDevice>()
  #gone: DeviceStatus[] = []
  #settings: ReadingSettings
  #trouble: string | undefined
  #isLooking = false
  #lookAgain = false
  #isClosed = false
  #next: Cancel | undefined
  readonly #unwatch: Cancel | undefined

  constructor(parts: PluggedDevicesParts) {
    this.#parts = parts
    this.#settings = parts.settings
    this.#unwatch = parts.transport.watch?.(() => this.look())
    this.look()
  }

  /** Other settings: whatever is half read is forgotten. */
  use(settings: ReadingSettings): void {
    this.#settings = settings
    for (const device of this.#devices.values()) device.use(settings)
  }

  /** Those that are read come first, those that are gone last. */
  status(): DevicesStatus {
    const devices = [...this.#devices.values()].map((device) => device.status())
    const ranked = [...devices, ...this.#gone].toSorted((a, b) => rank(a) - rank(b))
    return {
      devices: ranked.slice(0, MOST_DEVICES),
      ...(this.#trouble === undefined ? {} : { trouble: this.#trouble }),
    }
  }

  /** Looks what is plugged in, now. */
  look(): void {
    if (this.#isClosed) return
    if (this.#isLooking) this.#lookAgain = true
    else void this.#look()
  }

  /** Nothing is read after this. Resolves when the system has let go of all devices, which may be never. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#next?.()
    this.#unwatch?.()
    const devices = [...this.#devices.values()]
    this.#devices.clear()
    await Promise.all(devices.map((device) => device.unplugged()))
  }

  async #look(): Promise<void> {
    const { transport, clock, stuck } = this.#parts
    this.#isLooking = true
    this.#next?.()
    this.#next = clock.at(clock.now() + LISTS_WITHIN, () => stuck('the system does not say which devices are there'))
    do {
      this.#lookAgain = false
      const listed = await transport
        .list()
        .catch((error: unknown): Result<Found[]> => fail({ code: 'devices.list', what: inWords(error) }))
      if (this.#isClosed) return
      this.#take(listed)
    } while (this.#lookAgain)
    this.#isLooking = false
    this.#next()
    this.#next = clock.at(clock.now() + LOOK_EVERY, () => this.look())
  }

  #take(listed: Result<Found[]>): void {
    const trouble = listed.ok ? undefined : [listed.error.what, listed.error.todo].filter(Boolean).join(' ')
    if (trouble !== this.#trouble) {
      this.#trouble = trouble
      this.#parts.changed()
    }
    // What cannot be listed just now is still there: a reader that is not, ends.
    if (!listed.ok) return
    const plugs = new Set(listed.value.map(({ plug }) => plug))
    for (const [plug, device] of this.#devices) if (!plugs.has(plug)) this.#unplugged(device)
    for (const found of listed.value) this.#seen(found)
  }

  #seen(found: Found): void {
    const known = this.#devices.get(found.plug)
    if (known) return known.seen(found)
    const { transport, clock, event, changed, isVirtual = false } = this.#parts
    const { vendorId, productId } = found.info
    // The one that went, back again.
    const before = this.#gone.findIndex((gone) => gone.vendorId === vendorId && gone.productId === productId)
    if (before !== -1) this.#gone.splice(before, 1)
    const parts = { transport, clock, isVirtual, event, changed, look: () => this.look() }
    this.#devices.set(found.plug, new PluggedDevice(found, this.#settings, parts))
  }

  #unplugged(device: PluggedDevice): void {
    this.#devices.delete(device.plug)
    // The system is left to let go in its own time: what is plugged in next has a life of its own.
    void device.unplugged()
    if (device.status().model !== undefined) this.#gone = [...this.#gone, device.status()].slice(-MOST_GONE)
  }
}

const RANKS: Record<DeviceStatus['state'], number> = {
  reading: 0,
  opening: 1,
  resting: 1,
  refused: 1,
  givenUp: 1,
  gone: 2,
  unknown: 3,
  personal: 4,
}
const rank = ({ state }: DeviceStatus): number => RANKS[state]
