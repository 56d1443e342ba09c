import { MemoryHqStorage } from '../memory/hq-storage.ts'
import type { Maker } from './check.ts'
import { engine, type HqUnderTest, type Work, type Writer } from './hq-under-test.ts'

/** HQ's storage in memory, or one that is made from it. Its transactions overlap. */
export function memoryHq(Storage: typeof MemoryHqStorage = MemoryHqStorage): Maker<HqUnderTest> {
  return () => ({ subject: new MemoryHq(Storage), remove: () => {} })
}

const ROLLED_BACK = new Error('rolled back')

class MemoryHq implements HqUnderTest {
  readonly #Storage: typeof MemoryHqStorage
  readonly writers = 'overlap'
  storage: MemoryHqStorage
  #backup: MemoryHqStorage['disk'] | undefined
  #meanwhile: () => Promise<void> | undefined = () => undefined

  constructor(Storage: typeof MemoryHqStorage) {
    this.#Storage = Storage
    this.storage = this.#opened(undefined)
  }

  #opened(disk: MemoryHqStorage['disk'] | undefined): MemoryHqStorage {
    return new this.#Storage(engine, { ...(disk ? { disk } : {}), meanwhile: () => this.#meanwhile() })
  }

  async reopen(): Promise<void> {
    this.storage = this.#opened(this.storage.disk)
  }

  async backUp(): Promise<void> {
    this.#backup = this.storage.disk
  }

  async restore(): Promise<void> {
    this.storage = this.#opened(this.#backup)
  }

  async begin(work: Work): Promise<Writer> {
    const end = Promise.withResolvers<void>()
    // Where the work has to wait, nobody waits for this yet.
    end.promise.catch(() => {})
    let waits = true
    this.#meanwhile = () => {
      waits = false
      return end.promise
    }
    const done = work(this)
    this.#meanwhile = () => undefined
    const over = async (): Promise<void> => {
      await done.catch((error: unknown) => {
        if (error !== ROLLED_BACK) throw error
      })
    }
    return {
      waits,
      commit: () => (end.resolve(), over()),
      rollBack: () => (end.reject(ROLLED_BACK), over()),
    }
  }

  openEpoch: HqUnderTest['openEpoch'] = (epoch) => this.storage.openEpoch(epoch)
  publish: HqUnderTest['publish'] = (files) => this.storage.publish(files)
  takeIn: HqUnderTest['takeIn'] = (events) => this.storage.takeIn(events)
  async fold(): Promise<void> {
    while ((await this.storage.foldNext(100)) > 0);
  }
  async merge(...[into, from]: Parameters<HqUnderTest['merge']>): Promise<void> {
    await this.storage.merge(into, from)
  }
  erase: HqUnderTest['erase'] = (customer) => this.storage.erase(customer)
  leave: HqUnderTest['leave'] = (now) => this.storage.leave(now)
}
