import type { SqliteDatabase } from '@kairos/shared/database'

/** New databases as copies of one that was brought to the newest schema once: that takes longer than what they are for. */
export function copiesOf(open: (file: string | Buffer) => SqliteDatabase, prepare: (first: SqliteDatabase) => void) {
  let first: Buffer | undefined
  return (): SqliteDatabase => {
    if (!first) {
      const database = open(':memory:')
      prepare(database)
      first = database.serialize()
      database.close()
    }
    return open(first)
  }
}
