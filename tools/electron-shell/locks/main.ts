import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openElsewhere } from '../elsewhere.ts'
import { openHub } from '../hub-of-words.ts'
import { BUILT, startOnStandIn } from '../on-standin.ts'
import { writeSettings } from '../settings-file.ts'
import { shows } from '../shell-under-test.ts'
import { LOCKS } from './all-locks.ts'
import { NO_PAGE, REMOVALS, type Removal } from './removals.ts'

/**
 * `npm run locks`: takes each lock out of the compiled program, one at a time, and shows that a test then fails.
 * Prints a line for each; ends with 1 if a removal went unnoticed. Takes parts of locks' names to try only those.
 */
const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const VITEST = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')

/** The program as it was built when this began: what is built meanwhile changes nothing. */
const AS_BUILT = mkdtempSync(join(tmpdir(), 'kairos-locks-'))
for (const part of ['electron', 'screens'])
  cpSync(join(BUILT, '..', part), join(AS_BUILT, 'dist', part), { recursive: true })

/** A copy of the built program without this lock; throws if the lock is not where it was, or stands there twice. */
function without({ lock, file = 'main.js', from, to }: Removal, place: string): string {
  // Not what the program wrote with every lock in place: its log says what this one may not say any more.
  cpSync(join(AS_BUILT, 'dist'), join(place, 'dist'), { recursive: true })
  const built = join(place, 'dist', 'electron')
  const text = readFileSync(join(built, file), 'utf8')
  const times = text.split(from).length - 1
  if (times !== 1) throw new Error(`"${lock}" is ${times} times in ${file}; say anew where it stands: ${from}`)
  writeFileSync(
    join(built, file),
    text.replace(from, () => to),
  )
  return built
}

/** What the running program lets through that it should not; nothing if no test noticed. */
async function noticedByLocks({ seenBy }: Removal, built: string, place: string): Promise<string | undefined> {
  const tests = LOCKS.filter(({ name }) => name.includes(seenBy))
  if (tests.length === 0) throw new Error(`no test is called "${seenBy}"`)
  const [hub, elsewhere] = [await openHub(), await openElsewhere()]
  writeSettings(join(place, 'data'), hub.url)
  const shell = startOnStandIn(join(place, 'data'), built)
  let noticed: string | undefined
  try {
    // Without a page there is nothing to notice; only where its own script is forbidden it never comes.
    if (seenBy !== NO_PAGE) await shows(shell, 'attract')
    for (const { name, holds } of tests)
      await holds(shell, elsewhere).catch(() => {
        noticed ??= name
      })
  } finally {
    await shell.stop()
    await hub.close()
    elsewhere.close()
  }
  return noticed
}

function noticedByRecovery({ seenBy }: Removal, built: string): Promise<string | undefined> {
  const args = [VITEST, 'run', 'tools/electron-shell/recovery.test.ts', '-t', `stand-in .*${seenBy}`]
  const child = spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, KAIROS_BUILT: built } })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += String(text)))
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => {
      if (code === 0 && !/\d passed/.test(said)) reject(new Error(`no test is called "${seenBy}"`))
      else resolve(code === 0 ? undefined : `recovery: … ${seenBy} …`)
    })
  })
}

async function noticed(removal: Removal): Promise<string | undefined> {
  const place = mkdtempSync(join(tmpdir(), 'kairos-lock-'))
  try {
    const built = without(removal, place)
    return await (removal.isRecovery ? noticedByRecovery(removal, built) : noticedByLocks(removal, built, place))
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

const named = process.argv.slice(2)
const wanted = REMOVALS.filter(({ lock }) => named.length === 0 || named.some((part) => lock.includes(part)))
// The long ones first, so that nobody waits for one of them at the end.
const waiting = wanted.toSorted((a, b) => Number(b.isRecovery ?? false) - Number(a.isRecovery ?? false))
const began = Date.now()
let missed = 0
const work = async () => {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const by = await noticed(next).catch((error: unknown) => {
      missed++
      return `NOT TRIED: ${error instanceof Error ? error.message : String(error)}`
    })
    if (by === undefined) missed++
    console.log(`${next.lock}  |  ${by ?? 'NOT NOTICED'}`)
  }
}
// With every lock in place no test may fail, or a failure below would say nothing.
const whole = await noticedByLocks(
  { lock: '', from: '', to: '', seenBy: '' },
  join(AS_BUILT, 'dist', 'electron'),
  AS_BUILT,
)
if (whole !== undefined) throw new Error(`with every lock in place a test fails: ${whole}`)
await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, work))
console.log(
  `${wanted.length - missed} of ${wanted.length} removals noticed, in ${Math.round((Date.now() - began) / 1000)} s`,
)
rmSync(AS_BUILT, { recursive: true, force: true })
process.exit(missed === 0 ? 0 : 1)
