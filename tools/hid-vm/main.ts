import { existsSync } from 'node:fs'
import { NO_DEBIAN } from './debian.ts'
import type { GuestLine } from './guest-line.ts'
import { readConsole } from './machine.ts'
import { consoleOf, runInVm } from './run-in-vm.ts'
import { skip, words } from './skip.ts'

/**
 * `npm run test:hid`: the product's own code on real kernel HID devices. Prints each test by name as it ends, the
 * guest's console if anything went wrong, and last `N passed, N failed, N skipped`. Skipped where Debian’s packages cannot be had.
 */
const PROGRAM = 'tools/hid-vm/guest/main.ts'

const MARKS = { passed: '✓', failed: '✗', skipped: '-' }

function say(line: GuestLine): void {
  if (line.is === 'ready') console.log('  The virtual machine is up')
  if (line.is === 'note') console.log(`      ${line.text}`)
  if (line.is !== 'test') return
  console.log(`  ${MARKS[line.state]} ${line.name} (${Math.round(line.milliseconds)} ms)`)
  if (line.why !== undefined) console.log(line.why.replaceAll(/^/gm, '      '))
}

async function main(): Promise<number> {
  // Ended from outside, the program leaves no machine behind.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
  const states: string[] = []
  const run = await runInVm({
    program: PROGRAM,
    // The device process of a screen, and what starts it.
    files: ['apps/kiosk/package.json', 'apps/kiosk/src/host'],
    // It takes less than a minute; four on a machine that is ten times too busy.
    timeout: 240,
    onLine: (line) => {
      if (line.is === 'test') states.push(line.state)
      say(line)
    },
  })
  if (!run.ok && run.error.code === NO_DEBIAN) return skip(run.error, ['cards, codes and keys on real kernel devices'])
  const count = (state: string) => states.filter((each) => each === state).length
  // Whatever goes wrong beside the tests is a failure too, and so is a guest that had none.
  const broken = !run.ok || states.length === 0 || (run.value.exitCode !== 0 && count('failed') === 0)
  if (broken || count('failed') > 0) showConsole()
  if (run.ok) {
    const { packSeconds, bootSeconds, programSeconds, exitCode } = run.value
    const [pack, boot, program] = [packSeconds, bootSeconds, programSeconds].map((seconds) => seconds.toFixed(1))
    console.log(`  ${pack} s to make the virtual machine, ${boot} s to boot it, ${program} s of tests`)
    if (broken) console.log(`${PROGRAM} ended with ${exitCode} after ${states.length} tests.`)
  } else console.log(words(run.error))
  console.log(`${count('passed')} passed, ${count('failed') + (broken ? 1 : 0)} failed, ${count('skipped')} skipped`)
  return broken || count('failed') > 0 ? 1 : 0
}

function showConsole(): void {
  const file = consoleOf(PROGRAM)
  const text = existsSync(file) ? readConsole(file).trim() : ''
  if (text !== '') console.log(`The guest’s console:\n${text.replaceAll(/^/gm, '  | ')}`)
}

process.exit(await main())
