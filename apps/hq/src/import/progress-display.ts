import { SECOND, type Clock, type Ms } from '@kairos/shared/time'

/** Where the command writes: a terminal or anything else. */
export type Output = { write(text: string): unknown; isTTY?: boolean; columns?: number }

const BAR = 24
const EVERY_ON_TERMINAL: Ms = 0.1 * SECOND
const EVERY_ELSEWHERE: Ms = 3 * SECOND

export type Shown = { read: number; bytes: number; rows: number; rowsPerSecond: number; left: Ms | undefined }

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 })
export const counted = (n: number): string => whole.format(n)

/** `4 s`, `3 min 05 s`, `2 h 10 min`. */
export function lasting(ms: Ms): string {
  const seconds = Math.round(ms / SECOND)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${`${seconds % 60}`.padStart(2, '0')} s`
  return `${Math.floor(minutes / 60)} h ${`${minutes % 60}`.padStart(2, '0')} min`
}

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1)

/** One line that says how far an import is, with or without a bar in front. */
export function progressLine({ read, bytes, rows, rowsPerSecond, left }: Shown, bar: boolean): string {
  const share = bytes === 0 ? 1 : Math.min(1, read / bytes)
  const full = Math.round(share * BAR)
  return [
    ...(bar ? [`${'█'.repeat(full)}${'░'.repeat(BAR - full)}`] : []),
    `${`${Math.floor(share * 100)}`.padStart(bar ? 3 : 0)} %`,
    `${megabytes(read)} of ${megabytes(bytes)} MB`,
    `${counted(rows)} rows`,
    `${counted(rowsPerSecond)} rows/s`,
    left === undefined ? 'time left unknown' : `${lasting(left)} left`,
  ].join('  ')
}

/** Redraws one line on a terminal; elsewhere writes a line every few seconds. Other words go between. */
export class ProgressDisplay {
  readonly #out: Output
  readonly #clock: Clock
  readonly #bytes: number
  readonly #began: Ms
  #lastShown: Ms
  #drawn = false
  /** From where the pace is measured: rows that were only skipped go much faster than rows sent. */
  #since: { at: Ms; read: number; rows: number }

  constructor(out: Output, clock: Clock, bytes: number) {
    this.#out = out
    this.#clock = clock
    this.#bytes = bytes
    this.#began = clock.now()
    this.#lastShown = this.#began
    this.#since = { at: this.#began, read: 0, rows: 0 }
  }

  /** Time since the display was made. */
  get elapsed(): Ms {
    return this.#clock.now() - this.#began
  }

  /** From here on rows are sent, not skipped. */
  sending(read: number, rows: number): void {
    this.#since = { at: this.#clock.now(), read, rows }
  }

  show(read: number, rows: number): void {
    const now = this.#clock.now()
    if (now - this.#lastShown < (this.#out.isTTY === true ? EVERY_ON_TERMINAL : EVERY_ELSEWHERE)) return
    this.#lastShown = now
    const took = Math.max(1, now - this.#since.at)
    const bytesPerMs = (read - this.#since.read) / took
    const line = progressLine(
      {
        read,
        bytes: this.#bytes,
        rows,
        rowsPerSecond: ((rows - this.#since.rows) * SECOND) / took,
        left: bytesPerMs > 0 ? (this.#bytes - read) / bytesPerMs : undefined,
      },
      this.#out.isTTY === true,
    )
    if (this.#out.isTTY !== true) {
      this.#out.write(`${line}\n`)
      return
    }
    // A line that wraps could not be drawn over.
    this.#out.write(`\r\u001B[K${line.slice(0, (this.#out.columns ?? 80) - 1)}`)
    this.#drawn = true
  }

  /** Writes words on a line of their own. */
  say(words: string): void {
    this.clear()
    this.#out.write(`${words}\n`)
  }

  clear(): void {
    if (this.#drawn) this.#out.write('\r\u001B[K')
    this.#drawn = false
  }
}
