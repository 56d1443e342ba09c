import { contractTests } from '../contract/check.ts'
import { hqStorageContract } from '../contract/hq-storage.ts'
import { memoryHq } from '../contract/memory-hq.ts'

contractTests('HQ’s storage in memory, whose transactions overlap', hqStorageContract, memoryHq())
