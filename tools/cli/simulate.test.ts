import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const playbook = path('../../playbooks/marlow-finch')
const story = path('../../playbooks/marlow-finch/stories/set-aside.yaml')
const simulate = (...words: string[]) =>
  spawnSync(process.execPath, [path('./kairos.js'), 'simulate', ...words], { encoding: 'utf8' })

test('kairos simulate reports in words, and as JSON', () => {
  const words = simulate(playbook, '--customers', '40', '--days', '60', '--seed', '3')
  expect(words.stdout).toContain('Marlow & Finch: 40 ghost customers, 60 days from 2026-01-05, seed 3')
  expect(words.stderr).toMatch(/^40 lives in [\d.]+ s\n$/)
  const json = simulate(playbook, '--customers', '40', '--days', '60', '--seed', '3', '--json')
  expect(JSON.parse(json.stdout)).toMatchObject({ customers: 40, days: 60, seed: 3 })
})

test('kairos simulate --customer tells a story, and --why answers', () => {
  expect(simulate(playbook, '--customer', story).stdout).toContain('"New in our shoes collection"')
  expect(simulate(playbook, '--customer', story, '--why', 'miss-you').stdout).toContain('No: miss-you did not begin.')
})

test('what cannot be done is said, with exit code 1', () => {
  const said = (...words: string[]) => {
    const { status, stderr } = simulate(...words)
    expect(status).toBe(1)
    return stderr
  }
  expect(said(playbook, '--why', 'miss-you')).toContain('give her story with --customer')
  expect(said(path('.'))).toContain('There is no playbook in')
  expect(said(playbook, '--customer', 'nobody.yaml')).toContain('There is no story nobody.yaml')
  expect(said(playbook, '--days', 'many')).toContain('It has to be a whole number from 1.')
})
