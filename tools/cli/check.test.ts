import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'

const door = fileURLToPath(new URL('./kairos.js', import.meta.url))
const demo = fileURLToPath(new URL('../../playbooks/marlow-finch', import.meta.url))
const place = mkdtempSync(join(tmpdir(), 'kairos-check-'))
afterAll(() => rmSync(place, { recursive: true }))

const check = (...words: string[]) => spawnSync(process.execPath, [door, 'check', ...words], { encoding: 'utf8' })

/** A copy of the demo chain in which one piece of one file is put another way. */
function broken(file: string, from: string, to: string): string {
  const folder = mkdtempSync(join(place, 'playbook-'))
  cpSync(demo, folder, { recursive: true })
  const text = readFileSync(join(folder, file), 'utf8')
  expect(text).toContain(from)
  writeFileSync(join(folder, file), text.replace(from, to))
  return folder
}

test('a playbook without errors passes, and it is said so', () => {
  const run = check(demo)
  expect(run.stdout).toMatch(/nothing to mend|It can be published/)
  expect(run.status).toBe(0)
})

test('an error is one line with file, line, key, code and what to do, and the exit status is 1', () => {
  const run = check(broken('dialogues/miss-you.yaml', 'next: call', 'next: cal'))
  expect(run.stdout).toMatch(
    /^error dialogues\/miss-you\.yaml:\d+ steps\.write\.asks\.not-happy\.next: there is no step "cal" \(K102\)\. Name a step/m,
  )
  expect(run.stdout).toMatch(/^1 error, .* It cannot be published/m)
  expect(run.status).toBe(1)
})

test('as JSON', () => {
  const run = check(broken('dialogues/miss-you.yaml', 'next: call', 'next: cal'), '--json')
  const told = JSON.parse(run.stdout) as { errors: number; findings: { code: string; severity: string }[] }
  expect(told.errors).toBe(1)
  expect(told.findings).toContainEqual(
    expect.objectContaining({ code: 'K102', severity: 'error', file: 'dialogues/miss-you.yaml' }),
  )
  expect(run.status).toBe(1)
})

test('what is no playbook is said in words', () => {
  expect(check(join(place, 'nowhere')).stderr).toMatch(/^There is no folder .*nowhere\.$/m)
  expect(check(join(demo, 'chain.yaml')).stderr).toMatch(/is a file\. Name the playbook's folder/)
  expect(check(place).stderr).toContain('holds no chain.yaml')
  expect(check(place).status).toBe(1)
})
