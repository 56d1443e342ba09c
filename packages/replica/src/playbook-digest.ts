import { createHash } from 'node:crypto'
import { MOST_NAMED, type NamedPlaybook } from '@kairos/shared/wire/hq-hub'

/** Tells one version's files from another's, whatever their times; the names stand in order. */
export const digestOfFiles = (files: Record<string, string>): string =>
  createHash('sha256').update(JSON.stringify(files)).digest('hex')

/**
 * What a hub lacks whose newest version is this one: what came after it, what is not among those that it names, and
 * what it has otherwise. A hub that names as many as it may has older ones, too.
 */
export function lackedBy(newest: number, named?: readonly NamedPlaybook[]): (row: NamedPlaybook) => boolean {
  const has = new Map(named?.map(({ version, digest }) => [version, digest]))
  const from = named && named.length < MOST_NAMED ? 0 : Math.min(newest + 1, ...has.keys())
  return ({ version, digest }) => version > newest || (version >= from && has.get(version) !== digest)
}
