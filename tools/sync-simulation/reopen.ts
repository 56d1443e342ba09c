import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SqliteDatabase } from '@kairos/shared/database'

/** A database from a copy of its bytes. */
export function reopened(bytes: Buffer, open: (file: string) => SqliteDatabase): SqliteDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'kairos-simulation-'))
  const file = join(folder, 'backup.sqlite')
  writeFileSync(file, bytes)
  try {
    const copy = open(file)
    copy.pragma('synchronous = OFF')
    folders.add(folder)
    return copy
  } catch (error) {
    rmSync(folder, { recursive: true })
    throw error
  }
}

const folders = new Set<string>()

/** Removes what `reopened` has written. */
export function removeCopies(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  folders.clear()
}
