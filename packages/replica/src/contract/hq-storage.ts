import type { Check } from './check.ts'
import { factsChecks } from './hq-facts.ts'
import { feedChecks } from './hq-feed.ts'
import { namesChecks } from './hq-names.ts'
import type { HqUnderTest } from './hq-under-test.ts'
import { writersChecks } from './hq-writers.ts'

/** What every storage of HQ must do for the sync, whatever it is kept in. */
export const hqStorageContract: readonly Check<HqUnderTest>[] = [
  ...factsChecks,
  ...feedChecks,
  ...namesChecks,
  ...writersChecks,
]
