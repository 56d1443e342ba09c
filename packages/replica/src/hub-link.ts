import type { Epoch } from '@kairos/shared/ids'
import { fail, ok, type Result } from '@kairos/shared/result'
import type { Ms } from '@kairos/shared/time'
import type { Batch, Fact, Hello, PublishedPlaybook, Stored, Welcome } from '@kairos/shared/wire/hq-hub'
import type { HubStorage } from './hub-storage.ts'

/** The bare number of a fact that this hub no longer has: HQ sets it aside, and the rest may follow. */
export type Gone = { epoch: Epoch; n: number }

/** The line to HQ while it is up. Every call fails, soon, once it is down. */
export interface HqPort {
  hello(message: Hello): Promise<Result<Welcome, string>>
  pull(message: { cursor: number; most: number }): Promise<Result<Batch, string>>
  facts(message: { facts: (Fact | Gone)[] }): Promise<Result<Stored, string>>
}

export type LinkEvents = {
  /** HQ's clock is ahead of the hub's by so much, give or take half a round trip. */
  clockOffset(ahead: Ms): void
  /** A playbook came; it is on disk. */
  playbook(playbook: PublishedPlaybook): void
  /** Documents changed. */
  applied(batch: Batch): void
  /** All speaking was paused, or goes on: it changed, and is on disk. */
  paused?(paused: boolean): void
}

const ROWS_PER_PULL = 200
const FACTS_PER_SEND = 50

/** One connection. What it began, no later connection goes on with: an answer that comes late is dropped. */
type Line = {
  readonly port: HqPort
  greeting: boolean
  greeted: boolean
  pulling: boolean
  pullAgain: boolean
  sending: boolean
  /** How far HQ said it has the facts of an epoch, in its last answer on this line. */
  has: { epoch: Epoch; upTo: number } | undefined
}

/**
 * The hub's conversation with HQ over one connection. Facts go up and state comes down, each as one
 * loop that holds a single request in flight: that is the flow control in both directions.
 */
export class HubLink {
  readonly #storage: HubStorage
  readonly #epoch: Epoch
  readonly #events: LinkEvents
  readonly #now: () => Ms
  #line: Line | undefined

  constructor(storage: HubStorage, epoch: Epoch, now: () => Ms, events: LinkEvents) {
    this.#storage = storage
    this.#epoch = epoch
    this.#now = now
    this.#events = events
  }

  get up(): boolean {
    return this.#line?.greeted === true
  }

  /** The line is up: greet, then send and read whatever waits. Returns why HQ refused, if it did. */
  async connected(port: HqPort): Promise<Result<void, string>> {
    const line: Line = {
      port,
      greeting: false,
      greeted: false,
      pulling: false,
      pullAgain: false,
      sending: false,
      has: undefined,
    }
    this.#line = line
    return this.#greet(line)
  }

  /** The line is down. Named by its port, an old line's end does not end the one that took its place. */
  disconnected(port?: HqPort): void {
    if (port === undefined || this.#line?.port === port) this.#line = undefined
  }

  published(playbook: PublishedPlaybook): void {
    this.#storage.savePlaybook(playbook)
    this.#events.playbook(playbook)
  }

  /** All speaking is paused, or goes on. It is on disk when this returns. */
  paused(paused: boolean): void {
    if (this.#storage.paused() === paused) return
    this.#storage.savePaused(paused)
    this.#events.paused?.(paused)
  }

  /** There is news at HQ: read until there is none. */
  async pull(): Promise<void> {
    if (this.#line) await this.#pull(this.#line)
  }

  /** There is something in the outbox: send until HQ has it all on disk. */
  async send(): Promise<void> {
    if (this.#line) await this.#send(this.#line)
  }

  /**
   * To be called now and then: a question that failed although the line stayed up (HQ was busy, or
   * could not answer) is asked again by nobody else.
   */
  async retry(): Promise<void> {
    const line = this.#line
    if (!line) return
    if (line.greeted) await Promise.all([this.#pull(line), this.#send(line)])
    else if (!line.greeting) await this.#greet(line)
  }

  async #greet(line: Line): Promise<Result<void, string>> {
    line.greeting = true
    const { cursor, hqEpoch: known } = this.#storage.position()
    const sent = this.#now()
    const welcome = await line.port.hello({
      epoch: this.#epoch,
      cursor,
      ...(known === undefined ? {} : { hqEpoch: known }),
      playbook: Math.max(0, ...this.#storage.playbooks().map(({ version }) => version)),
    })
    line.greeting = false
    if (this.#line !== line) return fail('the line was cut')
    if (!welcome.ok) return welcome
    const { hqEpoch, cursorHolds, now, playbooks, paused = false } = welcome.value
    // First of all: what follows may put something on a screen.
    this.paused(paused)
    this.#events.clockOffset(now - (sent + this.#now()) / 2)
    // Playbooks travel ahead of the documents that name them (rule S10).
    for (const playbook of playbooks) this.published(playbook)
    this.#storage.adopt(hqEpoch, !cursorHolds)
    line.greeted = true
    await Promise.all([this.#pull(line), this.#send(line)])
    return ok(undefined)
  }

  /** Whether this line may still be talked on: it was greeted, and none has taken its place. */
  #open(line: Line): boolean {
    return this.#line === line && line.greeted
  }

  async #pull(line: Line): Promise<void> {
    line.pullAgain = true
    if (line.pulling) return
    line.pulling = true
    try {
      while (line.pullAgain && this.#open(line)) {
        line.pullAgain = false
        const { cursor } = this.#storage.position()
        const batch = await line.port.pull({ cursor, most: ROWS_PER_PULL })
        if (!batch.ok || !this.#open(line)) return
        this.#storage.apply(batch.value, this.#epoch)
        this.#events.applied(batch.value)
        // One more read after the last rows tells HQ that they have been applied.
        line.pullAgain ||= batch.value.rows.length > 0
      }
    } finally {
      line.pulling = false
    }
  }

  async #send(line: Line): Promise<void> {
    if (line.sending) return
    line.sending = true
    try {
      // Whoever records calls from within a transaction, which may still be rolled back, and its
      // number used again. Transactions are synchronous: a turn later it has been decided.
      await Promise.resolve()
      while (this.#open(line)) {
        const facts = this.#next(line)
        if (facts.length === 0) return
        const stored = await line.port.facts({ facts })
        if (!stored.ok || !this.#open(line)) return
        const { epoch, upTo, setAside } = stored.value
        line.has = { epoch, upTo }
        this.#storage.confirm(epoch, upTo, setAside)
      }
    } finally {
      line.sending = false
    }
  }

  /** What to send next. Numbers that HQ lacks and this hub has long forgotten are named as gone. */
  #next({ has }: Line): (Fact | Gone)[] {
    const facts = this.#storage.unsent(FACTS_PER_SEND)
    const first = facts[0]
    if (first === undefined || has?.epoch !== first.epoch || has.upTo + 1 >= first.n) return facts
    const gone = Math.min(FACTS_PER_SEND, first.n - has.upTo - 1)
    return Array.from({ length: gone }, (_, index) => ({ epoch: first.epoch, n: has.upTo + 1 + index }))
  }
}
