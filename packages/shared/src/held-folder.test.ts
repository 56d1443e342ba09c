import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { holdFolder } from './held-folder.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'held-'))))
afterEach(() => rmSync(folder, { recursive: true }))

test('a folder is held by one program at a time, which leaves nothing in it', () => {
  const data = join(folder, 'data')
  const first = holdFolder(data)
  expect(() => holdFolder(data)).toThrow(`another program is running on ${data}: end it first`)
  first.letGo()
  holdFolder(data).letGo()
  expect(readdirSync(data).map((name) => [name, statSync(join(data, name)).size])).toEqual([['running', 0]])
})

test('whoever is killed holds it no longer', async () => {
  const code = `import { holdFolder } from ${JSON.stringify(new URL('held-folder.ts', import.meta.url).href)}
    holdFolder(process.argv[1])
    process.stdout.write('held')
    setInterval(() => {}, 1000)`
  const other = spawn(process.execPath, ['--input-type=module', '--eval', code, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(other.stdout, 'data')
  expect(() => holdFolder(folder)).toThrow('another program is running')
  other.kill('SIGKILL')
  await once(other, 'exit')
  holdFolder(folder).letGo()
})

test('where the lock cannot be had for any other reason, the program starts', () => {
  const data = join(folder, 'data')
  writeFileSync(data, 'a file in the place of the folder')
  holdFolder(data).letGo()
})
