import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { errorForLog, openLog } from './open-log.ts'

test('an error is told by its kind and place, never by its words', () => {
  const told = errorForLog(new TypeError('Jane Doe,\n  at 4111 1111'))
  expect(told).toMatch(/^TypeError at .*open-log\.test/)
  expect(told).not.toMatch(/Jane/)
  expect(errorForLog('Jane')).not.toMatch(/Jane/)
})

test('a log that has grown large is put aside once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kairos-log-'))
  writeFileSync(join(folder, 'screen.log'), 'x'.repeat(6 * 1024 * 1024))
  openLog(folder).info('anew')
  expect(readdirSync(folder).toSorted()).toEqual(['screen.before.log', 'screen.log'])
  expect(readFileSync(join(folder, 'screen.log'), 'utf8')).toMatch(/anew/)
  rmSync(folder, { recursive: true })
})
