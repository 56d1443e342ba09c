import { advance, firstDocument } from '@kairos/dialogue/advance'
import { spentIn } from '@kairos/dialogue/budgets'
import type { Playbooks } from '@kairos/dialogue/playbook'
import type { StoreId } from '@kairos/shared/ids'
import { MINUTE, type Cancel, type Clock } from '@kairos/shared/time'
import { joinTwo } from './joining.ts'
import type { FoldOne, Folded, HqStorage, JoinTwo } from './storage/storage.ts'

/** Small enough that a page or a hub is answered between two batches. */
const BATCH = 200
/** When storage fails (a full disk, say), what waits is tried again so much later. */
const TRY_AGAIN_AFTER = MINUTE

/**
 * Where HQ does its folding: one batch after another, what is due before what has arrived, until
 * nothing is left; then it sleeps until the next deadline or the next arrival.
 */
export class Desk {
  readonly #storage: HqStorage
  readonly #clock: Clock
  readonly #news: (stores: ReadonlySet<StoreId>) => void
  readonly #failed: (error: unknown) => void
  readonly #fold: FoldOne
  readonly #join: JoinTwo
  #busy: Promise<void> | undefined
  #again = false
  #alarm: Cancel | undefined
  #closed = false

  constructor(
    storage: HqStorage,
    playbooks: Playbooks,
    clock: Clock,
    news: (stores: ReadonlySet<StoreId>) => void,
    failed: (error: unknown) => void,
  ) {
    this.#storage = storage
    this.#clock = clock
    this.#news = news
    this.#failed = failed
    this.#join = joinTwo(playbooks)
    this.#fold = (id, customer, input, granted) =>
      advance(
        playbooks,
        customer ?? firstDocument(playbooks, id),
        granted ? { ...input, spent: spentIn(playbooks.current.chain, 'hq', granted) } : input,
      )
  }

  /** There may be something to fold. Returns when nothing is left. */
  async kick(): Promise<void> {
    if (this.#closed) return
    this.#again = true
    this.#busy ??= this.#work()
    return this.#busy
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#alarm?.()
    await this.#busy
  }

  /** A kick may come at any moment, even while the next deadline is looked up: then there is another round. */
  async #work(): Promise<void> {
    try {
      let due: number | undefined
      do {
        this.#again = false
        while (!this.#closed && (await this.#batch())) await yieldToOthers()
        due = await this.#storage.nextDue()
      } while (this.#again && !this.#closed)
      this.#setAlarm(due)
    } catch (error) {
      this.#failed(error)
      this.#setAlarm(this.#clock.now() + TRY_AGAIN_AFTER)
    } finally {
      this.#busy = undefined
    }
  }

  async #batch(): Promise<boolean> {
    const now = this.#clock.now()
    const woken = await this.#tell(this.#storage.wake(now, BATCH, this.#fold))
    return woken || (await this.#tell(this.#storage.foldNext(BATCH, this.#fold, this.#join)))
  }

  async #tell(folding: Promise<Folded>): Promise<boolean> {
    const { done, stores, unfoldable } = await folding
    for (const each of unfoldable) this.#failed(each)
    if (stores.size > 0) this.#news(stores)
    return done > 0
  }

  #setAlarm(due: number | undefined): void {
    this.#alarm?.()
    this.#alarm = undefined
    if (due === undefined || this.#closed) return
    this.#alarm = this.#clock.at(due, () => void this.kick())
  }
}

/** Lets sockets and pages have their turn: SQLite's calls are synchronous and would starve them. */
const yieldToOthers = () => new Promise<void>((resolve) => setImmediate(resolve))
