import { MemoryHubStorage } from '../memory/hub-storage.ts'
import type { Maker } from './check.ts'
import type { HubUnderTest } from './hub-under-test.ts'

/** A hub's storage in memory, or one that is made from it. A restart finds what was on disk. */
export function memoryHub(Storage: typeof MemoryHubStorage = MemoryHubStorage): Maker<HubUnderTest> {
  return () => {
    let storage = new Storage()
    const subject: HubUnderTest = {
      get storage() {
        return storage
      },
      whose: (identity) => storage.whose(identity),
      reopen: () => void (storage = new Storage(storage.disk)),
    }
    return { subject, remove: () => {} }
  }
}
