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
    await this.#storage.heard(this.#store, this.#now(), cursorHolds ? hello.cursor : 0)
    const playbooks = await this.#storage.playbooksAfter(hello.playbook)
    return { hqEpoch: this.#epoch, now: this.#now(), cursorHolds, playbooks }
  }

  async pull(cursor: number, most: number): Promise<Batch> {
    await this.#storage.heard(this.#store, this.#now(), cursor)
    return this.#storage.feedAfter(this.#store, cursor, most)
  }

  /** Stores facts durably, in order, each once. A gap is refused: the hub must send what is between. */
  async facts(sent: readonly SentFact[]): Promise<Result<Stored, string>> {
    const epoch = sent[0]?.epoch
    if (epoch === undefined || sent.some((fact) => fact.epoch !== epoch))
      return fail('facts of several epochs in one message')
    const have = await this.#storage.lastNumber(this.#store, epoch)
    const fresh = sent.filter((fact) => fact.n > have)
    const facts: Fact[] = []
    const setAside: SetAside[] = []
    let expected = have + 1
    for (const fact of fresh) {
      if (fact.n !== expected) return fail(`fact ${expected} of epoch ${epoch} is missing before ${fact.n}`)
      expected++
      const read = readFact(fact, this.#now())
      if (read.ok) facts.push(read.value)
      else setAside.push({ epoch, n: fact.n, body: JSON.stringify(fact), why: read.error })
    }
    const upTo = expected - 1
    if (fresh.length > 0) await this.#storage.takeFacts(this.#store, epoch, upTo, facts, setAside)
    return ok({ epoch, upTo, setAside: setAside.map(({ n }) => n) })
  }
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
