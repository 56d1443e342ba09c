import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { Result } from '@kairos/shared/result'
import { findBrowser } from './find-browser.ts'

/** An installed browser; on a Debian where that can be done, Chromium is installed if there is none. */
export function bringBrowser(): Result<string> {
  const found = findBrowser()
  if (found.ok || process.platform !== 'linux' || !existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0)
    return found
  console.log('  Installing Chromium, once')
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args: string[]) =>
    spawnSync('apt-get', ['-qq', ...args], { stdio: ['ignore', 'ignore', 'inherit'], env: environment })
  apt('update')
  apt('-y', '--no-install-recommends', 'install', 'chromium')
  return findBrowser()
}
