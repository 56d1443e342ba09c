import { contractTests } from '@kairos/replica/contract/check'
import { hqStorageContract } from '@kairos/replica/contract/hq-storage'
import { sqliteHq } from './hq-in-sqlite.fixture.ts'

contractTests('HQ’s storage in SQLite, whose writers wait for each other', hqStorageContract, sqliteHq)
