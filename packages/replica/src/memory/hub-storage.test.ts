import { contractTests } from '../contract/check.ts'
import { hubStorageContract } from '../contract/hub-storage.ts'
import { memoryHub } from '../contract/memory-hub.ts'

contractTests('a hub’s storage in memory', hubStorageContract, memoryHub())
