import type { Check } from './check.ts'
import { feedChecks } from './hub-feed.ts'
import { outboxChecks } from './hub-outbox.ts'
import type { HubUnderTest } from './hub-under-test.ts'

export type { HubUnderTest } from './hub-under-test.ts'

/** What every storage of a hub must do, whatever it is kept in. */
export const hubStorageContract: readonly Check<HubUnderTest>[] = [...outboxChecks, ...feedChecks]
