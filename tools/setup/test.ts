import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { bringBrowser } from '../browser/bring-browser.ts'

/**
 * `npm test`: types, lint and format, then every test. Ends with one line,
 * `N passed, N failed, N skipped`; the skipped are named above it.
 */
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const more = process.argv.slice(2)

function run(command: string, args: string[]): boolean {
  return spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', shell: process.platform === 'win32' }).status === 0
}

const CHECKS: [string, string, string[]][] = [
  ['types', 'tsc', ['-b']],
  ['lint', 'oxlint', ['--type-aware', '--deny-warnings', '--quiet']],
  ['format', 'oxfmt', ['--check', '.']],
]

function main(): number {
  const browser = bringBrowser()
  if (!browser.ok) {
    console.error(`${browser.error.what}. ${browser.error.todo ?? ''}\n0 passed, 1 failed, 0 skipped`)
    return 1
  }
  for (const [name, command, args] of CHECKS) {
    console.log(`  Checking ${name}`)
    if (run(command, args)) continue
    console.log(`The check of ${name} failed; why stands above.\n0 passed, 1 failed, 0 skipped`)
    return 1
  }
  const reporters = ['--reporter=default', '--reporter=./tools/setup/closing-line.ts']
  return run('vitest', ['run', ...reporters, ...more]) ? 0 : 1
}

process.exit(main())
