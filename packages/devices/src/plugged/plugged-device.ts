import { fail } from '@kairos/shared/result'
import type { DeviceStatus } from '@kairos/shared/device-status'
import { MINUTE, SECOND, type Cancel, type Clock, type Ms } from '@kairos/shared/time'
import { parseReportDescriptor } from '../descriptor/report-descriptor.ts'
import { decoderOf, type Decoder } from '../decode.ts'
import type { DeviceEvent } from '../device-event.ts'
import type { ReadingSettings } from '../device-settings.ts'
import type { Model } from '../model.ts'
import { inWords, type Found, type Opened, type OpenFailure, type Transport } from '../transport/transport.ts'
import { deviceName } from './device-name.ts'
import { Session, type Counts } from './session.ts'
import { standingOf, type Standing } from './standing.ts'

/** How long to wait before each new attempt; after the last one it is given up until it is plugged in again. */
export const ATTEMPTS_AFTER: readonly Ms[] = [SECOND, 2 * SECOND, 5 * SECOND, 15 * SECOND, MINUTE]
/** One that worked for so long begins its attempts anew. */
export const STEADY: Ms = MINUTE
export const OPENS_WITHIN: Ms = 5 * SECOND
/** How long a device that floods rests, the first time; each time after that twice as long. */
export const FLOOD_REST: Ms = 30 * SECOND
export const LONGEST_REST: Ms = 10 * MINUTE
/** Rights that only opening tells of are tried again so often. */
export const REFUSED_AGAIN: Ms = 30 * SECOND

const REFUSED =
  'The system does not let Kairos read it: the udev rule 70-kairos.rules is missing, or this user is not in the group kairos (docs/devices.md).'
const NO_ANSWER = 'It does not answer. Unplug it and plug it in again.'

export type DeviceParts = {
  transport: Transport
  clock: Clock
  /** Virtual devices are whoever's that has the token: whatever they are they are read, at any pace. */
  isVirtual: boolean
  event: (event: DeviceEvent) => void
  changed: () => void
  /** Something happened that may be an unplugging. */
  look: () => void
}

/**
 * One device from plugging in to unplugging. At most one call to the system is under way for it, however long it
 * hangs: what is wanted meanwhile is done when it comes back.
 */
export class PluggedDevice {
  #found: Found
  readonly #parts: DeviceParts
  #settings: ReadingSettings
  #standing: Standing
  #state: DeviceStatus['state'] = 'opening'
  #why: string | undefined
  #since: Ms
  readonly #counts: Counts = { reports: 0, cards: 0, paymentCards: 0, unreadable: 0 }
  #session: Session | undefined
  #opened: Opened | undefined
  /** The calls to the system, one after another. */
  #calls: Promise<void> = Promise.resolve()
  #attempts = 0
  #floods = 0
  #alarm: Cancel | undefined

  constructor(found: Found, settings: ReadingSettings, parts: DeviceParts) {
    this.#found = found
    this.#parts = parts
    this.#settings = settings
    this.#since = parts.clock.now()
    this.#standing = this.#whatItIs()
    this.#begin()
  }

  get plug(): string {
    return this.#found.plug
  }

  status(): DeviceStatus {
    return {
      ...deviceName(this.#found),
      ...(this.#standing.is === 'reader' ? { model: this.#standing.model.name } : {}),
      state: this.#state,
      ...(this.#why === undefined ? {} : { why: this.#why }),
      since: this.#since,
      ...this.#counts,
    }
  }

  /** It was listed again: its rights may be others. */
  seen(found: Found): void {
    const mayNow = found.isAllowed === true && this.#found.isAllowed !== true
    this.#found = found
    if (this.#state === 'refused' && mayNow) this.#begin()
  }

  /** What is half read belongs to the settings that were; what the device is may be another thing by the new ones. */
  use(settings: ReadingSettings): void {
    const before = this.#standing
    this.#settings = settings
    this.#standing = this.#whatItIs()
    const isSame = before.is === this.#standing.is && modelOf(before) === modelOf(this.#standing)
    if (!isSame) return this.#begin()
    if (!this.#session || this.#standing.is !== 'reader') return
    this.#session.use(this.#decoder(this.#standing.model))
  }

  /** Nothing comes from it after this; resolves when the system has let go, which may be never. */
  unplugged(): Promise<void> {
    this.#stop()
    this.#go('gone', 'It was unplugged.')
    return this.#close()
  }

  #whatItIs(): Standing {
    const standing = standingOf(this.#found, this.#settings.taught)
    if (!this.#parts.isVirtual || standing.is !== 'personal') return standing
    return standingOf(this.#found, [{ ...this.#found.info, model: 'keyboard-wedge' }])
  }

  #decoder(model: Model): Decoder {
    const { descriptor } = this.#found
    const { layout, cards } = this.#settings
    return decoderOf(model, { descriptor: descriptor && parseReportDescriptor(descriptor), layout }, cards)
  }

  #go(state: DeviceStatus['state'], why?: string): void {
    this.#state = state
    this.#why = why
    this.#since = this.#parts.clock.now()
    this.#parts.changed()
  }

  /** Ends the reading, if there is any, and every plan. */
  #stop(): void {
    this.#alarm?.()
    this.#alarm = undefined
    this.#session?.stop()
    this.#session = undefined
  }

  /** Lets go of the device, after whatever call is under way. */
  #close(): Promise<void> {
    return this.#then(async () => {
      const opened = this.#opened
      this.#opened = undefined
      // A device that is gone may complain about being closed.
      await opened?.close().catch(() => {})
    })
  }

  #then(call: () => Promise<void>): Promise<void> {
    this.#calls = this.#calls.then(call)
    return this.#calls
  }

  /** Begins anew, whatever it does now: opens it if it is to be read. */
  #begin(): void {
    this.#stop()
    void this.#close()
    if (this.#standing.is !== 'reader') return this.#go(this.#standing.is, this.#standing.why)
    const { clock, event, isVirtual } = this.#parts
    const flooded = isVirtual ? undefined : (what: string) => this.#flooded(what)
    const session = new Session(this.#decoder(this.#standing.model), { clock, counts: this.#counts, event, flooded })
    this.#session = session
    this.#alarm = clock.at(clock.now() + OPENS_WITHIN, () => this.#go('resting', NO_ANSWER))
    this.#go('opening')
    void this.#then(() => this.#open(session))
  }

  async #open(session: Session): Promise<void> {
    if (session.isOver) return
    if (this.#found.isAllowed === false) return this.#refused()
    const result = await this.#parts.transport
      .open(this.#found.path, {
        report: (bytes) => session.take(bytes),
        ended: (why) => this.#ended(session, why),
      })
      .catch((error: unknown) => fail<OpenFailure>({ is: 'failed', why: inWords(error) }))
    if (result.ok) this.#opened = result.value
    // Whoever ended the session closes after this call.
    if (session.isOver) return
    if (!result.ok)
      return result.error.is === 'refused' ? this.#refused(result.error.why) : this.#failed(result.error.why)
    if (session.ended !== undefined) return this.#failed(session.ended)
    this.#alarm?.()
    this.#alarm = undefined
    this.#go('reading')
  }

  #ended(session: Session, why: string): void {
    if (session.isOver || session !== this.#session) return
    session.ended = why
    // While it is being opened, what comes of that is waited for.
    if (this.#state === 'reading') this.#failed(why)
    this.#parts.look()
  }

  #refused(why?: string): void {
    const { clock } = this.#parts
    this.#stop()
    void this.#close()
    // Where rights are listed (Linux) they are looked at again and again; elsewhere, only trying tells.
    this.#go(
      'refused',
      this.#found.isAllowed === undefined ? `The system does not let Kairos read it: ${why}` : REFUSED,
    )
    if (this.#found.isAllowed !== false) this.#alarm = clock.at(clock.now() + REFUSED_AGAIN, () => this.#begin())
  }

  #failed(why: string): void {
    const { clock } = this.#parts
    if (this.#state === 'reading' && clock.now() - this.#since >= STEADY) this.#attempts = 0
    this.#stop()
    void this.#close()
    const after = ATTEMPTS_AFTER[this.#attempts++]
    if (after === undefined)
      return this.#go('givenUp', `It failed too often. Unplug it and plug it in again. Last: ${why}`)
    this.#go('resting', `It failed and is tried again: ${why}`)
    this.#alarm = clock.at(clock.now() + after, () => this.#begin())
  }

  #flooded(what: string): void {
    const { clock } = this.#parts
    if (clock.now() - this.#since >= STEADY) this.#floods = 0
    this.#stop()
    void this.#close()
    const rest = Math.min(LONGEST_REST, FLOOD_REST * 2 ** this.#floods++)
    this.#go('resting', `${what}, so it is closed for ${rest / SECOND} s. If it does that again, it is broken.`)
    this.#alarm = clock.at(clock.now() + rest, () => this.#begin())
  }
}

const modelOf = (standing: Standing): Model | undefined => (standing.is === 'reader' ? standing.model : undefined)
