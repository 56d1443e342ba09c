import { fail, ok, type Result } from '@kairos/shared/result'
import { zeroableCopy } from '../ascii.ts'
import type { Found, Listener, Opened, OpenFailure, Transport } from './transport.ts'
import type { VirtualDevice } from '../virtual.ts'

type Open = { listener: Listener; isOver: boolean }

/** What may go wrong with a device; each may be set and unset at any time. */
export type Faults = {
  /** The device file is not ours to read. */
  isRefused: boolean
  /** The system only finds out by trying: `isAllowed` is absent from the list. */
  isRefusedLate: boolean
  /** Opening fails. */
  fails: boolean
  /** Opening hangs until this is unset. */
  hangs: boolean
  /** Closing hangs until this is unset. */
  clings: boolean
}
const NO_FAULTS: Faults = { isRefused: false, isRefusedLate: false, fails: false, hangs: false, clings: false }

const HELD_AT_MOST = 1024

/** A device that is plugged into memory. Like a real one it loses what it sends while nobody has it open. */
export class MemoryDevice {
  readonly found: Found
  readonly #holds: boolean
  readonly #open = new Set<Open>()
  readonly #held: Uint8Array[] = []
  #faults = NO_FAULTS
  #unstuck: (() => void)[] = []
  #wasOpened = false

  /** One that `holds` keeps what it sends until it is opened for the first time. */
  constructor(found: Found, holds: boolean) {
    this.found = found
    this.#holds = holds
  }

  get faults(): Faults {
    return this.#faults
  }
  set faults(faults: Partial<Faults>) {
    this.#faults = { ...this.#faults, ...faults }
    const waiting = this.#unstuck
    this.#unstuck = []
    for (const go of waiting) go()
  }

  /** How many have it open, or have not closed it yet. */
  get readers(): number {
    return this.#open.size
  }

  /** Sends a copy of a report to whoever reads. */
  send(report: Uint8Array): void {
    for (const each of this.#open) if (!each.isOver) each.listener.report(zeroableCopy(report))
    if (!this.#holds || this.#wasOpened) return
    this.#held.push(zeroableCopy(report))
    if (this.#held.length > HELD_AT_MOST) this.#held.shift()?.fill(0)
  }

  /** Every reading ends with an error, as when the cable is loose. */
  fail(why: string): void {
    for (const each of this.#open) {
      if (each.isOver) continue
      each.isOver = true
      each.listener.ended(why)
    }
  }

  async open(listener: Listener): Promise<Result<Opened, OpenFailure>> {
    while (this.#faults.hangs) await this.#change()
    if (this.#faults.isRefused || this.#faults.isRefusedLate)
      return fail({ is: 'refused', why: `cannot open ${this.found.path}: Permission denied` })
    if (this.#faults.fails) return fail({ is: 'failed', why: 'a fault on the line' })
    const open: Open = { listener, isOver: false }
    this.#open.add(open)
    this.#wasOpened = true
    for (const report of this.#held.splice(0)) listener.report(report)
    return ok({
      close: async () => {
        open.isOver = true
        while (this.#faults.clings) await this.#change()
        this.#open.delete(open)
      },
    })
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#unstuck.push(resolve))
  }
}

/** Devices that are not there: for tests, and behind everything virtual. */
export class MemoryTransport implements Transport {
  readonly #devices = new Map<string, MemoryDevice>()
  readonly #watching = new Set<() => void>()
  #plugged = 0
  /** Why nothing can be listed; absent when all is well. */
  trouble: string | undefined
  /** The list never comes. */
  hangs = false

  /** Plugs a device in, at the first path that is free, as Linux does. */
  plugIn({ descriptor, ...info }: VirtualDevice & { product?: string }, holds = false): MemoryDevice {
    let number = 0
    while (this.#devices.has(`memory${number}`)) number++
    const path = `memory${number}`
    const found = { path, plug: `${path}.${++this.#plugged}`, info, ...(descriptor ? { descriptor } : {}) }
    const device = new MemoryDevice(found, holds)
    this.#devices.set(path, device)
    this.#changed()
    return device
  }

  unplug(device: MemoryDevice): void {
    if (this.#devices.get(device.found.path) !== device) return
    this.#devices.delete(device.found.path)
    device.fail('could not read from HID device')
    this.#changed()
  }

  /** How many listen for changes. */
  get watchers(): number {
    return this.#watching.size
  }

  async list(): Promise<Result<Found[]>> {
    if (this.hangs) return new Promise(() => {})
    if (this.trouble !== undefined) return fail({ code: 'devices.list', what: this.trouble })
    return ok(
      [...this.#devices.values()].map(({ found, faults }) =>
        faults.isRefusedLate ? found : { ...found, isAllowed: !faults.isRefused },
      ),
    )
  }

  async open(path: string, listener: Listener): Promise<Result<Opened, OpenFailure>> {
    return this.#devices.get(path)?.open(listener) ?? fail({ is: 'failed', why: `there is no ${path}` })
  }

  watch(changed: () => void): () => void {
    this.#watching.add(changed)
    return () => void this.#watching.delete(changed)
  }

  #changed(): void {
    for (const changed of this.#watching) changed()
  }
}
