import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const FLAGS = fileURLToPath(new URL('./no-optimised-code.ts', import.meta.url))
/** Prints the status bits of a function that has run often; the sixth and the seventh are those of optimised code. */
const PROGRAM = `
  const moved = (bytes) => { let sum = 0; for (const byte of bytes) sum += byte; return sum }
  const bytes = new Uint8Array(64)
  for (let time = 0; time < 300000; time++) moved(bytes)
  console.log(%GetOptimizationStatus(moved))`
const TURBOFAN_OR_MAGLEV = 0b110000

const statusAfter = (...more: string[]): number =>
  Number(
    execFileSync(
      process.execPath,
      ['--allow-natives-syntax', '--no-concurrent-recompilation', ...more, '--eval', PROGRAM],
      { encoding: 'utf8' },
    ),
  )

test('once the flags are set from within, nothing is optimised any more', () => {
  expect(statusAfter() & TURBOFAN_OR_MAGLEV).not.toBe(0)
  expect(statusAfter('--import', FLAGS) & TURBOFAN_OR_MAGLEV).toBe(0)
})
