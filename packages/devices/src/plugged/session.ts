import type { DeviceStatus } from '@kairos/shared/device-status'
import type { Cancel, Clock, Ms } from '@kairos/shared/time'
import type { Decoder } from '../decode.ts'
import type { DeviceEvent } from '../device-event.ts'
import { FloodGauge } from './flood.ts'

/** What a device has done since it was plugged in. */
export type Counts = Pick<DeviceStatus, 'reports' | 'cards' | 'paymentCards' | 'unreadable' | 'lastReport'>

export type SessionParts = {
  clock: Clock
  counts: Counts
  event: (event: DeviceEvent) => void
  /** It sends more than can be right; absent where any pace is. */
  flooded: ((what: string) => void) | undefined
}

/** One passage from opening a device to closing it: its reports are decoded, counted, and handed on as events. */
export class Session {
  readonly #parts: SessionParts
  readonly #flood = new FloodGauge()
  #decoder: Decoder
  #silence: Cancel | undefined
  #isOver = false
  /** Why the system ended it. */
  ended: string | undefined

  constructor(decoder: Decoder, parts: SessionParts) {
    this.#decoder = decoder
    this.#parts = parts
  }

  get isOver(): boolean {
    return this.#isOver
  }

  /** Forgets what is half read, and goes on with another decoder. */
  use(decoder: Decoder): void {
    this.#forget()
    this.#decoder = decoder
  }

  /** Nothing comes of it after this. */
  stop(): void {
    this.#isOver = true
    this.#forget()
  }

  /** Takes a report, which is zeroed. */
  take(bytes: Uint8Array): void {
    if (this.#isOver || this.ended !== undefined) return void bytes.fill(0)
    const { clock, counts, flooded } = this.#parts
    const at = clock.now()
    counts.reports++
    counts.lastReport = at
    const events = this.#decoder(bytes, at)
    this.#tell(events)
    if (!flooded || this.#isOver) return
    const flood = this.#flood.take(at, events)
    if (flood !== undefined) flooded(flood)
  }

  #forget(): void {
    this.#silence?.()
    this.#silence = undefined
    this.#decoder.wipe()
  }

  /** Hands on what was read; the next silence to wait for may be another. */
  #tell(events: readonly DeviceEvent[]): void {
    for (const event of events) {
      // Whoever was told of the last one may have changed everything.
      if (this.#isOver) return
      this.#count(event)
      this.#parts.event(event)
    }
    if (this.#isOver) return
    this.#silence?.()
    this.#silence = undefined
    const { clock } = this.#parts
    const due: Ms | undefined = this.#decoder.due()
    if (due !== undefined) this.#silence = clock.at(due, () => this.#tell(this.#decoder.quiet(clock.now())))
  }

  #count({ is }: DeviceEvent): void {
    const { counts } = this.#parts
    if (is === 'paymentCard') counts.paymentCards++
    else if (is === 'unreadable') counts.unreadable++
    else if (is !== 'key' && is !== 'encrypted') counts.cards++
  }
}
