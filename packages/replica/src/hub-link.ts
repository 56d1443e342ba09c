import type { Result } from '@kairos/shared/result'
import type { Epoch } from '@kairos/shared/ids'
import type { Batch, Fact, Hello, PublishedPlaybook, Stored, Welcome } from '@kairos/shared/wire/hq-hub'
import type { Ms } from '@kairos/shared/time'
import type { HubStorage } from './hub-storage.ts'

/** The line to HQ while it is up. Every call fails, soon, once it is down. */
export interface HqPort {
  hello(message: Hello): Promise<Result<Welcome, string>>
  pull(message: { cursor: number; most: number }): Promise<Result<Batch, string>>
  facts(message: { facts: Fact[] }): Promise<Result<Stored, string>>
}

export type LinkEvents = {
  /** HQ's clock is ahead of the hub's by so much, give or take half a round trip. */
  clockOffset(ahead: Ms): void
  /** A playbook came; it is on disk. */
  playbook(playbook: PublishedPlaybook): void
  /** Documents changed. */
  applied(batch: Batch): void
}

const ROWS_PER_PULL = 200
const FACTS_PER_SEND = 50

/**
 * The hub's conversation with HQ over one connection. Facts go up and state comes down, each as one
 * loop that holds a single request in flight: that is the flow control in both directions.
 */
export class HubLink {
  readonly #storage: HubStorage
  readonly #epoch: Epoch
  readonly #events: LinkEvents
  readonly #now: () => Ms
  #port: HqPort | undefined
  #pulling = false
  #pullAgain = false
  #sending = false

  constructor(storage: HubStorage, epoch: Epoch, now: () => Ms, events: LinkEvents) {
    this.#storage = storage
    this.#epoch = epoch
    this.#now = now
    this.#events = events
  }

  get up(): boolean {
    return this.#port !== undefined
  }

  /** The line is up: greet, then send and read whatever waits. Returns why HQ refused, if it did. */
  async connected(port: HqPort): Promise<Result<void, string>> {
    const position = this.#storage.position()
    const sent = this.#now()
    const welcome = await port.hello({
      epoch: this.#epoch,
      cursor: position.cursor,
      ...(position.hqEpoch === undefined ? {} : { hqEpoch: position.hqEpoch }),
      playbook: Math.max(0, ...this.#storage.playbooks().map(({ version }) => version)),
    })
    if (!welcome.ok) return welcome
    const { hqEpoch, cursorHolds, now, playbooks } = welcome.value
    this.#events.clockOffset(now - (sent + this.#now()) / 2)
    // Playbooks travel ahead of the documents that name them (rule S10).
    for (const playbook of playbooks) this.published(playbook)
    this.#storage.adopt(hqEpoch, !cursorHolds)
    this.#port = port
    await Promise.all([this.pull(), this.send()])
    return { ok: true, value: undefined }
  }

  disconnected(): void {
    this.#port = undefined
  }

  published(playbook: PublishedPlaybook): void {
    this.#storage.savePlaybook(playbook)
    this.#events.playbook(playbook)
  }

  /** There is news at HQ: read until there is none. */
  async pull(): Promise<void> {
    this.#pullAgain = true
    if (this.#pulling) return
    this.#pulling = true
    try {
      while (this.#pullAgain && this.#port) {
        this.#pullAgain = false
        const { cursor } = this.#storage.position()
        const batch = await this.#port.pull({ cursor, most: ROWS_PER_PULL })
        if (!batch.ok) return
        // A line that was cut and came back may have another read under way from the same cursor.
        if (this.#storage.position().cursor !== cursor) continue
        this.#storage.apply(batch.value)
        this.#events.applied(batch.value)
        // One more read after the last rows tells HQ that they have been applied.
        this.#pullAgain ||= batch.value.rows.length > 0
      }
    } finally {
      this.#pulling = false
    }
  }

  /** There is something in the outbox: send until HQ has it all on disk. */
  async send(): Promise<void> {
    if (this.#sending) return
    this.#sending = true
    try {
      while (this.#port) {
        const facts = this.#storage.unsent(FACTS_PER_SEND)
        if (facts.length === 0) return
        const stored = await this.#port.facts({ facts })
        if (!stored.ok) return
        this.#storage.confirm(stored.value.epoch, stored.value.upTo, stored.value.setAside)
      }
    } finally {
      this.#sending = false
    }
  }
}
