import { messageId, type MessageRef } from '@kairos/shared/ids'
import { DAY, HOUR, type Ms } from '@kairos/shared/time'
import type { Choice, Moment } from '../choose.ts'
import type { Channel } from '../language.ts'
import { count, quantileOf } from './counts.ts'
import type { PerWeek, Report } from './report.ts'

const WEEK = 7 * DAY
/** Weeks with more messages than this share one bar. */
const MOST_BARS = 10

/** What reached customers, when and through which channel; and what was withheld before their eyes. */
export class MessagesLedger {
  readonly channels: Report['channels'] = {}
  readonly glass: Report['withheld']['glass'] = {}
  readonly #from: Ms
  readonly #until: Ms
  /** How many weeks of customers had so many messages. */
  readonly #weeks: number[] = []
  #hers = new Map<number, number>()
  #herChannels = new Set<Channel>()
  #notSaid = new Set<string>()

  constructor(from: Ms, until: Ms) {
    this.#from = from
    this.#until = until
  }

  reached(channel: Channel, at: Ms): void {
    const week = Math.floor((at - this.#from) / WEEK)
    this.#hers.set(week, (this.#hers.get(week) ?? 0) + 1)
    const counts = (this.channels[channel] ??= {
      messages: 0,
      customers: 0,
      byWeek: Array.from({ length: Math.ceil((this.#until - this.#from) / WEEK) }, () => 0),
      byHour: Array.from({ length: 24 }, () => 0),
    })
    counts.messages++
    if (!this.#herChannels.has(channel)) counts.customers++
    this.#herChannels.add(channel)
    counts.byWeek[week] = (counts.byWeek[week] ?? 0) + 1
    const hour = Math.floor((at % DAY) / HOUR)
    counts.byHour[hour] = (counts.byHour[hour] ?? 0) + 1
  }

  looked({ surface }: Moment, { withheld }: Choice): void {
    for (const { message, because } of withheld) {
      // What belongs on another channel is not withheld here.
      if (because !== 'channel') this.#withheld(surface, message, because)
    }
  }

  #withheld(surface: string, message: MessageRef, because: string): void {
    const key = `${surface} ${because} ${messageId(message)}`
    if (this.#notSaid.has(key)) return
    this.#notSaid.add(key)
    count((this.glass[surface] ??= {}), because)
  }

  lifeEnded(joined: Ms): void {
    const weeks = Math.floor((this.#until - this.#from) / WEEK)
    const first = Math.max(0, Math.floor((joined - this.#from) / WEEK))
    for (let week = first; week < weeks; week++) {
      const messages = this.#hers.get(week) ?? 0
      this.#weeks[messages] = (this.#weeks[messages] ?? 0) + 1
    }
    this.#hers = new Map()
    this.#herChannels = new Set()
    this.#notSaid = new Set()
  }

  perWeek(): PerWeek {
    const counts = Array.from({ length: this.#weeks.length }, (_, n) => this.#weeks[n] ?? 0)
    const weeks = counts.reduce((sum, n) => sum + n, 0)
    const messages = counts.reduce((sum, n, value) => sum + n * value, 0)
    const bars = counts.slice(0, MOST_BARS)
    const rest = counts.slice(MOST_BARS).reduce((sum, n) => sum + n, 0)
    return {
      weeks,
      mean: weeks === 0 ? 0 : messages / weeks,
      median: quantileOf(counts, 0.5),
      p95: quantileOf(counts, 0.95),
      most: Math.max(0, counts.length - 1),
      share: (rest > 0 ? [...bars, rest] : bars).map((n) => n / weeks),
    }
  }
}
