import type { IdentityHash } from '@kairos/shared/identity'
import type { Epoch } from '@kairos/shared/ids'
import { fail, ok, type Result } from '@kairos/shared/result'
import type { Ms } from '@kairos/shared/time'
import {
  MOST_NAMED,
  type Fact,
  type Hello,
  type LookedUp,
  type PublishedPlaybook,
  type Stored,
  type Welcome,
} from '@kairos/shared/wire/hq-hub'
import type { Slice } from './bulk.ts'
import { COMPARE_EVERY, compareAll, type ComparePort } from './comparing.ts'
import { NOTE_HEARD_EVERY } from './deaf.ts'
import { FeedReader, type FeedPort, type Pacing } from './feed-reader.ts'
import type { HubStorage } from './hub-storage.ts'
import { FLAT_OUT } from './pace.ts'
import { digestOfFiles } from './playbook-digest.ts'
import type { Progress } from './reading.ts'

/** The bare number of a fact that this hub no longer has: HQ sets it aside, and the rest may follow. */
export type Gone = { epoch: Epoch; n: number }

/** The line to HQ while it is up. Every call fails, soon, once it is down. */
export interface HqPort extends FeedPort, ComparePort {
  hello(message: Hello): Promise<Result<Welcome, string>>
  facts(message: { facts: (Fact | Gone)[] }): Promise<Result<Stored, string>>
  /** Answers or fails soon: somebody stands at a screen. */
  lookup(message: { identity: IdentityHash }): Promise<Result<LookedUp, string>>
}

export type LinkEvents = {
  /** HQ's clock is ahead of the hub's by so much, give or take half a round trip. */
  clockOffset(ahead: Ms): void
  /** A playbook came; it is on disk. */
  playbook(playbook: PublishedPlaybook): void
  /** Documents changed. */
  applied(slice: Slice): void
  /** All speaking was paused, or goes on: it changed, and is on disk. */
  paused?(paused: boolean): void
  /** This hub's bases were not HQ's documents: everything is read from zero. */
  differed?(): void
  /** Something of the feed did not come, or cannot be read; in words. */
  failed?(words: string): void
}

/** So many documents behind, a big batch is worth a request of its own. */
const BULK_ABOVE = 1000
const BULK_ROWS = 5000
/** Flat out and never waiting, for who gives no other. */
const NO_PACING: Pacing = { pace: () => FLAT_OUT, wait: async () => {}, bulkAbove: BULK_ABOVE, bulkRows: BULK_ROWS }
const FACTS_PER_SEND = 50

/** One connection. What it began, no later connection goes on with: an answer that comes late is dropped. */
type Line = {
  readonly port: HqPort
  greeting: boolean
  greeted: boolean
  /** From the welcome on. */
  reader: FeedReader | undefined
  comparing: boolean
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
  readonly #pacing: Pacing
  #line: Line | undefined
  #behindSince: Ms

  constructor(storage: HubStorage, epoch: Epoch, now: () => Ms, events: LinkEvents, pacing: Partial<Pacing> = {}) {
    this.#storage = storage
    this.#epoch = epoch
    this.#now = now
    this.#events = events
    this.#pacing = { ...NO_PACING, ...pacing }
    this.#behindSince = now()
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
      reader: undefined,
      comparing: false,
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
    await this.#line?.reader?.read()
    this.#caughtUp()
  }

  /**
   * How far this hub is behind: for how long it has not been able to say that it has read all, and the
   * documents that HQ has told of.
   */
  lag(): { time: Ms; documents: number } {
    const time = this.#caughtUp() ? 0 : Math.max(0, this.#now() - this.#behindSince)
    return { time, documents: this.#line?.reader?.ahead ?? 0 }
  }

  /** While everything is read from zero. */
  progress(): Progress | undefined {
    return this.#line?.reader?.progress()
  }

  /** Reads everything from zero once more, without losing what is to be sent. */
  async reread(): Promise<void> {
    this.#storage.reread()
    await this.#line?.reader?.read(this.#storage.customers())
  }

  #caughtUp(): boolean {
    const caughtUp = this.up && this.#line?.reader?.caughtUp === true
    if (caughtUp) {
      this.#behindSince = this.#now()
      this.#noteHeard()
    }
    return caughtUp
  }

  /** For a hub that is deaf for too long (rule S8). */
  #noteHeard(): void {
    const now = this.#now()
    const heard = this.#storage.heard()
    if (heard === undefined || heard > now || now - heard >= NOTE_HEARD_EVERY) this.#storage.saveHeard(now)
  }

  /**
   * Whose identity this is, which the store does not know (rule S7). When this says `known`, she is on disk like
   * whoever came by the feed.
   */
  async lookUp(identity: IdentityHash): Promise<'known' | 'unknown' | 'no answer'> {
    const line = this.#line
    if (!line || !this.#open(line)) return 'no answer'
    const answer = await line.port.lookup({ identity })
    if (!answer.ok || !this.#open(line)) return 'no answer'
    const { row, others } = answer.value
    if (!row) return 'unknown'
    this.#storage.applyAhead(row, this.#epoch, others)
    return 'known'
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
    if (!line.greeted) {
      if (!line.greeting) await this.#greet(line)
      return
    }
    await Promise.all([line.reader?.read(), this.#send(line)])
    if (this.#caughtUp()) await this.#compare(line)
  }

  /** Once a day, when everything has been read (rule S4): what this hub holds is what HQ would send it. */
  async #compare(line: Line): Promise<void> {
    const compared = this.#storage.compared()
    const now = this.#now()
    const isDue = compared === undefined || compared > now || now - compared >= COMPARE_EVERY
    if (line.comparing || !isDue) return
    line.comparing = true
    const said = await compareAll(this.#storage, line.port, this.#pacing, () => this.#open(line))
    line.comparing = false
    if (said === 'stopped') return
    this.#storage.saveCompared(this.#now())
    if (said === 'same') return
    this.#events.differed?.()
    await this.reread()
  }

  async #greet(line: Line): Promise<Result<void, string>> {
    line.greeting = true
    const { cursor, hqEpoch: known, highest } = this.#storage.position()
    const sent = this.#now()
    const here = this.#storage.playbooks()
    const welcome = await line.port.hello({
      epoch: this.#epoch,
      cursor,
      highest,
      ...(known === undefined ? {} : { hqEpoch: known }),
      playbook: Math.max(0, ...here.map(({ version }) => version)),
      playbooks: here.slice(-MOST_NAMED).map(({ version, files }) => ({ version, digest: digestOfFiles(files) })),
    })
    line.greeting = false
    if (this.#line !== line) return fail('the line was cut')
    if (!welcome.ok) return welcome
    const { hqEpoch, cursorHolds, now, playbooks, paused = false, behind = 0, wait = 0 } = welcome.value
    // First of all: what follows may put something on a screen.
    this.paused(paused)
    this.#events.clockOffset(now - (sent + this.#now()) / 2)
    // Playbooks travel ahead of the documents that name them (rule S10).
    for (const playbook of playbooks) this.published(playbook)
    this.#storage.adopt(hqEpoch, !cursorHolds)
    line.greeted = true
    const open = () => this.#open(line)
    line.reader = new FeedReader(this.#readerParts(), line.port, open, behind)
    // Many hubs came at once: each has its own moment to begin.
    if (wait > 0) await this.#pacing.wait(wait)
    await Promise.all([line.reader.read(), this.#send(line)])
    this.#caughtUp()
    return ok(undefined)
  }

  #readerParts() {
    const events = this.#events
    return {
      storage: this.#storage,
      epoch: this.#epoch,
      pacing: this.#pacing,
      now: this.#now,
      applied: (slice: Slice) => events.applied(slice),
      failed: (words: string) => events.failed?.(words),
    }
  }

  /** Whether this line may still be talked on: it was greeted, and none has taken its place. */
  #open(line: Line): boolean {
    return this.#line === line && line.greeted
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
        const { epoch, upTo, setAside, erased = [] } = stored.value
        line.has = { epoch, upTo }
        this.#storage.confirm(epoch, upTo, setAside, erased)
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
