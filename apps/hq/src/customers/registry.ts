import { erasedName } from '@kairos/shared/erased'
import type { CustomerId, StoreId } from '@kairos/shared/ids'
import { fail, ok, type Result } from '@kairos/shared/result'
import { DAY, type Cancel, type Clock } from '@kairos/shared/time'
import { Paced } from '@kairos/shared/paced'
import type { By, HqStorage, JoinTwo } from '../storage/storage.ts'
import type { ErasureLog } from './erasure-log.ts'

const LEAVE_AT_ONCE = 500
const PAUSE = 20
/** Between two slices of a large file. */
const PAUSE_IN_CLEANING = 50

export type RegistryParts = {
  storage: HqStorage
  log: Pick<ErasureLog, 'add' | 'all'>
  clock: Clock
  join: JoinTwo
  /** These stores have something to read. */
  changed: (stores: ReadonlySet<StoreId>) => void
  failed: (error: unknown) => void
}
/** `ids` are all that she went by; the `stores` are to hear of it. */
export type Erased = { ids: number; stores: StoreId[] }

/** Who is who at head office: customers who are one, who are erased, and who have left a store. */
export class Registry {
  readonly #parts: RegistryParts
  readonly #leaving: Paced
  readonly #cleaning: Paced
  #tomorrow: Cancel | undefined

  constructor(parts: RegistryParts) {
    this.#parts = parts
    const { storage, clock, changed, failed } = parts
    this.#leaving = new Paced({
      clock,
      pause: PAUSE,
      failed,
      batch: async () => {
        const { ended, stores } = await storage.leave(clock.now(), LEAVE_AT_ONCE)
        if (stores.size > 0) changed(stores)
        return ended
      },
    })
    this.#cleaning = new Paced({ clock, pause: PAUSE_IN_CLEANING, failed, batch: () => storage.cleanNext() })
  }

  /** Erases, before anything else is done with it, whom a database restored from a backup still knows (rule S9). */
  async afterRestore(): Promise<number> {
    const { storage, log } = this.#parts
    let erased = 0
    for (const { names, at, who } of log.all()) {
      const left = await storage.namesLeft(names)
      const all = await Promise.all(left.map((id) => storage.namesOf(id)))
      const ids = [...new Set([...left, ...all.flat()])]
      // Somebody turned out to be her after she was logged and before it was done.
      const more = ids.map(erasedName).filter((name) => !names.includes(name))
      if (more.length > 0) log.add({ names: more, at, who })
      if (ids.length > 0) await storage.erase(ids, at, who)
      await storage.rememberErased(names, at, who)
      erased += ids.length
    }
    return erased
  }

  /** Once a day whoever has not come by for long leaves the stores that hold her (rule S7). */
  begin(): void {
    this.#leaving.begin()
    const { clock } = this.#parts
    this.#tomorrow = clock.at(clock.now() + DAY, () => this.begin())
  }

  /** Bytes of the erased are left in a large file; also where the last start was ended before they were overwritten. */
  clean(): void {
    this.#cleaning.begin()
  }

  async close(): Promise<void> {
    this.#tomorrow?.()
    await this.#leaving.close()
    await this.#cleaning.close()
  }

  /** Rule S8. It is logged before it is done, so that it is done for good, whatever is restored. */
  async erase(id: CustomerId, { who }: By): Promise<Result<Erased, string>> {
    const { storage, log, clock, changed } = this.#parts
    for (;;) {
      const ids = await storage.namesOf(id)
      if (ids.length === 0) return fail(await this.#whyNobody(id))
      const at = clock.now()
      log.add({ names: ids.map(erasedName), at, who })
      const stores = await storage.erase(ids, at, who)
      // Somebody turned out to be her meanwhile: once more, with that name.
      if (!stores) continue
      changed(stores)
      return ok({ ids: ids.length, stores: [...stores].toSorted() })
    }
  }

  async #whyNobody(id: CustomerId): Promise<string> {
    const name = erasedName(id)
    const isErased = (await this.#parts.storage.erasures()).some((erasure) => erasure.name === name)
    return isErased
      ? `${id} is erased already: "kairos erasures" tells which stores have read of it`
      : `there is no customer ${id}`
  }

  /** Rule E18: `from` turns out to be `into`, and its id is another name of hers from here on. */
  async merge(into: CustomerId, from: CustomerId, by: By): Promise<Result<StoreId[], string>> {
    const { storage, clock, join, changed, failed } = this.#parts
    const folded = await storage.merge(into, from, clock.now(), by, join)
    // Whoever lost the first answer may ask again.
    if (!folded && into !== from && (await storage.namesOf(into)).includes(from)) return ok([])
    if (!folded) return fail(`${into} and ${from} are not two customers that head office knows`)
    for (const each of folded.unfoldable) failed(each)
    if (folded.unfoldable.length > 0) return fail('the two cannot be joined; the log of head office says why')
    changed(folded.stores)
    return ok([...folded.stores].toSorted())
  }
}
