import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { secretsIn, writeSecretFile } from './tokens.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kairos-secrets-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('secrets are made once, for their owner only, and are never made anew', () => {
  const file = join(folder, 'data', 'secrets.json')
  const schema = z.object({ key: z.string() })
  let made = 0
  const read = () => secretsIn(file, schema, () => ({ key: `key ${++made}` }))
  expect([read(), read(), made]).toEqual([{ key: 'key 1' }, { key: 'key 1' }, 1])
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
  writeSecretFile(file, { other: 1 })
  expect(read).toThrow('is not as Kairos wrote it')
  expect(made).toBe(1)
  // Nothing is left of the way it was written.
  expect(readdirSync(join(folder, 'data'))).toEqual(['secrets.json'])
  expect(readFileSync(file, 'utf8')).toBe('{\n  "other": 1\n}\n')
})
