import { zeroableCopy } from '../ascii.ts'
import { ENTER, TAB } from './layouts.ts'
import { isStartSentinel } from '../tracks.ts'

/**
 * A wedge types far faster than a person: the slowest that are sold send a key every 40 ms (a low-speed device is
 * asked every 8 to 10 ms, and a key is two reports), while the fastest typists need more than 60 ms for most keys and
 * cannot keep below that for four in a row.
 */
export const BURST_GAP = 50
export const LEAST_BURST = 4
/**
 * A machine that stands still for a moment tears a burst apart. What comes so soon after a piece that had no line end
 * is its rest.
 */
export const REST_WITHIN = 2000
/** More than any card's three tracks have. */
const LONGEST_BURST = 512

/**
 * What was told apart: copies, for the receiver to zero. The line end that closes a burst is left out; a burst
 * without one, or the rest of one, is not whole.
 */
export type Told =
  | { is: 'burst'; bytes: Uint8Array; isWhole: boolean }
  | { is: 'typed'; bytes: Uint8Array }
  /** Longer than anything a reader has to say; nothing of it is kept. */
  | { is: 'overlong' }

const isLineEnd = (byte: number): boolean => byte === ENTER || byte === TAB

/**
 * Tells a wedge's bursts from people typing, character by character. Holds nothing but what it cannot yet tell,
 * and zeroes it once it can. Also fit for a page that a wedge types into: it knows nothing of devices.
 */
export class Bursts {
  readonly #bytes = new Uint8Array(LONGEST_BURST)
  #length = 0
  #first = 0
  #last = 0
  #isOverlong = false
  /** The last piece, if it had no line end: when it ended, and whether it was of a burst. */
  #torn: { at: number; isBurst: boolean } | undefined

  /** A character code (ISO 8859-1; Enter 0D, Tab 09, Backspace 08) at a time in ms. */
  take(byte: number, at: number): Told[] {
    const told = this.#isOver(at) ? this.quiet(at) : []
    this.#last = at
    if (this.#isOverlong) return told
    if (this.#length === LONGEST_BURST) {
      this.wipe()
      this.#isOverlong = true
      this.#torn = { at, isBurst: true }
      return [...told, { is: 'overlong' }]
    }
    if (this.#length === 0) this.#first = at
    this.#bytes[this.#length++] = byte
    // A line end closes a burst at once, except between a card's tracks: what follows may be the next one.
    const closes = isLineEnd(byte) && this.#length > LEAST_BURST && !isStartSentinel(this.#bytes[0])
    return closes ? [...told, ...this.#tell()] : told
  }

  /** When silence decides what the last characters were. */
  due(): number | undefined {
    return this.#length > 0 || this.#isOverlong ? this.#last + BURST_GAP + 1 : undefined
  }

  quiet(at: number): Told[] {
    if (!this.#isOver(at)) return []
    this.#isOverlong = false
    return this.#tell()
  }

  wipe(): void {
    this.#bytes.fill(0)
    this.#length = 0
  }

  /** A clock that went back is a silence too: what waits must not wait for ever. */
  #isOver(at: number): boolean {
    return (this.#length > 0 || this.#isOverlong) && (at - this.#last > BURST_GAP || at < this.#last)
  }

  #tell(): Told[] {
    const length = this.#length
    const isBurst = length >= LEAST_BURST
    const told = this.#bytes.subarray(0, length)
    const end = isBurst ? told.findLastIndex((byte) => !isLineEnd(byte)) + 1 : length
    const bytes = zeroableCopy(told.subarray(0, end))
    const isEnded = isLineEnd(told[length - 1] ?? 0)
    const before = this.#torn && this.#first - this.#torn.at <= REST_WITHIN ? this.#torn : undefined
    const isRestOfBurst = before?.isBurst === true
    if (length > 0) this.#torn = isEnded ? undefined : { at: this.#last, isBurst: isBurst || isRestOfBurst }
    this.wipe()
    // The last few characters of a torn burst were typed by nobody.
    if (length === 0 || (isRestOfBurst && !isBurst)) return []
    return isBurst ? [{ is: 'burst', bytes, isWhole: isEnded && !before }] : [{ is: 'typed', bytes }]
  }
}
