import { fail, ok, type Result } from '@kairos/shared/result'
import type { IdentityHash } from '@kairos/shared/identity'
import type { Epoch, StoreId } from '@kairos/shared/ids'
import { SECOND, type Ms } from '@kairos/shared/time'
import {
  factSchema,
  type Batch,
  type BulkFrame,
  type Compare,
  type Compared,
  type Fact,
  type Hello,
  type LookedUp,
  type Stored,
  type Welcome,
} from '@kairos/shared/wire/hq-hub'
import { digestOf, identityDigestOf } from './digest.ts'
import type { HqSyncStorage, SetAside } from './hq-storage.ts'

type SentFact = { epoch: Epoch; n: number }

/** HQ's end of the conversation with one store's hub. */
export class HqEnd {
  readonly #storage: HqSyncStorage
  readonly #store: StoreId
  readonly #epoch: Epoch
  readonly #now: () => Ms

  /** `epoch` was opened by this start of HQ (rule S2). */
  constructor(storage: HqSyncStorage, store: StoreId, epoch: Epoch, now: () => Ms) {
    this.#storage = storage
    this.#store = store
    this.#epoch = epoch
    this.#now = now
  }

  async hello(hello: Hello): Promise<Welcome> {
    const { hqEpoch, highest = hello.cursor } = hello
    const cursorHolds = hqEpoch !== undefined && (await this.#storage.cursorHolds(hqEpoch, highest))
    const cursor = cursorHolds ? hello.cursor : 0
    await this.#storage.heard(this.#store, this.#now(), cursor, hello.playbook)
    const playbooks = await this.#storage.playbooksAfter(hello.playbook, hello.playbooks)
    const behind = await this.#storage.behind(this.#store, cursor)
    return { hqEpoch: this.#epoch, now: this.#now(), cursorHolds, playbooks, behind }
  }

  async pull(cursor: number, most: number): Promise<Batch> {
    await this.#storage.heard(this.#store, this.#now(), cursor)
    return this.#storage.feedAfter(this.#store, cursor, most)
  }

  /**
   * A big batch. It comes by another way than hello did, perhaps to another start of HQ: a cursor means nothing
   * but in the epoch that it was read in. `applied` is on the hub's disk.
   */
  async bulk(asked: {
    hqEpoch: Epoch
    cursor: number
    applied: number
    most: number
  }): Promise<Result<{ frame: BulkFrame; rows: string[] }, string>> {
    if (asked.hqEpoch !== this.#epoch) return fail('head office was started anew: say hello first')
    await this.#storage.heard(this.#store, this.#now(), asked.applied)
    return ok(await this.#storage.bulkAfter(this.#store, asked.cursor, asked.most))
  }

  /** Whether HQ would send a hub, for a range of customers, what the hub holds of it. */
  async compare({ cursor, after, upTo, rows, digest, identities }: Compare): Promise<Compared> {
    // One row more than the hub has is enough to see that it lacks some.
    const held = await this.#storage.heldIn(this.#store, { after, upTo }, cursor, rows + 1)
    if (held.moved) return { is: 'moved' }
    const isSame =
      held.rows.length === rows &&
      digestOf(held.rows) === digest &&
      (identities === undefined || identityDigestOf(held.rows) === identities)
    if (isSame) return { is: 'same' }
    await this.#storage.differed(this.#store)
    return { is: 'other' }
  }

  /**
   * Stores facts durably, in order, each once. Behind a gap nothing is stored, and the answer says how
   * far HQ has come, so that the hub sends what is between. Facts that were set aside are named in every
   * answer, because the one before may have been lost.
   */
  async facts(sent: readonly SentFact[]): Promise<Result<Stored, string>> {
    const epoch = sent[0]?.epoch
    if (epoch === undefined || sent.some((fact) => fact.epoch !== epoch))
      return fail('facts of several epochs in one message')
    const have = await this.#storage.lastNumber(this.#store, epoch)
    const fresh = withoutGap(have, sent)
    const upTo = have + fresh.length
    if (fresh.length > 0) await this.#take(epoch, upTo, fresh)
    // A hub restored from a backup sends less than HQ has: the answer speaks of all up to `upTo`.
    const numbers = sent.map(({ n }) => n)
    const from = Math.min(...numbers)
    const setAside = await this.#storage.setAsideAmong(this.#store, epoch, from, upTo)
    const erased = setAside.length === 0 ? [] : await this.#storage.erasedAmong(this.#store, epoch, from, upTo)
    return ok({ epoch, upTo, setAside, ...(erased.length === 0 ? {} : { erased }) })
  }

  /** Whose identity is this? From here on the store holds her (rule S7). */
  async lookUp(identity: IdentityHash): Promise<LookedUp> {
    return this.#storage.lookUp(this.#store, identity, this.#now())
  }

  async #take(epoch: Epoch, upTo: number, fresh: readonly SentFact[]): Promise<void> {
    const now = this.#now()
    const facts: Fact[] = []
    const setAside: SetAside[] = []
    for (const fact of fresh) {
      const read = readFact(fact, now)
      if (read.ok) facts.push(read.value)
      else setAside.push({ epoch, n: fact.n, body: JSON.stringify(fact), why: read.error })
    }
    await this.#storage.takeFacts(this.#store, epoch, upTo, facts, setAside)
  }
}

/** Those that HQ lacks, as far as no number is missing between what it has and them. */
function withoutGap(have: number, sent: readonly SentFact[]): SentFact[] {
  const fresh: SentFact[] = []
  for (const fact of sent) if (fact.n === have + fresh.length + 1) fresh.push(fact)
  return fresh
}

/** So far a hub's clock may run ahead of HQ's when it has been corrected: by what it cannot measure of the way there. */
const CLOCK_ERROR: Ms = 10 * SECOND

/**
 * Rule E1: an event is never later than its receipt, and HQ's receipt is what counts at HQ. Where a hub's clock is ahead
 * by a little, the receipt gives way: moved, the event would come to something else here than it did in the store, where
 * she may hold a coupon by its time.
 */
function readFact(sent: SentFact, now: Ms): Result<Fact, string> {
  const parsed = factSchema.safeParse(sent)
  if (!parsed.success) {
    return fail(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '))
  }
  const { event } = parsed.data
  const received = event.at - now <= CLOCK_ERROR ? Math.max(event.at, now) : now
  return ok({ ...parsed.data, event: { ...event, at: Math.min(event.at, received), received } })
}
