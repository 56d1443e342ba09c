import { fail, ok, type Result } from '@kairos/shared/result'
import type { Epoch, StoreId } from '@kairos/shared/ids'
import type { Ms } from '@kairos/shared/time'
import { factSchema, type Batch, type Fact, type Hello, type Stored, type Welcome } from '@kairos/shared/wire/hq-hub'
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
    const cursorHolds = hello.hqEpoch !== undefined && (await this.#storage.cursorHolds(hello.hqEpoch, hello.cursor))
    await this.#storage.heard(this.#store, this.#now(), cursorHolds ? hello.cursor : 0, hello.playbook)
    const playbooks = await this.#storage.playbooksAfter(hello.playbook)
    return { hqEpoch: this.#epoch, now: this.#now(), cursorHolds, playbooks }
  }

  async pull(cursor: number, most: number): Promise<Batch> {
    await this.#storage.heard(this.#store, this.#now(), cursor)
    return this.#storage.feedAfter(this.#store, cursor, most)
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
    const setAside = await this.#storage.setAsideAmong(this.#store, epoch, Math.min(...numbers), upTo)
    return ok({ epoch, upTo, setAside })
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

/** Rule E1: an event is never later than its receipt, and HQ's receipt is what counts at HQ. */
function readFact(sent: SentFact, now: Ms): Result<Fact, string> {
  const parsed = factSchema.safeParse(sent)
  if (!parsed.success) {
    return fail(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '))
  }
  const { event } = parsed.data
  return ok({ ...parsed.data, event: { ...event, at: Math.min(event.at, now), received: now } })
}
