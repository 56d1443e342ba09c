import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const door = fileURLToPath(new URL('./kairos.js', import.meta.url))
const kairos = (...words: string[]) => spawnSync(process.execPath, [door, ...words], { encoding: 'utf8' })

test('the command says what there is', () => {
  const help = kairos('--help')
  expect(help.status).toBe(0)
  expect(help.stdout).toMatch(/^ {2}import /m)
  expect(kairos('import', 'purchases', '--help').stdout).toContain('Every row is in exactly one class')
})

test('what is missing is said, with exit code 1', () => {
  const missing = kairos('import', 'purchases', 'log.csv')
  expect(missing.status).toBe(1)
  expect(missing.stderr).toContain("required option '--map <mapping>' not specified")
})
