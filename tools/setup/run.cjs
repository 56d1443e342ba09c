// Sets up what a fresh clone lacks, then runs one of Kairos's programs on a Node that is new enough.
// Plain old JavaScript on purpose: the Node that starts it may be any.
'use strict'
const { spawn, spawnSync } = require('child_process')
const { createHash } = require('crypto')
const { existsSync, readFileSync, writeFileSync } = require('fs')
const path = require('path')

const ROOT = path.join(__dirname, '..', '..')
const MODULES = path.join(ROOT, 'node_modules')
const STAMP = path.join(MODULES, '.kairos-installed')
const NEEDED = [22, 18]
const PROGRAMS = {
  start: 'tools/dock/main.ts',
  test: 'tools/setup/test.ts',
  shots: 'tools/shots/main.ts',
  'test:hid': 'tools/hid-vm/main.ts',
  'sim:sync': 'tools/sync-simulation/main.ts',
  'kill:sync': 'tools/kill-sync/main.ts',
  'test:power': 'tools/power-cuts/main.ts',
  dist: 'apps/kiosk/src/packing/main.ts',
  locks: 'tools/electron-shell/locks/main.ts',
}
const NEEDS_NO_PAGES = ['test:hid', 'sim:sync', 'kill:sync', 'test:power']

function say(words) {
  process.stdout.write('  ' + words + '\n')
}
function stop(words) {
  process.stderr.write(words + '\n')
  process.exit(1)
}

/** Installed packages are those of the lock file, or they are installed anew. */
function install() {
  const lock = createHash('sha256')
    .update(readFileSync(path.join(ROOT, 'package-lock.json')))
    .digest('hex')
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lock) return
  say('Installing packages, once: about half a minute')
  const began = Date.now()
  const npm = process.env.npm_execpath
  const done = npm
    ? spawnSync(process.execPath, [npm, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
        cwd: ROOT,
        stdio: 'inherit',
      })
    : spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
        cwd: ROOT,
        stdio: 'inherit',
        shell: process.platform === 'win32',
      })
  if (done.status !== 0)
    stop('The packages could not be installed; what npm said stands above. Mend that and run the same command again.')
  writeFileSync(STAMP, lock)
  say('Packages installed in ' + Math.round((Date.now() - began) / 1000) + ' s')
}

function isNewEnough(version) {
  const parts = version.replace('v', '').split('.').map(Number)
  return parts[0] > NEEDED[0] || (parts[0] === NEEDED[0] && parts[1] >= NEEDED[1])
}

/** The Node that Kairos brings for this machine, else the one that runs this, if it is new enough. */
function findNode() {
  // npm puts Node's own program beside the packages' commands, but on Windows the command is a script.
  const candidates =
    process.platform === 'win32'
      ? [path.join(MODULES, 'node-win-' + process.arch, 'bin', 'node.exe')]
      : [path.join(MODULES, '.bin', 'node')]
  for (const candidate of candidates) {
    if (!existsSync(candidate)) continue
    const asked = spawnSync(candidate, ['--version'], { encoding: 'utf8' })
    if (asked.status === 0 && isNewEnough(asked.stdout.trim())) return candidate
  }
  if (isNewEnough(process.version)) return process.execPath
  return stop(
    'Kairos needs Node ' +
      NEEDED.join('.') +
      ' or newer and brings none for ' +
      process.platform +
      ' ' +
      process.arch +
      '. This is Node ' +
      process.version +
      '. Install a newer one from nodejs.org and run the same command again.',
  )
}

const which = process.argv[2]
const program = PROGRAMS[which]
if (!program) stop('Usage: npm start or npm test, or npm run and one of ' + Object.keys(PROGRAMS).join(', '))
install()
const node = findNode()
if (node !== process.execPath) say('Using the Node that Kairos brings (this machine has ' + process.version + ')')
const environment = Object.assign({}, process.env, {
  PATH: path.join(MODULES, '.bin') + path.delimiter + process.env.PATH,
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
})

function buildPages() {
  say('Building the pages')
  const turbo = path.join(MODULES, 'turbo', 'bin', 'turbo')
  const built = spawnSync(node, [turbo, 'run', 'build', '--output-logs=errors-only', '--no-update-notifier'], {
    cwd: ROOT,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  })
  if (built.status !== 0)
    stop((built.stdout || '') + (built.stderr || '') + 'The pages could not be built; the reason stands above.')
}
if (!NEEDS_NO_PAGES.includes(which)) buildPages()

// What of Node is experimental is our affair, not the reader's.
const quiet = '--disable-warning=ExperimentalWarning'
const child = spawn(node, [quiet, path.join(ROOT, program)].concat(process.argv.slice(3)), {
  cwd: ROOT,
  env: environment,
  stdio: 'inherit',
})
// A terminal's Ctrl-C reaches the child by itself; it ends cleanly and this waits for it.
let interrupted = false
process.on('SIGINT', function () {
  interrupted = true
})
process.on('SIGTERM', function () {
  child.kill('SIGTERM')
})
child.on('exit', function (code, signal) {
  process.exit(code === null ? (interrupted || signal === 'SIGINT' ? 0 : 1) : code)
})
