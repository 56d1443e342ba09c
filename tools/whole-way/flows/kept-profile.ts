import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium } from 'playwright-core'
import { browserArguments, findBrowser } from '../../browser/find-browser.ts'

/** A browser as a screen has it: with a profile on the disk, and a process that can be killed. */
export async function browserWithProfile(profile: string) {
  const found = findBrowser()
  if (!found.ok) throw new Error(found.error.what)
  const where = [`--user-data-dir=${profile}`, '--remote-debugging-port=0', '--headless', 'about:blank']
  const child = spawn(found.value, [...browserArguments, ...where], { stdio: ['ignore', 'ignore', 'pipe'] })
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      const [, address] = /^DevTools listening on (ws:\S+)/.exec(line) ?? []
      if (address !== undefined) resolve(address)
    })
    child.once('exit', () => reject(new Error('the browser ended before it was open')))
  })
  const browser = await chromium.connectOverCDP(url)
  const [context] = browser.contexts()
  if (context === undefined) throw new Error('a browser has the profile that it was started with')
  return {
    context,
    /** No page, and nothing of the browser, has a chance to tidy up. */
    async kill(): Promise<void> {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** All that lies in a folder, as one text. */
export function textIn(folder: string): string {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const files = names
    .map((name) => join(folder, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
  return files.map((file) => readFileSync(file, 'latin1')).join('\n')
}
