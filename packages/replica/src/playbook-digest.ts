import { createHash } from 'node:crypto'

/** Tells one version's files from another's, whatever their times; the names stand in order. */
export const digestOfFiles = (files: Record<string, string>): string =>
  createHash('sha256').update(JSON.stringify(files)).digest('hex')
