import { createHash, timingSafeEqual } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import type { z } from 'zod'
import { syncFolder, writeDurably } from './durable-file.ts'

/** Where random bytes come from; only an app's main hands it out. */
export type Random = (bytes: number) => Buffer

export const newToken = (random: Random): string => random(24).toString('base64url')

const digest = (text: string) => createHash('sha256').update(text).digest()

/** Whether a presented token is the one; takes the same time whatever it is. */
export function tokenMatches(presented: unknown, token: string): boolean {
  return typeof presented === 'string' && timingSafeEqual(digest(presented), digest(token))
}

/** The token of an `Authorization: Bearer ...` header. */
export const bearerToken = (header: string | undefined): string | undefined => /^Bearer (\S+)$/.exec(header ?? '')?.[1]

/**
 * Writes a file that only its owner can read, whole or not at all, and on the disk when this returns: without that, the
 * power going leaves an empty file under the new name, and a chain's key is gone for ever.
 */
export function writeSecretFile(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeDurably(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`, 0o600)
  renameSync(`${file}.new`, file)
  syncFolder(dirname(file))
}

/**
 * Reads a program's secrets, or makes them at its first start. The file is JSON, mode 0600.
 * Throws, naming the file, if it is there and cannot be read: secrets are never silently made anew.
 */
export function secretsIn<S extends z.ZodType>(file: string, schema: S, make: () => z.infer<S>): z.infer<S> {
  if (!existsSync(file)) writeSecretFile(file, make())
  const parsed = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  if (!parsed.success) throw new Error(`${file} is not as Kairos wrote it: ${parsed.error.message}`)
  return parsed.data
}
