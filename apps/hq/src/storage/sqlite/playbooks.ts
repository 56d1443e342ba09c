import { z } from 'zod'
import { lackedBy } from '@kairos/replica/playbook-digest'
import type { SqliteDatabase } from '@kairos/shared/database'
import type { PlaybookRow } from '@kairos/shared/hq-views'
import type { Ms } from '@kairos/shared/time'
import type { NamedPlaybook, PublishedPlaybook } from '@kairos/shared/wire/hq-hub'
import type { Publishing, Sighting } from '../storage.ts'

const filesSchema = z.record(z.string(), z.string())
const sightingSchema = z.object({ digest: z.string(), version: z.int().nonnegative() })

type Row = { version: number; at: number; who: string; note: string; files_of: number | null }

/** All versions of the playbook. The newest is the current one; a number is given out once. */
export function playbooksIn(database: SqliteDatabase) {
  const newest = database.prepare<[], { version: number; digest: string }>(
    'select version, digest from playbooks order by version desc limit 1',
  )
  const named = database.prepare<[], { version: number | null }>('select max(playbook) as version from stores')
  const add = database.prepare<[number, string, string, number, string, string, number | null]>(
    'insert into playbooks (version, digest, files, at, who, note, files_of) values (?, ?, ?, ?, ?, ?, ?)',
  )
  const digests = database.prepare<[], { version: number; digest: string }>(
    'select version, digest from playbooks order by version',
  )
  const one = database.prepare<[number], { files: string }>('select files from playbooks where version = ?')
  const all = database.prepare<[], Row>('select version, at, who, note, files_of from playbooks order by version desc')
  const readSighting = database.prepare<[], { value: string }>(`select value from meta where key = 'playbook folder'`)
  const saveSighting = database.prepare<[string]>(
    `insert into meta (key, value) values ('playbook folder', ?)
     on conflict (key) do update set value = excluded.value`,
  )

  const publish = database.transaction(
    (digest: string, files: Record<string, string>, at: Ms, { who, note, filesOf, anew }: Publishing): number => {
      const current = newest.get()
      if (current?.digest === digest && anew !== true) return current.version
      // A hub may have a version that this database has lost: its number is used.
      const version = Math.max(current?.version ?? 0, named.get()?.version ?? 0) + 1
      add.run(version, digest, JSON.stringify(files), at, who, note, filesOf ?? null)
      return version
    },
  )
  function filesOf(version: number): Record<string, string> | undefined {
    const row = one.get(version)
    return row && filesSchema.parse(JSON.parse(row.files))
  }
  return {
    publish: (digest: string, files: Record<string, string>, at: Ms, by: Publishing): number =>
      publish(digest, files, at, by),
    after(version: number, named?: readonly NamedPlaybook[]): PublishedPlaybook[] {
      const lacks = lackedBy(version, named)
      return digests.all().flatMap((row) => {
        const files = lacks(row) ? filesOf(row.version) : undefined
        return files ? [{ version: row.version, files }] : []
      })
    },
    filesOf,
    list(): PlaybookRow[] {
      return all.all().map(({ files_of: filesOf, ...row }, index) => ({
        ...row,
        current: index === 0,
        ...(filesOf === null ? {} : { filesOf }),
      }))
    },
    folderSighting(): Sighting | undefined {
      const row = readSighting.get()
      return row && sightingSchema.parse(JSON.parse(row.value))
    },
    folderSeen: (digest: string): void =>
      void saveSighting.run(JSON.stringify({ digest, version: newest.get()?.version ?? 0 })),
  }
}
