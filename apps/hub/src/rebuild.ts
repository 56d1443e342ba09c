import type { HubLink } from '@kairos/replica/hub-link'
import type { SqliteDatabase } from '@kairos/shared/database'
import type { Rebuilt } from './rebuilt.ts'
import { isDamage } from './storage/disk.ts'
import { rebuildAtStart } from './storage/rescue.ts'

export type RebuildParts = {
  database: SqliteDatabase
  link: HubLink
  carry: (going: Promise<void>) => void
  /** Everything has been read. */
  read: () => void
}

/** Checks the file, page by page (a second or so for 200,000 customers), and has everything read again. */
export function rebuild({ database, link, carry, read }: RebuildParts): Rebuilt {
  if (isWhole(database)) {
    const { n } = database.prepare<[], { n: number }>('select count(*) as n from bases').get() ?? { n: 0 }
    carry(link.reread().then(read))
    return { is: 'reading', customers: n }
  }
  rebuildAtStart(database.name)
  return { is: 'restart', customers: 0 }
}

function isWhole(database: SqliteDatabase): boolean {
  try {
    return database.pragma('quick_check(1)', { simple: true }) === 'ok'
  } catch (error) {
    if (isDamage(error)) return false
    throw error
  }
}
