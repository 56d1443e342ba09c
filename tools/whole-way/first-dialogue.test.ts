import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch, openBrowser, type RunningLauncher } from './running-chain.ts'

/**
 * The authors' guide, followed word by word: its files are written as they stand in it, its commands run as they stand
 * in it, its buttons pressed. So it cannot say what is not so. With `KAIROS_TRANSCRIPT=<file>` what was said is written
 * there, with times.
 */
const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const guide = readFileSync(root('docs/authors/first-dialogue.md'), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'kairos-guide-'))
const within = { timeout: 20_000, interval: 100 }
const began = Date.now()
const transcript: string[] = []

let launcher: RunningLauncher
let browser: Browser
let page: Page

const seconds = () => `${Math.floor((Date.now() - began) / 1000)} s`
const note = (...lines: string[]) => transcript.push(...lines)

/** The block of code that follows some words of the guide. */
function blockAfter(words: string): string {
  const at = guide.indexOf(words)
  const block = at < 0 ? null : /```\w*\n([\s\S]*?)```/.exec(guide.slice(at))
  if (!block?.[1]) throw new Error(`the guide has no block of code after “${words}”`)
  return block[1]
}

/** A command that stands in the guide. */
function lineOf(pattern: RegExp): string {
  const [line] = pattern.exec(guide) ?? []
  if (line === undefined) throw new Error(`the guide has no line like ${String(pattern)}`)
  return line
}

/** Runs a command of the guide, as it stands there, in the author's folder. */
function run(command: string): Promise<{ code: number; said: string }> {
  // The author's folder is another one here, where npx would not find this repository's own command.
  const ours = command.replace(/^npx kairos/, `"${process.execPath}" "${root('tools/cli/kairos.js')}"`)
  return new Promise((resolve) => {
    execFile('sh', ['-c', ours], { cwd: folder }, (error, out, bad) => {
      const said = out + bad
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1
      note('', `[${seconds()}] $ ${command}`, said.trim(), `(exit status ${code})`)
      resolve({ code, said })
    })
  })
}

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
  note('', `[${seconds()}] wrote ${file}`)
}

const state = (name: string) => page.frameLocator(`[data-frame=${name}]`).locator('[data-state]').first()
const press = async (name: string) => {
  await page.getByRole('button', { name }).first().click()
  note(`[${seconds()}] pressed ${name}`)
}
const told = async (name: 'kiosk' | 'tablet', words: RegExp) => {
  const screen = name === 'kiosk' ? state('kiosk') : page.frameLocator('[data-frame=tablet]').locator('body')
  await expect.poll(() => screen.innerText(), within).toMatch(words)
  note(`[${seconds()}] the ${name} says: ${(await screen.innerText()).replaceAll(/\s+/g, ' ').trim()}`)
}

beforeAll(async () => {
  cpSync(root('playbooks/marlow-finch'), join(folder, 'playbooks/marlow-finch'), { recursive: true })
  launcher = await launch(join(folder, 'data'), '--seed', '7')
  note(
    `[${seconds()}] $ npm start`,
    ...launcher.lines.map((line) => line.replace(/token=.*/, 'token=…').replace(folder, '.')),
  )
  browser = await openBrowser()
  page = await browser.newPage({ viewport: { width: 1920, height: 1080 } })
  await page.goto(launcher.url)
  await page.locator('[data-frame=kiosk]').waitFor()
})
afterAll(async () => {
  await browser?.close()
  await launcher?.interrupt()
  rmSync(folder, { recursive: true, force: true })
  const file = process.env['KAIROS_TRANSCRIPT']
  if (file !== undefined) writeFileSync(file, `${transcript.join('\n').trim()}\n`)
})

test('the playbook is copied, the dialogue written, its mistake found as the guide says, and mended', async () => {
  expect((await run(blockAfter('## 2. Copy').trim())).code).toBe(0)
  const file = 'playbooks/my-chain/dialogues/new-shoes.yaml'
  expect(guide).toContain(`Make the file \`${file}\``)
  const dialogue = blockAfter(`Make the file \`${file}\``)
  write(file, dialogue)
  const command = blockAfter('## 4. Check it').trim()
  const found = await run(command)
  expect([found.code, found.said.includes(blockAfter('says how to mend it').trim())]).toEqual([1, true])
  write(file, dialogue.replace('next: ovr', 'next: over'))
  const mended = await run(command)
  expect([mended.code, mended.said]).toEqual([0, expect.stringContaining('nothing to mend')])
})

test('one customer’s story is told, one message explained, and a thousand live through a year', async () => {
  write('story.yaml', blockAfter('Make the file `story.yaml`'))
  const story = await run(lineOf(/^npx kairos simulate .*story.yaml$/m))
  expect(story.said).toContain('Her new shoes pinch')
  expect((await run(blockAfter('Ask about one message').trim())).said).toContain('Yes: she got new-shoes/ask')
  const year = await run(blockAfter('Then let a thousand').trim())
  expect([year.code, year.said]).toEqual([0, expect.stringContaining('new-shoes/stretch')])
})

test('it is published, and met at the kiosk and on the tablet', async () => {
  expect((await run(blockAfter('## 6. Publish it').trim())).said).toContain('Version 2 is current.')
  expect((await run('npx kairos playbooks')).said).toMatch(/\* +2 /)
  const shopper = page.locator('[data-person]').filter({ hasText: 'card' }).first()
  await shopper.click()
  note(`[${seconds()}] chose ${(await shopper.innerText()).replaceAll(/\s+/g, ' ')}`)
  await press('Swipe card')
  await told('kiosk', /Hello/)
  await page.getByLabel('Buy').selectOption('shoes')
  await press('Pay')
  await told('tablet', /0 customers here/)
  await press('+1 day')
  await press('+1 h')
  await press('Swipe card')
  await told('kiosk', /How are the new shoes/)
  await page.frameLocator('[data-frame=kiosk]').getByRole('button', { name: 'They pinch' }).click()
  await told('kiosk', /We can mend that/)
  await press('Leave')
  await press('Swipe card')
  await told('tablet', /Her new shoes pinch/)
  expect((await run('npx kairos rollback 1')).said).toContain('Version 3 is current.')
})
