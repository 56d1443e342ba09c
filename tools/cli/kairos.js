#!/usr/bin/env node
/**
 * The `kairos` command's door. Plain JavaScript for old Nodes: the programs behind it are TypeScript that only
 * Node 22.18 and newer run as it is. On an older one it says so and goes on with the repository's own Node.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const OLDEST = [22, 18]
const isOld = (version) => {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number)
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])
}

if (isOld(process.versions.node)) {
  const name = process.platform === 'win32' ? 'node.cmd' : 'node'
  const own = fileURLToPath(new URL(`../../node_modules/.bin/${name}`, import.meta.url))
  const shell = process.platform === 'win32'
  const answer = existsSync(own) ? spawnSync(own, ['--version'], { encoding: 'utf8', shell }) : undefined
  const found = answer?.status === 0 ? answer.stdout.trim() : undefined
  if (found === undefined || isOld(found)) {
    process.stderr.write(
      `kairos needs Node ${OLDEST.join('.')} or newer; this is ${process.versions.node}, and the repository's own Node is not installed.\n` +
        'Run "npm ci" in the repository, or install a newer Node from https://nodejs.org.\n',
    )
    process.exit(1)
  }
  process.stderr.write(
    `kairos: Node ${process.versions.node} is older than ${OLDEST.join('.')}; going on with the repository's own ${found}.\n`,
  )
  const run = spawnSync(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit', shell })
  // A signal that ended the child has no exit code; 1 says that it did not end well.
  process.exit(run.status ?? 1)
}

await import('./main.ts')
