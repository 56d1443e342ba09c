import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { keepTest, keptTest } from './kept-test.ts'

test('what the last self-test found outlives the program; before the first there is nothing', () => {
  const data = mkdtempSync(join(tmpdir(), 'kairos-self-test-'))
  expect(keptTest(data)).toBe(undefined)
  const found = { at: 1000, checks: [{ what: 'touch', is: 'well', words: '5 of 5 rings were felt.' } as const] }
  keepTest(data, found)
  expect(keptTest(data)).toEqual(found)
  rmSync(data, { recursive: true })
})
