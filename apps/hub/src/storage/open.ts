import { fileURLToPath } from 'node:url'
import { openDatabase, type SqliteDatabase } from '@kairos/shared/database'

const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url))

/** A hub's database, at the newest schema. */
export const openHubDatabase = (file: string | Buffer): SqliteDatabase => openDatabase(file, MIGRATIONS)
